/** Side of the thumbnails that are hashed. */
export const thumbSide = 64
/** Side of the thumbnails that are compared. */
export const detailSide = 2 * thumbSide

/**
 * Shrinks `width * height` bytes of luma to `side * side`, each the mean over the exact area of its cell; the aspect
 * ratio is not kept. Exact weights matter: with whole pixels, copies in another size drift apart.
 */
export function shrink(luma: Uint8Array, width: number, height: number, side: number): Uint8Array {
  const sums = new Float64Array(side * side)
  const running = new Float64Array(width + 1)
  const row = new Float64Array(side)
  for (let y = 0; y < height; y += 1) {
    shrinkRow(luma, y * width, running, row)
    // A row of pixels lies in one row of cells or, in smaller images, in several.
    const last = Math.min(side - 1, Math.ceil(((y + 1) * side) / height) - 1)
    for (let cell = Math.floor((y * side) / height); cell <= last; cell += 1) {
      const from = Math.max(y, (cell * height) / side)
      const to = Math.min(y + 1, ((cell + 1) * height) / side)
      for (let x = 0, at = cell * side; x < side; x += 1, at += 1) {
        sums[at] = (sums[at] ?? 0) + (to - from) * (row[x] ?? 0)
      }
    }
  }
  const area = (width / side) * (height / side)
  const thumb = new Uint8Array(sums.length)
  for (let at = 0; at < thumb.length; at += 1) thumb[at] = (sums[at] ?? 0) / area + 0.5
  return thumb
}

/** Integrates a row of pixels over each column of cells. `running` is room for one number more than there are pixels. */
function shrinkRow(luma: Uint8Array, start: number, running: Float64Array, row: Float64Array): void {
  const width = running.length - 1
  const side = row.length
  let sum = 0
  for (let x = 0; x < width; x += 1) {
    sum += luma[start + x] ?? 0
    running[x + 1] = sum
  }
  let before = 0
  for (let cell = 0; cell < side; cell += 1) {
    const to = ((cell + 1) * width) / side
    const whole = Math.floor(to)
    const part = whole < width ? (to - whole) * (luma[start + whole] ?? 0) : 0
    const integral = (running[whole] ?? 0) + part
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
