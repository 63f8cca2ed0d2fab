import type { Hashes } from '../hashes/search.ts'
import type { ComparedPairs } from './compared.ts'
import { type Comparer, settled } from './comparer.ts'
import { middleCrops } from './crops.ts'
import { alikeInPlace } from './in-place.ts'

/**
 * Sets of up to so many images are searched for plain copies, each image beside every other, whatever an earlier search found:
 * some 15 of 107 processor seconds at 4,000.
 */
export const searchedFurther = 4000

interface Search {
  comparer: Comparer
  hashes: Hashes
  pairs: ComparedPairs
  /** Called in between; throws when the work is aborted. */
  breathe: () => Promise<void>
}

/** Compares the pairs that are too plain for local features: middles of photos, and photos that are covered in part. */
export async function compareFurther({ comparer, hashes, pairs, breathe }: Search): Promise<void> {
  const images = {
    count: hashes.count,
    featureCount: (image: number) => comparer.featureCount(image),
    detail: (image: number) => comparer.detail(image),
  }
  for (const found of middleCrops(hashes, images)) {
    for (const one of found) {
      const [a, b] = one.crop < one.photo ? [one.crop, one.photo] : [one.photo, one.crop]
      if (pairs.scoreOf(a, b) > settled) continue
      pairs.keep({ a, b, distance: pairs.distanceOf(a, b), verdict: comparer.asCrop(one) })
    }
    await breathe()
  }
  for (const found of alikeInPlace(images)) {
    for (const { a, b } of found) {
      if (pairs.scoreOf(a, b) > settled) continue
      pairs.keep({ a, b, distance: pairs.distanceOf(a, b), verdict: comparer.inPlace(a, b), inPlace: true })
    }
    await breathe()
  }
}
