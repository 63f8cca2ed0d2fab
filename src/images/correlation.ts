import { thumbSide as side } from './shrink.ts'

/** Half the width of the box whose mean is taken away: what varies slower than 9 of 64 pixels does not count. */
const reach = 4
/** The outer pixels are left out: borders, shadows of crops. */
const margin = 8
const inner = side - 2 * margin

/** What is left of a thumbnail when slow changes of brightness are taken away, centred, of unit length. */
export interface Texture {
  values: Float32Array
  /** Standard deviation in grey levels (0..255) before it was brought to unit length. */
  contrast: number
}

/** The high-pass filtered inner 48 x 48 pixels of a 64 x 64 luma square. */
export function textureOf(luma: Float32Array): Texture {
  const sums = integral(luma)
  const values = new Float32Array(inner * inner)
  let mean = 0
  for (let y = 0; y < inner; y += 1) {
    for (let x = 0; x < inner; x += 1) {
      const value = (luma[(y + margin) * side + x + margin] ?? 0) - boxMean(sums, y + margin, x + margin)
      values[y * inner + x] = value
      mean += value / values.length
    }
  }
  let squares = 0
  for (let i = 0; i < values.length; i += 1) {
    const centred = (values[i] ?? 0) - mean
    values[i] = centred
    squares += centred * centred
  }
  const length = Math.sqrt(squares)
  if (length > 0) for (let i = 0; i < values.length; i += 1) values[i] = (values[i] ?? 0) / length
  return { values, contrast: length / inner }
}

/** Normalised correlation, -1..1. */
export function correlation(a: Texture, b: Texture): number {
  let sum = 0
  for (let i = 0; i < a.values.length; i += 1) sum += (a.values[i] ?? 0) * (b.values[i] ?? 0)
  return sum
}

/** Summed-area table, `(side + 1)^2`. */
function integral(luma: Float32Array): Float64Array {
  const width = side + 1
  const sums = new Float64Array(width * width)
  for (let y = 0; y < side; y += 1) {
    let row = 0
    for (let x = 0; x < side; x += 1) {
      row += luma[y * side + x] ?? 0
      sums[(y + 1) * width + x + 1] = (sums[y * width + x + 1] ?? 0) + row
    }
  }
  return sums
}

/** Mean of the box around an inner pixel: `margin` is larger than `reach`, so that it lies inside. */
function boxMean(sums: Float64Array, y: number, x: number): number {
  const width = side + 1
  const top = (y - reach) * width
  const bottom = (y + reach + 1) * width
  const left = x - reach
  const right = x + reach + 1
  const sum =
    (sums[bottom + right] ?? 0) -
    (sums[top + right] ?? 0) -
    (sums[bottom + left] ?? 0) +
    (sums[top + left] ?? 0)
  return sum / (2 * reach + 1) ** 2
}
