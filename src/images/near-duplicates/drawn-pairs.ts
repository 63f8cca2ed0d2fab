import { detailOf } from '../look/view.ts'
import type { Comparable } from './copies.ts'
import { drawnDifference, flatShare } from './drawing.ts'
import type { Compared } from './near.ts'

/**
 * Share of pixels that equal their right and lower neighbours at `detailSide`. Photos on white card reach 0.54, their
 * JPEGs of quality 50 0.60, photos of groceries 0.09; half of all drawings lie beyond.
 */
const flat = { surely: 0.62, small: 0.3 }
/** Pixels: images with a shorter side are no photos at that share of flat pixels. */
const small = 160
/** Pairs that score less are no copies anyway. */
const leastScore = 0.8

/**
 * Compares drawings, of which nearly everything is flat and agrees in any case, by what differs most instead of what agrees
 * mostly.
 */
export function compareDrawings(images: readonly Comparable[], pairs: readonly Compared[]): Compared[] {
  const shares = new Map<number, number>()
  const isDrawing = (index: number) => {
    const image = images[index]
    if (image === undefined) return false
    const share = shares.get(index) ?? flatShare(detailOf(image.look.view()))
    shares.set(index, share)
    const isSmall = Math.min(image.fact.width, image.fact.height) < small
    return share >= (isSmall ? flat.small : flat.surely)
  }
  return pairs.map((pair) => {
    const [a, b] = [images[pair.a], images[pair.b]]
    const { map, score } = pair.verdict
    if (a === undefined || b === undefined || map === null || score < leastScore) return pair
    if (!isDrawing(pair.a) && !isDrawing(pair.b)) return pair
    return { ...pair, drawn: drawnDifference(a, b, Float64Array.from(map)) }
  })
}
