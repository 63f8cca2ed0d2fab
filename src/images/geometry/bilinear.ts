/**
 * The value between the pixels of a square of `side` x `side`, rows first: from the four around (`x`, `y`), where pixel 0
 * lies at 0. Both run from 0 to `side - 1`; nothing is checked, as this stands in inner loops.
 */
export function bilinear(values: Float32Array, side: number, x: number, y: number): number {
  const column = Math.floor(x)
  const row = Math.floor(y)
  const right = x - column
  const i = row * side + column
  const upper = (values[i] ?? 0) * (1 - right) + (values[i + 1] ?? 0) * right
  const lower = (values[i + side] ?? 0) * (1 - right) + (values[i + side + 1] ?? 0) * right
  return upper + (y - row) * (lower - upper)
}
