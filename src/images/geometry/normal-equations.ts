import { solve } from './affine.ts'

/** Unknowns of an affine map. */
export const unknowns = 6

/** Where a map leads, for each pixel of a square: the other image, its slopes, and whether that is inside it. */
export interface WarpedPixels {
  warped: Float32Array
  slopeX: Float32Array
  slopeY: Float32Array
  inside: Uint8Array
}

/** `gain` times a pixel of the first image less `shift` is what the other one should have. */
interface Fit {
  gain: number
  shift: number
}

/** Of x times x, x times y and y times y, the sums alone and times u, uu, v, uv and vv. */
const powers = 6
const moments = new Float64Array(3 * powers)
/** Which of them stands at each place of a block of the normal equations, whose rows and columns are u, v and 1. */
const powerOf = [2, 4, 1, 4, 5, 3, 1, 3, 0]
const products = new Float64Array(unknowns * unknowns)
const towards = new Float64Array(unknowns)
/** Of one row: the moments alone, times u and times uu, of xx, xy and yy; and towards x, xu, y and yu. */
const rowSums = new Float64Array(13)

/**
 * The change of an affine map (its six numbers) that brings `warped` nearest to the image `a`, by one step of
 * Gauss-Newton; null when there is none.
 */
export function changeOf(pixels: WarpedPixels, a: Float32Array, side: number, fit: Fit): Float64Array | null {
  moments.fill(0)
  towards.fill(0)
  for (let row = 0; row < side; row += 1) {
    sumRow(pixels, a, side, row, fit)
    addRow((row + 0.5) / side)
  }
  return solution()
}

/**
 * Fills `rowSums` for the normal equations of one row of pixels. The six slopes of a pixel at (u, v) are `x` and `y`, each
 * times u, v and 1, and v is that of the row: so sums of products of x and y, weighted with powers of u, hold all of them.
 */
function sumRow(
  pixels: WarpedPixels,
  a: Float32Array,
  side: number,
  row: number,
  { gain, shift }: Fit,
): void {
  const { warped, slopeX, slopeY, inside } = pixels
  let xx = 0
  let xxu = 0
  let xxuu = 0
  let xy = 0
  let xyu = 0
  let xyuu = 0
  let yy = 0
  let yyu = 0
  let yyuu = 0
  let toX = 0
  let toXu = 0
  let toY = 0
  let toYu = 0
  for (let column = 0, k = row * side; column < side; column += 1, k += 1) {
    if (inside[k] === 0) continue
    const u = (column + 0.5) / side
    const x = slopeX[k] ?? 0
    const y = slopeY[k] ?? 0
    const off = gain * (a[k] ?? 0) - (warped[k] ?? 0) - shift
    const xu = x * u
    const yu = y * u
    xx += x * x
    xxu += x * xu
    xxuu += xu * xu
    xy += x * y
    xyu += x * yu
    xyuu += xu * yu
    yy += y * y
    yyu += y * yu
    yyuu += yu * yu
    toX += off * x
    toXu += off * xu
    toY += off * y
    toYu += off * yu
  }
  rowSums.set([xx, xxu, xxuu, xy, xyu, xyuu, yy, yyu, yyuu, toX, toXu, toY, toYu])
}

/** Adds `rowSums` of a row at height `v`. */
function addRow(v: number): void {
  for (let product = 0, at = 0; product < 3; product += 1, at += powers) {
    const alone = rowSums[3 * product] ?? 0
    const u = rowSums[3 * product + 1] ?? 0
    moments[at] = (moments[at] ?? 0) + alone
    moments[at + 1] = (moments[at + 1] ?? 0) + u
    moments[at + 2] = (moments[at + 2] ?? 0) + (rowSums[3 * product + 2] ?? 0)
    moments[at + 3] = (moments[at + 3] ?? 0) + v * alone
    moments[at + 4] = (moments[at + 4] ?? 0) + v * u
    moments[at + 5] = (moments[at + 5] ?? 0) + v * v * alone
  }
  for (let slope = 0; slope < 2; slope += 1) {
    const alone = rowSums[9 + 2 * slope] ?? 0
    towards[3 * slope] = (towards[3 * slope] ?? 0) + (rowSums[10 + 2 * slope] ?? 0)
    towards[3 * slope + 1] = (towards[3 * slope + 1] ?? 0) + v * alone
    towards[3 * slope + 2] = (towards[3 * slope + 2] ?? 0) + alone
  }
}

function solution(): Float64Array | null {
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
  return solve(products, towards)
}
