import { detailSide, halve, thumbSide } from '../decode/shrink.ts'
import { type Affine, distortion, inverse } from '../geometry/affine.ts'
import { bilinear } from '../geometry/bilinear.ts'
import { colourDistance } from '../look/colour-layout.ts'
import type { Box } from '../look/frame.ts'
import { detailOf, partOf } from '../look/view.ts'
import type { Comparable } from './copies.ts'

/** How two drawings differ, one laid on the other. */
export interface DrawnDifference {
  /** Of the tile that differs most: what is left of the difference over the larger of both contrasts, 0..2. */
  worst: number
  /** Distance of the colours in the third of 64 places that differ most, in units of Cb and Cr. */
  colour: number
  /** How far the one must be slanted or stretched to lie on the other, as `distortion`. */
  distortion: number
}

/** Drawings are compared at this side, where JPEG leaves little of its noise along their edges. */
const side = thumbSide
/** Pixels a side. */
const tileSide = 8
/** Grey levels: what JPEG leaves of a flat area. */
const noise = 8
/** A tile counts when this share of it lies inside the other drawing. */
const leastInside = 0.6
/** It lies outside of it when at most this share does not. */
const mostOutside = 0.1

/** Share of pixels of a square of `detailSide` that equal their right and lower neighbours. */
export function flatShare(detail: Uint8Array): number {
  let count = 0
  const last = detailSide - 1
  for (let y = 0; y < last; y += 1) {
    for (let x = 0, k = y * detailSide; x < last; x += 1, k += 1)
      if (detail[k] === detail[k + 1] && detail[k] === detail[k + detailSide]) count += 1
  }
  return count / last ** 2
}

/** @param map where the first drawing lies in the second, see `Verdict` */
export function drawnDifference(a: Comparable, b: Comparable, map: Affine): DrawnDifference {
  const [viewA, viewB] = [a.look.view(), b.look.view()]
  const unit = { width: 1000, height: 1000 }
  const parts = { a: partOf(viewA, unit), b: partOf(viewB, unit), of: unit }
  return {
    worst: worstTile(halve(detailOf(viewA), detailSide), halve(detailOf(viewB), detailSide), map),
    colour: colourDistance(a.fact.colourLayout, b.fact.colourLayout, map, parts),
    distortion: Math.min(distortionOf(map, parts), distortionOf(map, parts, a.fact, b.fact)),
  }
}

/**
 * Of the map between these parts of images of these sizes; without sizes as if both had been stretched into squares, which a
 * copy may have been.
 */
function distortionOf(
  map: Affine,
  { a, b }: { a: Box; b: Box },
  ofA: Size = { width: 1, height: 1 },
  ofB = ofA,
): number {
  const sides = (box: Box, { width, height }: Size) => ({
    width: box.width * width,
    height: box.height * height,
  })
  return distortion(map, sides(a, ofA), sides(b, ofB))
}

type Size = Pick<Box, 'width' | 'height'>

/** Sums over a tile of both images, where both have pixels. */
interface Sums {
  count: number
  a: number
  b: number
  aa: number
  bb: number
  ab: number
  /** Of the first image in all of the tile. */
  all: number
  allSquares: number
}

function worstTile(a: Float32Array, b: Float32Array, map: Affine): number {
  const all = tilesOf(a, b, map)
  const back = inverse(map)
  if (back === null || all.some(isLeftOver) || tilesOf(b, a, back).some(isLeftOver)) return 2
  const tiles = all.filter(({ count }) => count >= leastInside * tileSide * tileSide)
  const spreads = tiles.map(({ count, a, b, aa, bb, ab }) => ({
    aa: aa / count - (a / count) ** 2,
    bb: bb / count - (b / count) ** 2,
    ab: ab / count - (a * b) / count ** 2,
  }))
  const total = spreads.reduce((sum, { aa, ab }) => ({ aa: sum.aa + aa, ab: sum.ab + ab }), { aa: 0, ab: 0 })
  const gain = total.aa > 0 ? total.ab / total.aa : 0
  if (gain <= 0.05) return 2
  const ratios = spreads.map(({ aa, bb, ab }) => {
    const left = Math.max(0, bb - 2 * gain * ab + gain * gain * aa)
    return Math.sqrt(left / Math.max(gain * gain * aa, bb, noise * noise))
  })
  return Math.max(0, ...ratios)
}

function tilesOf(a: Float32Array, b: Float32Array, map: Affine): Sums[] {
  const tiles: Sums[] = []
  for (let top = 0; top < side; top += tileSide)
    for (let left = 0; left < side; left += tileSide) tiles.push(sumTile(a, b, map, left, top))
  return tiles
}

/** Something is drawn there that lies outside of the other drawing, as the dots of an umlaut above the letter. */
const isLeftOver = ({ count, all, allSquares }: Sums): boolean =>
  count < mostOutside * tileSide * tileSide &&
  allSquares / tileSide ** 2 - (all / tileSide ** 2) ** 2 > (3 * noise) ** 2

function sumTile(a: Float32Array, b: Float32Array, map: Affine, left: number, top: number): Sums {
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0] = map
  const sums: Sums = { count: 0, a: 0, b: 0, aa: 0, bb: 0, ab: 0, all: 0, allSquares: 0 }
  for (let row = top; row < top + tileSide; row += 1) {
    for (let column = left; column < left + tileSide; column += 1) {
      const [u, v] = [(column + 0.5) / side, (row + 0.5) / side]
      const x = (m0 * u + m1 * v + m2) * side - 0.5
      const y = (m3 * u + m4 * v + m5) * side - 0.5
      const one = a[row * side + column] ?? 0
      sums.all += one
      sums.allSquares += one * one
      if (!(x > -0.5 && y > -0.5 && x < side - 0.5 && y < side - 0.5)) continue
      const other = bilinear(b, side, within(x), within(y))
      sums.count += 1
      sums.a += one
      sums.b += other
      sums.aa += one * one
      sums.bb += other * other
      sums.ab += one * other
    }
  }
  return sums
}

/** A place between the middles of the outermost pixels. */
const within = (place: number): number => Math.min(side - 1, Math.max(0, place))
