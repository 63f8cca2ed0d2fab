import { createHash } from 'node:crypto'
import { ByteReader, sourceOf } from '../containers/byte-reader.ts'
import type { ByteSource, Dataset } from '../model/dataset.ts'
import type { DecodedImage, ImageFact, ImageFacts } from '../model/images.ts'
import type { WorkContext } from '../model/progress.ts'
import type { Project } from '../model/project.ts'
import { ImageCache, type StoredContent } from './cache/cache.ts'
import { closeSide } from './compare/close-up.ts'
import { decode } from './decode/decode.ts'
import { decodePixels, digestOf } from './decode/pixels.ts'
import type { Raster } from './decode/raster.ts'
import { inParallel } from './in-parallel.ts'
import type { ReadAgain } from './near-duplicates/closer.ts'
import { clustersOf } from './near-duplicates/cluster.ts'
import { type Comparable, copiesAmong } from './near-duplicates/copies.ts'
import { duplicatePairs } from './near-duplicates/pairs.ts'
import { openLearner } from './read/learner.ts'
import { ContentReader, type Seen } from './read/reader.ts'

/**
 * Reads every image of the dataset and finds which of them show the same photo. What cannot be read is a fact with a
 * reason. Unchanged files are not read again. Many are decoded in threads, one per job.
 * @throws the signal's reason when it is aborted
 */
export async function gatherImages(
  project: Project,
  dataset: Dataset,
  work: WorkContext,
): Promise<ImageFacts> {
  const cache = new ImageCache(work.cacheDir)
  const bytes = new ByteReader()
  try {
    const sources = new Map(dataset.samples.map((sample) => [sample.path, sourceOf(project.root, sample)]))
    const contents = await readAll(project, dataset, sources, { cache, bytes, work })
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
    const set = digestOfSet(comparable)
    const known = cache.clusters(set)
    if (known !== undefined) return { images, clusters: known }
    const digest = (image: DecodedImage) => pixelDigest(sources.get(image.path), image, { cache, bytes })
    const groups = await copiesAmong(comparable, digest, work)
    const read: ReadAgain = (image) => readAgain(sources.get(image.path), bytes)
    const clusters = clustersOf(await duplicatePairs(groups, { cache, read }, work))
    cache.rememberClusters(set, clusters)
    return { images, clusters }
  } finally {
    cache.close()
    await bytes.close()
  }
}

/** Of all that clusters depend on: which image has which content. */
function digestOfSet(images: readonly Comparable[]): string {
  const hash = createHash('sha256')
  for (const { fact } of images) hash.update(JSON.stringify([fact.path, fact.bytesDigest]))
  return hash.digest('hex')
}

interface Readers {
  cache: ImageCache
  bytes: ByteReader
}

/** The content of every sample's file, sorted by path. */
async function readAll(
  project: Project,
  dataset: Dataset,
  sources: ReadonlyMap<string, ByteSource>,
  { cache, bytes, work }: Readers & { work: WorkContext },
): Promise<[string, StoredContent][]> {
  work.signal.throwIfAborted()
  const stamps = new Map(project.files.map((file) => [file.path, file]))
  const samples = [...dataset.samples].sort((a, b) => (a.path < b.path ? -1 : 1))
  const contents = new Map<string, StoredContent>()
  const stage = work.progress.start('Reading images', samples.length, 'images')
  const reader = new ContentReader(cache)
  const toRead: { path: string; source: ByteSource; seen: Seen | undefined }[] = []
  for (const { path, container } of samples) {
    const source = sources.get(path)
    if (source === undefined) continue
    const seen = stamps.get(container?.path ?? path)
    const content = seen && reader.unchanged(source, seen)
    if (content === undefined) toRead.push({ path, source, seen })
    else contents.set(path, content)
  }
  stage.advance(contents.size)
  const learner = openLearner(toRead.length, cache, bytes, work)
  try {
    await inParallel(toRead, work.jobs * 2, async ({ path, source, seen }) => {
      work.signal.throwIfAborted()
      contents.set(path, await reader.read(source, seen, learner.learn))
      stage.advance()
    })
  } finally {
    await learner.close()
  }
  stage.finish()
  return samples.flatMap(({ path }) => {
    const content = contents.get(path)
    return content === undefined ? [] : [[path, content]]
  })
}

/** Null when the file cannot be read any more. */
async function readAgain(source: ByteSource | undefined, bytes: ByteReader): Promise<Raster | null> {
  if (source === undefined) return null
  try {
    return (await decode(await bytes.read(source), closeSide)).raster
  } catch {
    return null
  }
}

/** Of the pixels at full size; null when the file cannot be read any more. */
async function pixelDigest(
  source: ByteSource | undefined,
  image: DecodedImage,
  { cache, bytes }: Readers,
): Promise<string | null> {
  const known = cache.pixelDigest(image.bytesDigest)
  if (known !== undefined || source === undefined) return known ?? null
  try {
    const digest = digestOf(await decodePixels(await bytes.read(source)))
    cache.rememberPixels(image.bytesDigest, digest)
    return digest
  } catch {
    return null
  }
}
