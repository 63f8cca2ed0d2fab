/** Side of the thumbnails that are hashed. */
export const thumbSide = 64
/** Side of the thumbnails that are compared. */
export const detailSide = 2 * thumbSide

/**
 * Shrinks `width * height` bytes of luma to `side * side`, each the mean over the exact area of its cell; the aspect
 * ratio is not kept. Exact weights matter: with whole pixels, copies in another size drift apart.
 */
export function shrink(luma: Uint8Array, width: number, height: number, side: number): Uint8Array {
  const [columns, rows] = [edgesOf(width, side), edgesOf(height, side)]
  const running = new Float64Array(width + 1)
  const row = new Float64Array(side)
  const sums = new Float64Array(side * side)
  for (let y = 0, first = 0; y < height; y += 1) {
    shrinkRow(luma, y * width, { running, columns, row })
    // A row of pixels lies in one row of cells or, in smaller images, in several.
    for (let cell = first; cell < side && (rows[cell] ?? 0) < y + 1; cell += 1) {
      const weight = Math.min(y + 1, rows[cell + 1] ?? 0) - Math.max(y, rows[cell] ?? 0)
      for (let x = 0, at = cell * side; x < side; x += 1, at += 1) {
        sums[at] = (sums[at] ?? 0) + weight * (row[x] ?? 0)
      }
      if ((rows[cell + 1] ?? 0) <= y + 1) first = cell + 1
    }
  }
  const perCell = 1 / ((width / side) * (height / side))
  const thumb = new Uint8Array(sums.length)
  for (let at = 0; at < thumb.length; at += 1) thumb[at] = (sums[at] ?? 0) * perCell + 0.5
  return thumb
}

/** Where the cells begin, in pixels, and where the last one ends. */
function edgesOf(length: number, side: number): Float64Array {
  return new Float64Array(side + 1).map((_, cell) => (cell * length) / side)
}

interface RowSums {
  /** Room for the running sums of a row. */
  running: Float64Array
  /** Edges of the columns of cells. */
  columns: Float64Array
  /** Receives the integral over each cell. */
  row: Float64Array
}

function shrinkRow(luma: Uint8Array, start: number, { running, columns, row }: RowSums): void {
  let sum = 0
  for (let x = 1; x < running.length; x += 1) {
    sum += luma[start + x - 1] ?? 0
    running[x] = sum
  }
  let before = 0
  for (let cell = 0; cell < row.length; cell += 1) {
    const edge = columns[cell + 1] ?? 0
    const whole = edge | 0
    const integral =
      (running[whole] ?? 0) + (edge - whole) * (luma[Math.min(start + whole, luma.length - 1)] ?? 0)
    row[cell] = integral - before
    before = integral
  }
}

/** Means of 2 x 2 values of a square of `side * side`. */
export function halve(square: ArrayLike<number>, side: number): Float32Array {
  const half = new Float32Array((side / 2) ** 2)
  for (let y = 0, to = 0; y < side; y += 2) {
    for (let x = 0, i = y * side; x < side; x += 2, i += 2, to += 1) {
      const upper = (square[i] ?? 0) + (square[i + 1] ?? 0)
      half[to] = (upper + (square[i + side] ?? 0) + (square[i + side + 1] ?? 0)) / 4
    }
  }
  return half
}
