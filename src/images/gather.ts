import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import type { Dataset } from '../model/dataset.ts'
import type { ImageFact, ImageFacts } from '../model/images.ts'
import type { WorkContext } from '../model/progress.ts'
import type { Project } from '../model/project.ts'
import { describeFault } from '../project/problem.ts'
import { type FileStamp, ImageCache, type StoredContent } from './cache.ts'
import { clustersOf } from './cluster.ts'
import { contentOf } from './content.ts'
import { type Comparable, duplicatePairs } from './pairs.ts'

/**
 * Reads every image of the dataset and finds which of them show the same photo. What cannot be read is a fact with a
 * reason. Unchanged files are not decoded again. Decoding runs in libvips' threads, two images per job.
 * @throws the signal's reason when it is aborted
 */
export async function gatherImages(
  project: Project,
  dataset: Dataset,
  work: WorkContext,
): Promise<ImageFacts> {
  const cache = new ImageCache(work.cacheDir)
  try {
    const contents = await readAll(project, dataset, cache, work)
    const images = new Map<string, ImageFact>()
    const comparable: Comparable[] = []
    for (const [file, { fact, look }] of contents) {
      if (!fact.ok) images.set(file, { ...fact, path: file })
      else {
        const image = { ...fact, path: file }
        images.set(file, image)
        if (look !== null) comparable.push({ fact: image, look })
      }
    }
    return { images, clusters: clustersOf(await duplicatePairs(comparable, cache, work)) }
  } finally {
    cache.close()
  }
}

/** The content of every sample's file, sorted by path. */
async function readAll(
  project: Project,
  dataset: Dataset,
  cache: ImageCache,
  work: WorkContext,
): Promise<[string, StoredContent][]> {
  sharp.cache(false)
  sharp.concurrency(1)
  const stamps = new Map(project.files.map((file) => [file.path, file]))
  const paths = dataset.samples.map((sample) => sample.path).sort()
  const contents = new Map<string, StoredContent>()
  const stage = work.progress.start('Reading images', paths.length, 'images')
  const queue = paths.values()
  const reader = async () => {
    for (const file of queue) {
      work.signal.throwIfAborted()
      const absolute = path.resolve(project.root, file)
      contents.set(file, await read({ ...stamps.get(file), path: absolute }, cache))
      stage.advance()
    }
  }
  await Promise.all(Array.from({ length: work.jobs * 2 }, reader))
  stage.finish()
  return paths.flatMap((file) => {
    const content = contents.get(file)
    return content === undefined ? [] : [[file, content]]
  })
}

/** From the cache if the file is unchanged or its bytes are known; nothing that is wrong with a file is thrown. */
async function read(file: Partial<FileStamp> & { path: string }, cache: ImageCache): Promise<StoredContent> {
  try {
    const stamp = await stampOf(file)
    const before = cache.digestOf(stamp)
    const unchanged = before === undefined ? undefined : cache.content(before)
    if (unchanged !== undefined) return unchanged
    const bytes = await readFile(file.path)
    const digest = createHash('sha256').update(bytes).digest('hex')
    cache.rememberFile(stamp, digest)
    return cache.content(digest) ?? cache.rememberContent(digest, await contentOf(bytes, digest))
  } catch (fault) {
    return { fact: { ok: false, bytesDigest: null, reason: describeFault(fault) }, look: null }
  }
}

async function stampOf({
  path: file,
  size,
  modifiedMs,
}: Partial<FileStamp> & { path: string }): Promise<FileStamp> {
  if (size !== undefined && modifiedMs !== undefined) return { path: file, size, modifiedMs }
  const status = await stat(file)
  return { path: file, size: status.size, modifiedMs: status.mtimeMs }
}
