import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { constants, createGunzip } from 'node:zlib'

/** Bytes of a file by their place, those of a gzip file by their place in what it unpacks to. */
export interface RandomBytes {
  /** Fewer than `length` bytes at the end. Rejects with one line on damaged gzip. */
  read(offset: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

/** Unpacked bytes behind the furthest read that are kept: readers beside each other ask out of order. */
const kept = 32 << 20

/** Unpacks gzip; of a file that is cut short, as far as it goes. */
export const gunzip = () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })

/** Whether a file is packed with gzip, by its first two bytes (RFC 1952). */
export async function isGzip(file: string): Promise<boolean> {
  const bytes = await openBytes(file, false)
  const [first, second] = await bytes.read(0, 2).finally(() => bytes.close())
  return first === 0x1f && second === 0x8b
}

/** Opens a file for reading at any place, a `gzip` file for reading what it unpacks to. */
export async function openBytes(file: string, gzip: boolean): Promise<RandomBytes> {
  if (gzip) return new Unpacking(file)
  const handle = await open(file)
  return {
    async read(offset, length) {
      const bytes = Buffer.alloc(length)
      const { bytesRead } = await handle.read(bytes, 0, length, offset)
      return bytes.subarray(0, bytesRead)
    },
    close: () => handle.close(),
  }
}

/**
 * Reads a gzip file forwards; a place before the kept bytes is reached by unpacking it from its beginning again, also
 * after `close`.
 */
class Unpacking implements RandomBytes {
  private readonly file: string
  private stream: Readable | null = null
  private chunks: AsyncIterator<Buffer> | null = null
  private window: Buffer[] = []
  /** Place of the first kept byte, and of the one behind the last. */
  private from = 0
  private to = 0
  private turn: Promise<unknown> = Promise.resolve()

  constructor(file: string) {
    this.file = file
  }

  read(offset: number, length: number): Promise<Buffer> {
    const result = this.turn.then(() => this.readInTurn(offset, length))
    this.turn = result.catch(() => {})
    return result
  }

  async close(): Promise<void> {
    await this.turn
    this.stream?.destroy()
    this.chunks = null
    this.window = []
  }

  private async readInTurn(offset: number, length: number): Promise<Buffer> {
    if (this.chunks === null || offset < this.from) this.begin()
    while (this.to < offset + length && (await this.advance(offset)));
    return this.cut(offset, offset + length)
  }

  /** The kept bytes between two places. */
  private cut(from: number, to: number): Buffer {
    const parts: Buffer[] = []
    let at = this.from
    for (const chunk of this.window) {
      if (at + chunk.length > from && at < to) parts.push(chunk.subarray(Math.max(0, from - at), to - at))
      at += chunk.length
    }
    return Buffer.concat(parts)
  }

  private begin(): void {
    this.stream?.destroy()
    const input = createReadStream(this.file)
    const stream = input.pipe(gunzip())
    input.on('error', (fault) => stream.destroy(fault))
    this.stream = stream
    this.chunks = stream[Symbol.asyncIterator]()
    this.window = []
    this.from = 0
    this.to = 0
  }

  /** Takes in one more chunk; false at the end. */
  private async advance(needed: number): Promise<boolean> {
    const next = await this.chunks?.next().catch(refuse)
    if (next === undefined || next.done) return false
    this.window.push(next.value)
    this.to += next.value.length
    let first = this.window[0]
    while (first !== undefined && this.from + first.length <= Math.min(needed, this.to - kept)) {
      this.from += first.length
      this.window.shift()
      first = this.window[0]
    }
    return true
  }
}

/** zlib's messages are terse. */
function refuse(fault: unknown): never {
  const code = fault instanceof Error && 'code' in fault ? fault.code : ''
  if (typeof code === 'string' && code.startsWith('Z_')) throw new Error('the gzip file is damaged')
  throw fault
}
