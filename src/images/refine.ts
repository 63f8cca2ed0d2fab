import { type Affine, solve } from './affine.ts'

/** A map and the correlation over the overlap that it brings, -1..1. */
export interface Aligned {
  map: Affine
  correlation: number
}

/** Unknowns of an affine map. */
const unknowns = 6
/** Nothing moves further at once, in units of the side. */
const longestStep = 0.08
/** Steps shorter than this change nothing. */
const shortestStep = 2e-4
/** Less overlap tells nothing. */
const leastOverlap = 0.2

/** Buffers for squares up to 64 x 64, used again for every pair. */
const most = 64 * 64
const warped = new Float32Array(most)
const slopeX = new Float32Array(most)
const slopeY = new Float32Array(most)
const inside = new Uint8Array(most)

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
      const [left, top] = [Math.floor(x), Math.floor(y)]
      const [right, down] = [x - left, y - top]
      const i = top * side + left
      const [p, q, r, s] = [b[i] ?? 0, b[i + 1] ?? 0, b[i + side] ?? 0, b[i + side + 1] ?? 0]
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

/** Of x times x, x times y and y times y, the sums alone and times u, uu, v, uv and vv. */
const powers = 6
const moments = new Float64Array(3 * powers)
/** Which of them stands at each place of a block of the normal equations, whose rows and columns are u, v and 1. */
const powerOf = [2, 4, 1, 4, 5, 3, 1, 3, 0]
const products = new Float64Array(unknowns * unknowns)
const towardsA = new Float64Array(unknowns)
const towardsB = new Float64Array(unknowns)

/** The correlation as it is, and the change of the map that should raise it; null when there is none. */
function derive(
  a: Float32Array,
  side: number,
  count: number,
): { correlation: number; change: Float64Array | null } {
  let [meanA, meanB] = [0, 0]
  for (let k = 0; k < side * side; k += 1) {
    if (inside[k] === 0) continue
    meanA += a[k] ?? 0
    meanB += warped[k] ?? 0
  }
  meanA /= count
  meanB /= count
  let [squaresA, squaresB, both] = [0, 0, 0]
  for (let k = 0; k < side * side; k += 1) {
    if (inside[k] === 0) continue
    const [one, other] = [(a[k] ?? 0) - meanA, (warped[k] ?? 0) - meanB]
    squaresA += one * one
    squaresB += other * other
    both += one * other
  }
  const correlation = both / Math.sqrt(squaresA * squaresB + 1e-9)
  if (!(both > 1e-9)) return { correlation, change: null }
  moments.fill(0)
  towardsA.fill(0)
  towardsB.fill(0)
  for (let row = 0; row < side; row += 1) addRow(a, side, row, { meanA, meanB })
  return { correlation, change: step(Math.min(5, squaresB / both)) }
}

/**
 * Adds the normal equations of one row of pixels. The six slopes of a pixel at (u, v) are `x` and `y`, each times u, v
 * and 1, and v is that of the row: so sums of products of x and y, weighted with powers of u, hold all of them.
 */
function addRow(
  a: Float32Array,
  side: number,
  row: number,
  { meanA, meanB }: { meanA: number; meanB: number },
): void {
  const v = (row + 0.5) / side
  let [xx, xxu, xxuu, xy, xyu, xyuu, yy, yyu, yyuu] = [0, 0, 0, 0, 0, 0, 0, 0, 0]
  let [ax, axu, ay, ayu, bx, bxu, by, byu] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (let column = 0, k = row * side; column < side; column += 1, k += 1) {
    if (inside[k] === 0) continue
    const u = (column + 0.5) / side
    const [x, y, one, other] = [slopeX[k] ?? 0, slopeY[k] ?? 0, (a[k] ?? 0) - meanA, (warped[k] ?? 0) - meanB]
    const [xu, yu] = [x * u, y * u]
    xx += x * x
    xxu += x * xu
    xxuu += xu * xu
    xy += x * y
    xyu += x * yu
    xyuu += xu * yu
    yy += y * y
    yyu += y * yu
    yyuu += yu * yu
    ax += one * x
    axu += one * xu
    ay += one * y
    ayu += one * yu
    bx += other * x
    bxu += other * xu
    by += other * y
    byu += other * yu
  }
  addMoments(0, v, xx, xxu, xxuu)
  addMoments(1, v, xy, xyu, xyuu)
  addMoments(2, v, yy, yyu, yyuu)
  addTowards(towardsA, v, axu, ax, ayu, ay)
  addTowards(towardsB, v, bxu, bx, byu, by)
}

/** Sums of one row, of a product alone, times u, and times u squared. */
function addMoments(product: number, v: number, alone: number, u: number, uu: number): void {
  const at = powers * product
  moments[at] = (moments[at] ?? 0) + alone
  moments[at + 1] = (moments[at + 1] ?? 0) + u
  moments[at + 2] = (moments[at + 2] ?? 0) + uu
  moments[at + 3] = (moments[at + 3] ?? 0) + v * alone
  moments[at + 4] = (moments[at + 4] ?? 0) + v * u
  moments[at + 5] = (moments[at + 5] ?? 0) + v * v * alone
}

function addTowards(sums: Float64Array, v: number, xu: number, x: number, yu: number, y: number): void {
  sums[0] = (sums[0] ?? 0) + xu
  sums[1] = (sums[1] ?? 0) + v * x
  sums[2] = (sums[2] ?? 0) + x
  sums[3] = (sums[3] ?? 0) + yu
  sums[4] = (sums[4] ?? 0) + v * y
  sums[5] = (sums[5] ?? 0) + y
}

/** `gain` brings the first image to the contrast of the second. */
function step(gain: number): Float64Array | null {
  for (let i = 0; i < unknowns; i += 1) {
    for (let j = 0; j < unknowns; j += 1) {
      // Of xx, xy and yy the one that the rows and columns of this block stand for.
      const product = Math.floor(i / 3) + Math.floor(j / 3)
      const power = powerOf[3 * (i % 3) + (j % 3)] ?? 0
      products[i * unknowns + j] = moments[powers * product + power] ?? 0
    }
    // A little damping: flat images leave directions open.
    products[i * unknowns + i] = 1.0005 * (products[i * unknowns + i] ?? 0) + 1e-3
  }
  return solve(
    products,
    towardsA.map((value, i) => gain * value - (towardsB[i] ?? 0)),
  )
}
