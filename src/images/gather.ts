import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import type { Dataset } from '../model/dataset.ts'
import type { DecodedImage, ImageFact, ImageFacts } from '../model/images.ts'
import type { WorkContext } from '../model/progress.ts'
import type { Project } from '../model/project.ts'
import { ImageCache, type StoredContent } from './cache.ts'
import { clustersOf } from './cluster.ts'
import { type Comparable, copiesAmong } from './copies.ts'
import { inParallel } from './in-parallel.ts'
import { duplicatePairs } from './pairs.ts'
import { decodePixels, digestOf } from './pixels.ts'
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
    const digest = (image: DecodedImage) => pixelDigest(path.resolve(project.root, image.path), image, cache)
    const groups = await copiesAmong(comparable, digest, work)
    return { images, clusters: clustersOf(await duplicatePairs(groups, cache, work)) }
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
  const reader = new ContentReader(cache)
  await inParallel(paths, work.jobs * 2, async (file) => {
    work.signal.throwIfAborted()
    contents.set(file, await reader.read(path.resolve(project.root, file), stamps.get(file)))
    stage.advance()
  })
  stage.finish()
  return paths.flatMap((file) => {
    const content = contents.get(file)
    return content === undefined ? [] : [[file, content]]
  })
}

/** Of the pixels at full size; null when the file cannot be read any more. */
async function pixelDigest(absolute: string, image: DecodedImage, cache: ImageCache): Promise<string | null> {
  const known = cache.pixelDigest(image.bytesDigest)
  if (known !== undefined) return known
  try {
    const digest = digestOf(await decodePixels(await readFile(absolute)))
    cache.rememberPixels(image.bytesDigest, digest)
    return digest
  } catch {
    return null
  }
}
