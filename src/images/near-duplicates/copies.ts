import { groupBy } from '../../model/group-by.ts'
import type { DecodedImage } from '../../model/images.ts'
import type { WorkContext } from '../../model/progress.ts'
import type { StoredLook } from '../cache/stored-look.ts'
import { hashWords } from '../hashes/dct-hash.ts'
import { nearPairs } from '../hashes/hash-join.ts'
import { inParallel } from '../in-parallel.ts'
import { detailOf } from '../look/view.ts'

/** A decoded image with what comparing it needs. */
export interface Comparable {
  fact: DecodedImage
  look: StoredLook
}

/**
 * How far two images with the same pixels may lie apart, as a JPEG's raster is that of a scaled decoder and a PNG's
 * is not: the upright DCT hashes differ by up to 6 bits and the thumbnails by 0.2 grey levels in the mean on 400
 * photos decoded both ways.
 */
const limits = { distance: 40, mean: 2 }

/** Grey levels: what is flatter has a hash of noise, and is compared by its pixels at once. */
const flat = 3

/**
 * Images with the same pixels together, in order of their first. Images with the same bytes have them; of all others
 * only those are decoded at full size that look the same and are of one size.
 * @param pixelDigest digest of an image's pixels at full size, null when they cannot be read any more
 * @throws the signal's reason when it is aborted
 */
export async function copiesAmong(
  images: readonly Comparable[],
  pixelDigest: (image: DecodedImage) => Promise<string | null>,
  work: WorkContext,
): Promise<Comparable[][]> {
  const firsts = [...groupBy(images, ({ fact }) => fact.bytesDigest).values()].flatMap((group) =>
    group.slice(0, 1),
  )
  const alike = [...(await lookAlikes(firsts, work))]
  const digests = new Map<Comparable, string>()
  const stage = work.progress.start('Comparing pixels', alike.length, 'images')
  await inParallel(alike, work.jobs * 2, async (image) => {
    work.signal.throwIfAborted()
    const digest = await pixelDigest(image.fact)
    if (digest !== null) digests.set(image, digest)
    stage.advance()
  })
  stage.finish()
  const keys = new Map(firsts.map((image) => [image.fact.bytesDigest, digests.get(image)]))
  return [...groupBy(images, ({ fact }) => keys.get(fact.bytesDigest) ?? fact.bytesDigest).values()]
}

/** Every image that may have the same pixels as another one. */
async function lookAlikes(images: readonly Comparable[], work: WorkContext): Promise<Set<Comparable>> {
  const alike = new Set<Comparable>()
  for (const group of groupBy(images, ({ fact }) => `${fact.width}x${fact.height}`).values()) {
    if (group.length === 1) continue
    for (const image of group) if (image.fact.contrast < flat) alike.add(image)
    for await (const [a, b] of nearIn(group, work)) {
      if (alike.has(a) && alike.has(b)) continue
      if (meanDifference(detailOf(a.look.view()), detailOf(b.look.view())) > limits.mean) continue
      alike.add(a)
      alike.add(b)
    }
  }
  return alike
}

/** Pairs whose upright hashes lie near each other. */
async function* nearIn(
  images: readonly Comparable[],
  work: WorkContext,
): AsyncGenerator<[Comparable, Comparable]> {
  const hashes = new Int32Array(images.length * hashWords)
  for (const [index, { look }] of images.entries()) {
    hashes.set(look.dct.subarray(0, hashWords), index * hashWords)
  }
  let sinceBreath = performance.now()
  for (const pairs of nearPairs(hashes, null, limits.distance)) {
    for (const { left, right } of pairs) {
      const [a, b] = [images[left], images[right]]
      if (a !== undefined && b !== undefined) yield [a, b]
    }
    if (performance.now() - sinceBreath < 50) continue
    await new Promise((resolve) => setImmediate(resolve))
    work.signal.throwIfAborted()
    sinceBreath = performance.now()
  }
}

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += Math.abs((a[i] ?? 0) - (b[i] ?? 0))
  return sum / a.length
}
