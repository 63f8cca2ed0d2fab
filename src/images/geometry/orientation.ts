import type { Orientation } from '../../model/images.ts'

/** A symmetry of the square as steps in this order: transpose, then turn the rows, then turn the columns. */
interface Steps {
  name: Orientation
  transpose: boolean
  /** Top to bottom. */
  rows: boolean
  /** Left to right. */
  columns: boolean
}

const steps = (name: Orientation, transpose: boolean, rows: boolean, columns: boolean): Steps => ({
  name,
  transpose,
  rows,
  columns,
})

/** All eight, the identity first. Rotations are clockwise. */
export const orientations: readonly Steps[] = [
  steps('none', false, false, false),
  steps('flip-horizontal', false, false, true),
  steps('flip-vertical', false, true, false),
  steps('rotate-180', false, true, true),
  steps('transpose', true, false, false),
  steps('rotate-90', true, false, true),
  steps('rotate-270', true, true, false),
  steps('anti-transpose', true, true, true),
]

/** A square of `side * side` bytes, rows first, in the given orientation. */
export function orient(square: Uint8Array, side: number, to: Steps): Uint8Array {
  const turned = new Uint8Array(side * side)
  for (let row = 0; row < side; row += 1) {
    const y = to.rows ? side - 1 - row : row
    for (let column = 0; column < side; column += 1) {
      const x = to.columns ? side - 1 - column : column
      turned[row * side + column] = square[to.transpose ? x * side + y : y * side + x] ?? 0
    }
  }
  return turned
}
