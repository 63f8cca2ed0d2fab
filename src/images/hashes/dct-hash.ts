import { thumbSide as side } from '../decode/shrink.ts'
import { orientations } from '../geometry/orientation.ts'

/** Coefficients kept per direction: the frequencies 1..16, without the constant ones. */
const kept = 16
const half = side / 2
export const hashWords = (kept * kept) / 32

/** DCT-II basis, one row per frequency 1..16. */
const basis = Float32Array.from({ length: kept * side }, (_, index) => {
  const frequency = Math.floor(index / side) + 1
  return Math.cos((Math.PI / (2 * side)) * frequency * (2 * (index % side) + 1))
})

/**
 * 256-bit perceptual hashes of a 64 x 64 luma square in all eight orientations (see `orientations`), one after the
 * other: `8 * hashWords` words. As in PDQ (Facebook, "The TMK+PDQF video-hashing algorithm and the PDQ
 * image-hashing algorithm", 2019): the low frequencies of the DCT, each against their median; the orientations come
 * from transposing the coefficients and changing signs, without decoding again.
 */
export function dctHashes(luma: Float32Array): Int32Array {
  const coefficients = lowFrequencies(luma)
  const hashes = new Int32Array(orientations.length * hashWords)
  const turned = new Float32Array(kept * kept)
  for (const [index, to] of orientations.entries()) {
    for (let row = 0; row < kept; row += 1) {
      for (let column = 0; column < kept; column += 1) {
        const value = coefficients[to.transpose ? column * kept + row : row * kept + column] ?? 0
        // Turning an axis around negates its odd frequencies; index 0 is frequency 1.
        const negative = (to.rows && row % 2 === 0) !== (to.columns && column % 2 === 0)
        turned[row * kept + column] = negative ? -value : value
      }
    }
    againstMedian(turned, hashes.subarray(index * hashWords, (index + 1) * hashWords))
  }
  return hashes
}

function lowFrequencies(luma: Float32Array): Float32Array {
  const columns = new Float32Array(kept * side)
  const folded = fold(luma, side)
  for (let frequency = 0; frequency < kept; frequency += 1) {
    for (let y = 0; y < half; y += 1) {
      const weight = basis[frequency * side + y] ?? 0
      const from = foldedRow(frequency, y) * side
      for (let x = 0, to = frequency * side; x < side; x += 1, to += 1) {
        columns[to] = (columns[to] ?? 0) + weight * (folded[from + x] ?? 0)
      }
    }
  }
  const low = new Float32Array(kept * kept)
  for (let row = 0; row < kept; row += 1) {
    const cells = fold(columns.subarray(row * side, (row + 1) * side), 1)
    for (let column = 0; column < kept; column += 1) {
      let sum = 0
      for (let x = 0; x < half; x += 1) {
        sum += (cells[foldedRow(column, x)] ?? 0) * (basis[column * side + x] ?? 0)
      }
      low[row * kept + column] = sum
    }
  }
  return low
}

/**
 * Rows of `width` values, the first plus the last and so on, then the first minus the last and so on: odd frequencies
 * are antisymmetric, even ones symmetric, so that half the products do.
 */
function fold(rows: Float32Array, width: number): Float32Array {
  const folded = new Float32Array(rows.length)
  for (let y = 0; y < half; y += 1) {
    for (let x = 0, at = y * width, end = (side - 1 - y) * width; x < width; x += 1, at += 1, end += 1) {
      folded[at] = (rows[at] ?? 0) + (rows[end] ?? 0)
      folded[half * width + at] = (rows[at] ?? 0) - (rows[end] ?? 0)
    }
  }
  return folded
}

/** Index 0 is frequency 1. */
const foldedRow = (frequency: number, y: number) => (frequency % 2 === 0 ? half + y : y)

function againstMedian(values: Float32Array, words: Int32Array): void {
  const sorted = values.slice().sort()
  const middle = values.length / 2
  const median = ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
  for (let index = 0; index < values.length; index += 1) {
    if ((values[index] ?? 0) > median) words[index >> 5] = (words[index >> 5] ?? 0) | (1 << (index & 31))
  }
}
