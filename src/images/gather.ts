import path from 'node:path'
import sharp from 'sharp'
import type { Dataset } from '../model/dataset.ts'
import type { ImageFact, ImageFacts } from '../model/images.ts'
import type { WorkContext } from '../model/progress.ts'
import type { Project } from '../model/project.ts'
import { ImageCache, type StoredContent } from './cache.ts'
import { clustersOf } from './cluster.ts'
import { type Comparable, duplicatePairs } from './pairs.ts'
import { ContentReader } from './reader.ts'

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
  const reader = new ContentReader(cache)
  const readNext = async () => {
    for (const file of queue) {
      work.signal.throwIfAborted()
      const absolute = path.resolve(project.root, file)
      contents.set(file, await reader.read(absolute, stamps.get(file)))
      stage.advance()
    }
  }
  await Promise.all(Array.from({ length: work.jobs * 2 }, readNext))
  stage.finish()
  return paths.flatMap((file) => {
    const content = contents.get(file)
    return content === undefined ? [] : [[file, content]]
  })
}
