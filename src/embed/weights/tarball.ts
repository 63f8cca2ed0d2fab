import { createReadStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

const BLOCK = 512

/**
 * Reads the wanted files out of a gzipped tar archive as npm makes them (POSIX ustar, pax headers skipped).
 * Nothing is written to disk, so names in the archive cannot lead anywhere. Returns contents by archive path,
 * in memory; throws when the archive is damaged.
 */
export async function readTarball(
  path: string,
  wanted: (name: string) => boolean,
  signal: AbortSignal,
): Promise<Map<string, Buffer>> {
  const reader = new TarReader(wanted)
  const take = new Writable({
    write(chunk: Buffer, _encoding, done) {
      try {
        reader.push(chunk)
        done()
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)))
      }
    },
  })
  await pipeline(createReadStream(path), createGunzip(), take, { signal })
  return reader.finish()
}

/** Takes the bytes of an archive in any portions. */
class TarReader {
  readonly #wanted: (name: string) => boolean
  readonly #files = new Map<string, Buffer>()
  #pending: Buffer[] = []
  #pendingLength = 0
  /** Bytes to collect before the next step: a header block, or a file's contents padded to whole blocks. */
  #need = BLOCK
  #entry: { name: string; size: number } | null = null

  constructor(wanted: (name: string) => boolean) {
    this.#wanted = wanted
  }

  push(chunk: Buffer): void {
    this.#pending.push(chunk)
    this.#pendingLength += chunk.length
    while (this.#pendingLength >= this.#need) this.#step(this.#take(this.#need))
  }

  finish(): Map<string, Buffer> {
    if (this.#entry !== null || this.#pendingLength > 0) throw new Error('the archive is cut short')
    return this.#files
  }

  #take(length: number): Buffer {
    const all = this.#pending.length === 1 ? this.#pending[0] : undefined
    const joined = all ?? Buffer.concat(this.#pending)
    this.#pending = joined.length > length ? [joined.subarray(length)] : []
    this.#pendingLength = joined.length - length
    return joined.subarray(0, length)
  }

  #step(bytes: Buffer): void {
    if (this.#entry === null) {
      this.#entry = parseHeader(bytes)
      if (this.#entry !== null) this.#need = Math.ceil(this.#entry.size / BLOCK) * BLOCK
      return
    }
    const { name, size } = this.#entry
    if (name !== '' && this.#wanted(name)) this.#files.set(name, Buffer.from(bytes.subarray(0, size)))
    this.#entry = null
    this.#need = BLOCK
  }
}

/** Name and size of the next entry (an empty name for what is not a plain file), or null for an end block. */
function parseHeader(block: Buffer): { name: string; size: number } | null {
  if (block.every((byte) => byte === 0)) return null
  const text = (from: number, length: number) => {
    const field = block.toString('utf8', from, from + length)
    const end = field.indexOf('\0')
    return end < 0 ? field : field.slice(0, end)
  }
  const size = Number.parseInt(text(124, 12).trim() || '0', 8)
  if (text(257, 5) !== 'ustar' || !Number.isSafeInteger(size)) throw new Error('not a tar archive')
  const plain = ['0', ''].includes(text(156, 1))
  const prefix = text(345, 155)
  return { name: plain ? (prefix ? `${prefix}/${text(0, 100)}` : text(0, 100)) : '', size }
}
