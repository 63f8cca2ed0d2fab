import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ByteSource, BytesPart, Sample } from '../model/dataset.ts'
import { CellReader } from './cell-reader.ts'
import { openBytes, type RandomBytes } from './packed.ts'

/** Where the bytes of a sample lie on this machine. */
export function sourceOf(root: string, sample: Pick<Sample, 'path' | 'container'>): ByteSource {
  const { container } = sample
  return container === undefined
    ? { path: path.resolve(root, sample.path) }
    : { ...container, path: path.resolve(root, container.path) }
}

/** One name for a source: what caches know it by, together with the file's size and time. */
export function keyOf({ path: file, part }: ByteSource): string {
  if (part === undefined) return file
  const place = part.kind === 'bytes' ? `${part.offset}+${part.length}` : `${part.column}@${part.row}`
  return `${file}\0${place}`
}

/** Gzip files that are unpacked at a time; each keeps 32 MB. */
const mostUnpacking = 4

/**
 * Reads the bytes of images, wherever they lie: the one way from a sample to its bytes. Keeps the last blocks of
 * Parquet files, so that reading in the order of the rows decompresses each block once.
 */
export class ByteReader {
  private readonly cells = new CellReader()
  /** Gzip files that are being unpacked; most recently used last. */
  private readonly packed = new Map<string, Promise<RandomBytes>>()

  /** @throws Error with one line (or a system error) when the bytes cannot be read */
  async read({ path: file, part }: ByteSource): Promise<Uint8Array> {
    if (part === undefined) return readFile(file)
    return part.kind === 'cell' ? this.cells.read(file, part) : this.readPart(file, part)
  }

  /** Lets go of what is open. */
  async close(): Promise<void> {
    const opened = [...this.packed.values()]
    this.packed.clear()
    for (const file of opened) await (await file).close()
  }

  private async readPart(file: string, { offset, length, gzip }: BytesPart): Promise<Uint8Array> {
    const opened = gzip ? await this.unpacking(file) : await openBytes(file, false)
    const bytes = await opened.read(offset, length).finally(() => (gzip ? undefined : opened.close()))
    if (bytes.length < length) throw new Error('the container ends before the image does')
    return bytes
  }

  private async unpacking(file: string): Promise<RandomBytes> {
    const opened = this.packed.get(file) ?? openBytes(file, true)
    this.packed.delete(file)
    this.packed.set(file, opened)
    const [oldest] = this.packed
    if (this.packed.size > mostUnpacking && oldest !== undefined) {
      this.packed.delete(oldest[0])
      await (await oldest[1]).close()
    }
    return opened
  }
}
