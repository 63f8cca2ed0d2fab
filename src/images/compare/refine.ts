import type { Affine } from '../geometry/affine.ts'
import { changeOf, unknowns, type WarpedPixels } from '../geometry/normal-equations.ts'

/** A map and the correlation over the overlap that it brings, -1..1. */
export interface Aligned {
  map: Affine
  correlation: number
}

/** Nothing moves further at once, in units of the side. */
const longestStep = 0.08
/** Steps shorter than this change nothing. */
const shortestStep = 2e-4
/** Less overlap tells nothing. */
const leastOverlap = 0.2

// No arrays are destructured in what is done for every pixel here: that makes garbage.
/** Buffers for squares up to 64 x 64, used again for every pair. */
const most = 64 * 64
const pixels: WarpedPixels = {
  warped: new Float32Array(most),
  slopeX: new Float32Array(most),
  slopeY: new Float32Array(most),
  inside: new Uint8Array(most),
}
const { warped, slopeX, slopeY, inside } = pixels

/**
 * Moves the map from `a` to `b` (squares of `side * side` values, 64 at most) to where their normalised correlation
 * is largest, by Gauss-Newton steps on all six numbers (after Evangelidis and Psarakis, "Parametric Image Alignment
 * Using Enhanced Correlation Coefficient Maximization", PAMI 30(10), 2008).
 */
export function refine(
  a: Float32Array,
  b: Float32Array,
  side: number,
  start: Affine,
  steps: number,
): Aligned {
  const map = Float64Array.from(start)
  let best: Aligned = { map: Float64Array.from(start), correlation: -1 }
  for (let step = 0; step <= steps; step += 1) {
    const overlap = warp(b, side, map)
    if (overlap < leastOverlap * side * side) break
    const { correlation, change } = derive(a, side, overlap)
    if (correlation > best.correlation) best = { map: Float64Array.from(map), correlation }
    else if (correlation < best.correlation - 0.15) break
    if (step === steps || change === null) break
    const length = Math.max(...change.map(Math.abs))
    const scale = length > longestStep ? longestStep / length : 1
    for (let i = 0; i < unknowns; i += 1) map[i] = (map[i] ?? 0) + scale * (change[i] ?? 0)
    if (length < shortestStep) break
  }
  return best
}

/** Samples `b` and its slopes where the map leads; returns how many pixels lie inside. */
function warp(b: Float32Array, side: number, map: Affine): number {
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0] = map
  let count = 0
  for (let row = 0, k = 0; row < side; row += 1) {
    const v = (row + 0.5) / side
    for (let column = 0; column < side; column += 1, k += 1) {
      const u = (column + 0.5) / side
      const x = (m0 * u + m1 * v + m2) * side - 0.5
      const y = (m3 * u + m4 * v + m5) * side - 0.5
      if (!(x >= 1 && y >= 1 && x < side - 2 && y < side - 2)) {
        inside[k] = 0
        continue
      }
      const left = Math.floor(x)
      const top = Math.floor(y)
      const right = x - left
      const down = y - top
      const i = top * side + left
      const p = b[i] ?? 0
      const q = b[i + 1] ?? 0
      const r = b[i + side] ?? 0
      const s = b[i + side + 1] ?? 0
      const upper = p + right * (q - p)
      const lower = r + right * (s - r)
      warped[k] = upper + down * (lower - upper)
      slopeX[k] = (q - p + down * (s - r - q + p)) * side
      slopeY[k] = (lower - upper) * side
      inside[k] = 1
      count += 1
    }
  }
  return count
}

/** The correlation as it is, and the change of the map that should raise it; null when there is none. */
function derive(
  a: Float32Array,
  side: number,
  count: number,
): { correlation: number; change: Float64Array | null } {
  let meanA = 0
  let meanB = 0
  for (let k = 0; k < side * side; k += 1) {
    if (inside[k] === 0) continue
    meanA += a[k] ?? 0
    meanB += warped[k] ?? 0
  }
  meanA /= count
  meanB /= count
  let squaresA = 0
  let squaresB = 0
  let both = 0
  for (let k = 0; k < side * side; k += 1) {
    if (inside[k] === 0) continue
    const one = (a[k] ?? 0) - meanA
    const other = (warped[k] ?? 0) - meanB
    squaresA += one * one
    squaresB += other * other
    both += one * other
  }
  const correlation = both / Math.sqrt(squaresA * squaresB + 1e-9)
  if (!(both > 1e-9)) return { correlation, change: null }
  // Brings the first image to the contrast of the second.
  const gain = Math.min(5, squaresB / both)
  return { correlation, change: changeOf(pixels, a, side, { gain, shift: gain * meanA - meanB }) }
}
