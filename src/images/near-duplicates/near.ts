import type { WorkContext } from '../../model/progress.ts'
import type { ImageCache } from '../cache/cache.ts'
import { orientations } from '../geometry/orientation.ts'
import { hashWords } from '../hashes/dct-hash.ts'
import { type Candidate, candidates, type Hashes } from '../hashes/search.ts'
import { type Calibration, calibrate } from './calibrate.ts'
import { type Compared, ComparedPairs } from './compared.ts'
import { Comparer, settled } from './comparer.ts'
import type { Comparable } from './copies.ts'
import { knownOf } from './earlier-search.ts'
import { compareFurther, searchedFurther } from './further.ts'
import { agreeingMost, sharedDetails } from './sharing.ts'

/**
 * Of the images that share local features with one, those where most features agree are compared; more of them where as many
 * agree as hardly do by chance, as of shots of one scene among which a copy may be. In large sets those are left out where
 * no more agree than with nearly any image: 1.7 instead of 3.8 pairs an image are then compared, and of 540 overlays one is lost,
 * of 540 random crops and 540 copies with two changes none.
 */
const perImage = {
  small: { always: 3, least: 0, most: 6, agreeing: 0.8e6 },
  large: { always: 2, least: 1e6, most: 6, agreeing: 1.2e6 },
}

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
  const pairs = new ComparedPairs(hashes)
  const breathe = breather(work.signal)
  const stage = work.progress.start('Comparing images', images.length, 'images')
  const digests = images.map(({ fact }) => fact.bytesDigest)
  const known = knownOf(digests, cache.foundPairs())
  const near: Candidate[][] = []
  for (const found of candidates(hashes, known)) {
    near.push(found)
    for (const { a, b, orientation, distance } of found) {
      pairs.keep({ a, b, distance, verdict: comparer.inOrientation(a, b, orientation) })
    }
    stage.advance()
    await breathe()
  }
  if (images.length <= searchedFurther) await compareFurther({ comparer, hashes, pairs, breathe })
  stage.finish()
  const search = work.progress.start('Looking for shared details', images.length, 'images')
  const step = async () => {
    search.advance()
    await breathe()
  }
  const { shared, features } = await sharedDetails({
    comparer,
    known: known.shared,
    small: known.whole,
    step,
    breathe,
  })
  search.finish()
  cache.rememberPairs({ digests, near, shared })
  const closer = work.progress.start('Comparing details', images.length, 'images')
  const chosen = known.whole ? perImage.small : perImage.large
  for (const [one, others] of shared.entries()) {
    for (const { image, mirrored } of agreeingMost(others, chosen)) {
      // The order was another one, perhaps, when they were found.
      const [a, b] = image < one ? [image, one] : [one, image]
      if (pairs.scoreOf(a, b) > settled) continue
      const verdict = comparer.byFeatures(a, b, mirrored, features)
      pairs.keep({ a, b, distance: pairs.distanceOf(a, b), verdict })
    }
    closer.advance()
    await breathe()
  }
  closer.finish()
  const compared = pairs.all()
  const scores = compared
    .filter(({ inPlace }) => !inPlace)
    .map(({ a, b, verdict }) => ({ a, b, score: verdict.score }))
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
