/** Side of the thumbnails that are hashed and compared. */
export const thumbSide = 64

/**
 * Shrinks `width * height` bytes of luma to `64 * 64`, each the mean over the exact area of its cell; the aspect
 * ratio is not kept. Exact weights matter: with whole pixels, copies in another size drift apart.
 */
export function shrink(luma: Uint8Array, width: number, height: number): Uint8Array {
  const sums = new Float64Array(thumbSide * thumbSide)
  const running = new Float64Array(width + 1)
  const row = new Float64Array(thumbSide)
  for (let y = 0; y < height; y += 1) {
    shrinkRow(luma, y * width, running, row)
    // A row of pixels lies in one row of cells or, in smaller images, in several.
    const last = Math.min(thumbSide - 1, Math.ceil(((y + 1) * thumbSide) / height) - 1)
    for (let cell = Math.floor((y * thumbSide) / height); cell <= last; cell += 1) {
      const from = Math.max(y, (cell * height) / thumbSide)
      const to = Math.min(y + 1, ((cell + 1) * height) / thumbSide)
      for (let x = 0, at = cell * thumbSide; x < thumbSide; x += 1, at += 1) {
        sums[at] = (sums[at] ?? 0) + (to - from) * (row[x] ?? 0)
      }
    }
  }
  const area = (width / thumbSide) * (height / thumbSide)
  const thumb = new Uint8Array(sums.length)
  for (let at = 0; at < thumb.length; at += 1) thumb[at] = (sums[at] ?? 0) / area + 0.5
  return thumb
}

/** Integrates a row of pixels over each column of cells. `running` is room for one number more than there are pixels. */
function shrinkRow(luma: Uint8Array, start: number, running: Float64Array, row: Float64Array): void {
  const width = running.length - 1
  let sum = 0
  for (let x = 0; x < width; x += 1) {
    sum += luma[start + x] ?? 0
    running[x + 1] = sum
  }
  let before = 0
  for (let cell = 0; cell < thumbSide; cell += 1) {
    const to = ((cell + 1) * width) / thumbSide
    const whole = Math.floor(to)
    const part = whole < width ? (to - whole) * (luma[start + whole] ?? 0) : 0
    const integral = (running[whole] ?? 0) + part
    row[cell] = integral - before
    before = integral
  }
}
