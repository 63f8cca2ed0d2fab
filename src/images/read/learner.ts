import sharp from 'sharp'
import type { ByteReader } from '../../containers/byte-reader.ts'
import type { ByteSource } from '../../model/dataset.ts'
import type { WorkContext } from '../../model/progress.ts'
import { describeFault } from '../../project/problem.ts'
import type { ImageCache } from '../cache/cache.ts'
import { DigestSet } from './digest-set.ts'
import { type Learned, learn } from './learn.ts'
import { WorkerPool } from './worker-pool.ts'

/** Fewer images are read without threads of their own: starting them takes longer. */
const worthThreads = 48

/** Reads and decodes images, here or in threads. */
export interface Learner {
  /** @throws the signal's reason when it is aborted */
  learn(source: ByteSource): Promise<Learned>
  close(): Promise<void>
}

/** A way of reading so many images, of which those in the cache need not be decoded. */
export function openLearner(
  images: number,
  cache: ImageCache,
  bytes: ByteReader,
  { jobs, signal }: WorkContext,
): Learner {
  sharp.cache(false)
  sharp.concurrency(1)
  if (images < worthThreads) {
    const isKnown = (digest: Buffer) => cache.content(digest.toString('hex')) !== undefined
    return { learn: (source) => learn(() => bytes.read(source), isKnown), close: async () => {} }
  }
  const pool = new WorkerPool(jobs, DigestSet.of(cache.digests()), signal)
  return {
    // Containers are open here; files of their own are opened by the threads.
    learn: (source) => (source.part === undefined ? pool.learn(source.path) : learnPart(source, bytes, pool)),
    close: () => pool.close(),
  }
}

async function learnPart(source: ByteSource, bytes: ByteReader, pool: WorkerPool): Promise<Learned> {
  const part = await bytes.read(source).catch((fault: unknown) => ({ fault: describeFault(fault) }))
  return 'fault' in part ? part : pool.learn(part)
}
