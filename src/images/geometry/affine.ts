/**
 * An affine map between two images whose sides both run from 0 to 1: `x' = m[0] x + m[1] y + m[2]`,
 * `y' = m[3] x + m[4] y + m[5]`.
 */
export type Affine = Float64Array

export const determinant = (map: Affine): number => at(map, 0) * at(map, 4) - at(map, 1) * at(map, 3)

/** The map back; null for one that flattens the image. */
export function inverse(map: Affine): Affine | null {
  const area = determinant(map)
  if (Math.abs(area) < 1e-9) return null
  const [a, b, c, d, e, f] = [at(map, 0), at(map, 1), at(map, 2), at(map, 3), at(map, 4), at(map, 5)]
  return Float64Array.of(
    e / area,
    -b / area,
    (b * f - e * c) / area,
    -d / area,
    a / area,
    (d * c - a * f) / area,
  )
}

/**
 * How far a map is from one that keeps angles and proportions: the logarithm of the ratio of its singular values, 0 for moved,
 * turned, mirrored, larger. About the tangent of the angle by which it slants, or the share by which it stretches one side more.
 * @param from the sides of the first image, in the unit of those of the second
 */
export function distortion(map: Affine, from: Sides, to: Sides): number {
  const [a, b] = [(at(map, 0) * to.width) / from.width, (at(map, 1) * to.width) / from.height]
  const [c, d] = [(at(map, 3) * to.height) / from.width, (at(map, 4) * to.height) / from.height]
  const turning = Math.hypot(a + d, c - b)
  const mirroring = Math.hypot(a - d, c + b)
  return Math.log((turning + mirroring) / Math.abs(turning - mirroring))
}

interface Sides {
  width: number
  height: number
}

/** Solves `matrix x = right` for a square matrix, rows first (Gauss, with pivots); null when it is singular. */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length
  const rows = Float64Array.from(matrix)
  const x = Float64Array.from(right)
  for (let column = 0; column < size; column += 1) {
    let pivot = column
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(at(rows, row * size + column)) > Math.abs(at(rows, pivot * size + column))) pivot = row
    }
    if (Math.abs(at(rows, pivot * size + column)) < 1e-12) return null
    swap(rows, x, column, pivot)
    for (let row = column + 1; row < size; row += 1) {
      const factor = at(rows, row * size + column) / at(rows, column * size + column)
      for (let k = column; k < size; k += 1) {
        rows[row * size + k] = at(rows, row * size + k) - factor * at(rows, column * size + k)
      }
      x[row] = at(x, row) - factor * at(x, column)
    }
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let sum = at(x, row)
    for (let k = row + 1; k < size; k += 1) sum -= at(rows, row * size + k) * at(x, k)
    x[row] = sum / at(rows, row * size + row)
  }
  return x
}

function swap(rows: Float64Array, right: Float64Array, a: number, b: number): void {
  if (a === b) return
  const size = right.length
  const kept = rows.slice(a * size, (a + 1) * size)
  rows.copyWithin(a * size, b * size, (b + 1) * size)
  rows.set(kept, b * size)
  const value = at(right, a)
  right[a] = at(right, b)
  right[b] = value
}

const at = (values: Float64Array, index: number): number => values[index] ?? 0
