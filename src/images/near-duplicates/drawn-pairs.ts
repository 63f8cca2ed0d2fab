import { detailOf } from '../look/view.ts'
import type { Compared } from './compared.ts'
import type { Comparable } from './copies.ts'
import { drawnDifference, flatShare } from './drawing.ts'

/**
 * Share of pixels that equal their right and lower neighbours at `detailSide`. Half of all drawings lie beyond `surely`; photos
 * on white card reach 0.29, groceries 0.09. Copies of such photos reach 0.8 where the card has become white (brighter, JPEG 30),
 * but are compared with a photo: both images must have `least`.
 */
const flat = { surely: 0.62, least: 0.3 }
/** Pixels: images with a shorter side are no photos from `least` on. */
const small = 160
/** Pairs that score less are no copies anyway. */
const leastScore = 0.8

/**
 * Compares drawings, of which nearly everything is flat and agrees in any case, by what differs most instead of what agrees
 * mostly.
 */
export function compareDrawings(images: readonly Comparable[], pairs: readonly Compared[]): Compared[] {
  const shares = new Map<number, number>()
  const shareOf = (index: number, image: Comparable) => {
    const share = shares.get(index) ?? flatShare(detailOf(image.look.view()))
    shares.set(index, share)
    return share
  }
  return pairs.map((pair) => {
    const [a, b] = [images[pair.a], images[pair.b]]
    const { map, score } = pair.verdict
    if (a === undefined || b === undefined || map === null || score < leastScore) return pair
    const [ofA, ofB] = [shareOf(pair.a, a), shareOf(pair.b, b)]
    const surely = isSmall(a) || isSmall(b) ? flat.least : flat.surely
    if (Math.min(ofA, ofB) < flat.least || Math.max(ofA, ofB) < surely) return pair
    return { ...pair, drawn: drawnDifference(a, b, Float64Array.from(map)) }
  })
}

const isSmall = ({ fact: { width, height } }: Comparable): boolean => Math.min(width, height) < small
