import { stat } from 'node:fs/promises'
import { keyOf } from '../../containers/byte-reader.ts'
import type { ByteSource } from '../../model/dataset.ts'
import { describeFault } from '../../project/problem.ts'
import type { FileStamp, ImageCache, StoredContent } from '../cache/cache.ts'
import type { Learned } from './learn.ts'

/** What is known of a file from the walk. */
export interface Seen {
  /** Bytes. */
  size: number
  modifiedMs: number
}

/** Reads the contents of images, those of unchanged files (or containers) from the cache. */
export class ContentReader {
  private readonly cache: ImageCache

  constructor(cache: ImageCache) {
    this.cache = cache
  }

  /** The content of an image whose file has not changed since it was last read. */
  unchanged(source: ByteSource, { size, modifiedMs }: Seen): StoredContent | undefined {
    const digest = this.cache.digestOf({ path: keyOf(source), size, modifiedMs })
    return digest === undefined ? undefined : this.cache.content(digest)
  }

  /**
   * The content of an image. What is wrong with it is in the result; nothing is thrown but what `learn` throws.
   * @param seen size and time of the file from the walk; without them the file is asked
   * @param learn reads and decodes the image
   */
  async read(
    source: ByteSource,
    seen: Seen | undefined,
    learn: (source: ByteSource) => Promise<Learned>,
  ): Promise<StoredContent> {
    const stamp = await stampOf(source, seen)
    if ('fault' in stamp) return unreadable(stamp.fault)
    const known = this.unchanged(source, stamp)
    if (known !== undefined) return known
    const learned = await learn(source)
    if ('fault' in learned) return unreadable(learned.fault)
    const { digest, content } = learned
    this.cache.rememberFile(stamp, digest)
    const stored = this.cache.content(digest)
    if (stored !== undefined) return stored
    if (content === null) throw new Error(`${source.path} is held for known and is not`)
    return this.cache.rememberContent(digest, content)
  }
}

async function stampOf(source: ByteSource, seen: Seen | undefined): Promise<FileStamp | { fault: string }> {
  const path = keyOf(source)
  if (seen !== undefined) return { path, size: seen.size, modifiedMs: seen.modifiedMs }
  try {
    const { size, mtimeMs } = await stat(source.path)
    return { path, size, modifiedMs: mtimeMs }
  } catch (fault) {
    return { fault: describeFault(fault) }
  }
}

const unreadable = (reason: string): StoredContent => ({
  fact: { ok: false, bytesDigest: null, reason },
  look: null,
})
