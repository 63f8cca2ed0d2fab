import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { type ByteReader, keyOf } from '../containers/byte-reader.ts'
import type { ByteSource } from '../model/dataset.ts'
import { describeFault } from '../project/problem.ts'
import type { FileStamp, ImageCache, StoredContent } from './cache.ts'
import { contentOf } from './content.ts'

/** Reads the contents of images, each different content once. */
export class ContentReader {
  private readonly cache: ImageCache
  private readonly bytes: ByteReader
  /** Contents that are being decoded, by digest: copies of a file wait for the first. */
  private readonly pending = new Map<string, Promise<StoredContent>>()

  constructor(cache: ImageCache, bytes: ByteReader) {
    this.cache = cache
    this.bytes = bytes
  }

  /**
   * The content of an image, from the cache if its file (or its container) is unchanged or its bytes are known. What
   * is wrong with it is in the result; nothing is thrown. Without `seen` (size and time of the file, from the walk)
   * the file is asked for them.
   */
  async read(source: ByteSource, seen?: { size: number; modifiedMs: number }): Promise<StoredContent> {
    try {
      const { size, modifiedMs } = seen ?? (await sizeAndTime(source.path))
      const stamp = { path: keyOf(source), size, modifiedMs }
      return this.unchanged(stamp) ?? (await this.decodeOnce(stamp, await this.bytes.read(source)))
    } catch (fault) {
      return { fact: { ok: false, bytesDigest: null, reason: describeFault(fault) }, look: null }
    }
  }

  private unchanged(stamp: FileStamp): StoredContent | undefined {
    const digest = this.cache.digestOf(stamp)
    return digest === undefined ? undefined : this.cache.content(digest)
  }

  private async decodeOnce(stamp: FileStamp, bytes: Uint8Array): Promise<StoredContent> {
    const digest = createHash('sha256').update(bytes).digest('hex')
    this.cache.rememberFile(stamp, digest)
    const known = this.cache.content(digest) ?? this.pending.get(digest)
    if (known !== undefined) return known
    const decoding = contentOf(bytes, digest).then((content) => this.cache.rememberContent(digest, content))
    this.pending.set(digest, decoding)
    return decoding.finally(() => this.pending.delete(digest))
  }
}

async function sizeAndTime(absolute: string): Promise<{ size: number; modifiedMs: number }> {
  const { size, mtimeMs } = await stat(absolute)
  return { size, modifiedMs: mtimeMs }
}
