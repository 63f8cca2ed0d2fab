import type { WorkContext } from '../../model/progress.ts'
import type { ImageCache } from '../cache/cache.ts'
import type { CloseLook } from '../compare/close-look.ts'
import type { Verdict } from '../compare/verify.ts'
import { orientations } from '../geometry/orientation.ts'
import { hashWords } from '../hashes/dct-hash.ts'
import { ones } from '../hashes/hamming.ts'
import { type Candidate, candidates, type Hashes } from '../hashes/search.ts'
import { type Calibration, calibrate } from './calibrate.ts'
import { Comparer, settled } from './comparer.ts'
import type { Comparable } from './copies.ts'
import type { DrawnDifference } from './drawing.ts'
import { knownOf } from './earlier-search.ts'
import { agreeingMost, sharedDetails } from './sharing.ts'

/** Two images that were compared, by index, `a < b`. */
export interface Compared {
  a: number
  b: number
  /** Hamming distance of the DCT hashes in the best orientation, 0..256. */
  distance: number
  verdict: Verdict
  /** Taken of pairs that thumbnails leave open; null when the images are small or could not be read again. */
  look?: CloseLook | null
  /** Of pairs of drawings. */
  drawn?: DrawnDifference
}

/**
 * Of the images that share local features with one, those where most features agree are compared; more of them where as many
 * agree as hardly do by chance, as of shots of one scene among which a copy may be.
 */
const perImage = { always: 3, most: 6, agreeing: 0.8e6 }

/**
 * Compares the pairs that may show the same photo: those whose hashes lie near each other in some orientation, then
 * those that share local features in one arrangement (cropped, turned, framed). The calibration is for this set.
 * @throws the signal's reason when it is aborted
 */
export async function comparePairs(
  images: readonly Comparable[],
  cache: ImageCache,
  work: WorkContext,
): Promise<{ pairs: Compared[]; calibration: Calibration }> {
  const comparer = new Comparer(images, cache)
  const hashes = hashesOf(images)
  const pairs = new Map<number, Compared>()
  const keep = (pair: Compared) => {
    const key = pair.a * images.length + pair.b
    if (pair.verdict.score > (pairs.get(key)?.verdict.score ?? Number.NEGATIVE_INFINITY)) pairs.set(key, pair)
  }
  const breathe = breather(work.signal)
  const stage = work.progress.start('Comparing images', images.length, 'images')
  const digests = images.map(({ fact }) => fact.bytesDigest)
  const known = knownOf(digests, cache.foundPairs())
  const near: Candidate[][] = []
  for (const found of candidates(hashes, known)) {
    near.push(found)
    for (const { a, b, orientation, distance } of found) {
      keep({ a, b, distance, verdict: comparer.inOrientation(a, b, orientation) })
    }
    stage.advance()
    await breathe()
  }
  stage.finish()
  const search = work.progress.start('Looking for shared details', images.length, 'images')
  const step = async () => {
    search.advance()
    await breathe()
  }
  const { shared, features } = await sharedDetails({
    comparer,
    known: known.shared,
    whole: known.whole,
    step,
    breathe,
  })
  search.finish()
  cache.rememberPairs({ digests, near, shared })
  const closer = work.progress.start('Comparing details', images.length, 'images')
  for (const [one, others] of shared.entries()) {
    for (const { image, mirrored } of agreeingMost(others, perImage)) {
      // The order was another one, perhaps, when they were found.
      const [a, b] = image < one ? [image, one] : [one, image]
      const known = pairs.get(a * images.length + b)
      if (known !== undefined && known.verdict.score > settled) continue
      const verdict = comparer.byFeatures(a, b, mirrored, features)
      keep({ a, b, distance: hashDistance(hashes, a, b), verdict })
    }
    closer.advance()
    await breathe()
  }
  closer.finish()
  const compared = [...pairs.values()]
  const scores = compared.map(({ a, b, verdict }) => ({ a, b, score: verdict.score }))
  return { pairs: compared, calibration: calibrate(scores, images.length) }
}

/** Lets signals and the progress display have their turn now and then. */
function breather(signal: AbortSignal): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < 50) return
    await new Promise((resolve) => setImmediate(resolve))
    signal.throwIfAborted()
    last = performance.now()
  }
}

function hashesOf(images: readonly Comparable[]): Hashes {
  const stride = orientations.length * hashWords
  const dct = new Int32Array(images.length * stride)
  const block = new Int32Array(images.length * hashWords)
  for (const [index, { look }] of images.entries()) {
    dct.set(look.dct, index * stride)
    block.set(look.block, index * hashWords)
  }
  return { dct, block, count: images.length }
}

/** Of the DCT hashes, in the best orientation. */
function hashDistance({ dct }: Hashes, a: number, b: number): number {
  let least = 32 * hashWords
  for (let orientation = 0; orientation < orientations.length; orientation += 1) {
    let bits = 0
    for (let word = 0; word < hashWords; word += 1) {
      const one = dct[(a * orientations.length + orientation) * hashWords + word] ?? 0
      bits += ones(one ^ (dct[b * orientations.length * hashWords + word] ?? 0))
    }
    least = Math.min(least, bits)
  }
  return least
}
