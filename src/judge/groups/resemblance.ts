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
  return bestShift(a, b, reach)
}

/** The same in the best of the eight orientations, with shifts of an eighth: augmented copies are mirrored and turned. */
export function resemblanceTurned(a: Layout, b: Layout): number {
  let best = -1
  for (let turn = 0; turn < 8; turn += 1) best = Math.max(best, bestShift(a, turned(b, turn), reach / 2))
  return best
}

function bestShift(a: Layout, b: Layout, most: number): number {
  let best = -1
  for (let down = -most; down <= most; down += 1)
    for (let right = -most; right <= most; right += 1) best = Math.max(best, correlationAt(a, b, down, right))
  return best
}

/** One of the symmetries of the square: bit 0 transposes, bit 1 turns the rows, bit 2 the columns. */
function turned(layout: Layout, turn: number): Layout {
  if (turn === 0) return layout
  const result = new Uint8Array(layout.length)
  for (let row = 0; row < side; row += 1) {
    const y = turn & 2 ? side - 1 - row : row
    for (let column = 0; column < side; column += 1) {
      const x = turn & 4 ? side - 1 - column : column
      const from = 3 * (turn & 1 ? x * side + y : y * side + x)
      result.set(layout.subarray(from, from + 3), 3 * (row * side + column))
    }
  }
  return result
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
