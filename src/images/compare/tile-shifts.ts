import { type Affine, solve } from '../geometry/affine.ts'
import { bilinear } from '../geometry/bilinear.ts'
import type { Layer } from './close-up.ts'

/** How a tile of the first image lies in the second. */
export interface TileShift {
  /** Its centre, 0..1. */
  x: number
  y: number
  /** The fainter of both standard deviations in grey levels. */
  contrast: number
  /** The stronger of both, and whether that is the first image's. */
  larger: number
  isFirst: boolean
  /** Correlation where the map leads, -1..1. */
  correlation: number
  /** Pixels by which it should be read elsewhere to fit. */
  shiftX: number
  shiftY: number
}

/** Pixels a side. */
export const tileSide = 16
/** A tile counts when this share of it lies inside the other image. */
const leastInside = 0.6
/**
 * Along an edge a shift cannot be seen: it is held back by this share of the slopes, and by as many squared grey
 * levels a pixel, so that it tells something only where there is something to see.
 */
const damping = { share: 0.1, fixed: 0.02 }

/** Sums over a tile: of the products of value, 1 and both slopes (upper triangle), and of those with the other image. */
const products = new Float64Array(16)
const towards = new Float64Array(4)

/** The shifts of all tiles of `a` that lie in `b` where the map leads, by least squares with gain and bias (Lucas and Kanade, IJCAI 1981). */
export function tileShifts(a: Layer, b: Layer, map: Affine): TileShift[] {
  const shifts: TileShift[] = []
  for (let top = 0; top < a.side; top += tileSide) {
    for (let left = 0; left < a.side; left += tileSide) {
      const { count, squares } = sumTile(a, b, map, left, top)
      if (count < leastInside * tileSide * tileSide) continue
      const shift = shiftOf(count, squares)
      if (shift !== null)
        shifts.push({ x: (left + tileSide / 2) / a.side, y: (top + tileSide / 2) / a.side, ...shift })
    }
  }
  return shifts
}

/** Fills `products` and `towards`; tells the pixels inside the other image and the sum of its squares there. */
function sumTile(a: Layer, b: Layer, map: Affine, left: number, top: number) {
  const side = a.side
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0] = map
  let count = 0
  let pp = 0
  let p1 = 0
  let px = 0
  let py = 0
  let x1 = 0
  let y1 = 0
  let xx = 0
  let xy = 0
  let yy = 0
  let pq = 0
  let q1 = 0
  let xq = 0
  let yq = 0
  let qq = 0
  for (let row = top; row < top + tileSide; row += 1) {
    const v = (row + 0.5) / side
    for (let column = left, k = row * side + left; column < left + tileSide; column += 1, k += 1) {
      const u = (column + 0.5) / side
      const x = (m0 * u + m1 * v + m2) * side - 0.5
      const y = (m3 * u + m4 * v + m5) * side - 0.5
      if (!(x >= 1 && y >= 1 && x < side - 2 && y < side - 2)) continue
      const q = bilinear(b.values, side, x, y)
      const p = a.values[k] ?? 0
      const slopeX = a.slopeX[k] ?? 0
      const slopeY = a.slopeY[k] ?? 0
      count += 1
      pp += p * p
      p1 += p
      px += p * slopeX
      py += p * slopeY
      x1 += slopeX
      y1 += slopeY
      xx += slopeX * slopeX
      xy += slopeX * slopeY
      yy += slopeY * slopeY
      pq += p * q
      q1 += q
      xq += slopeX * q
      yq += slopeY * q
      qq += q * q
    }
  }
  const held = damping.share * (xx + yy) + damping.fixed * count
  products.set([pp, p1, px, py, p1, count, x1, y1, px, x1, xx + held, xy, py, y1, xy, yy + held])
  towards.set([pq, q1, xq, yq])
  return { count, squares: qq }
}

/** Null where there is no texture, or one image shows the negative of the other. */
function shiftOf(count: number, squares: number): Omit<TileShift, 'x' | 'y'> | null {
  const [pp = 0, p1 = 0] = products
  const [pq = 0, q1 = 0] = towards
  const varianceA = pp / count - (p1 / count) ** 2
  const varianceB = squares / count - (q1 / count) ** 2
  if (!(varianceA > 0 && varianceB > 0)) return null
  const correlation = (pq / count - (p1 * q1) / count ** 2) / Math.sqrt(varianceA * varianceB)
  const contrast = Math.sqrt(Math.min(varianceA, varianceB))
  const larger = Math.sqrt(Math.max(varianceA, varianceB))
  const isFirst = varianceA > varianceB
  const [gain = 0, , alongX = 0, alongY = 0] = solve(products, towards) ?? []
  // What has no counterpart has no shift either.
  if (gain < 0.05) return { contrast, larger, isFirst, correlation, shiftX: 0, shiftY: 0 }
  return { contrast, larger, isFirst, correlation, shiftX: alongX / gain, shiftY: alongY / gain }
}
