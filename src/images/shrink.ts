/** Side of the thumbnails that are hashed and compared. */
export const thumbSide = 64

/**
 * Shrinks interleaved 8-bit RGB pixels to `64 * 64` bytes of BT.601 luma, each the mean over the exact area of its
 * cell; the aspect ratio is not kept. Exact weights matter: with whole pixels, copies in another size drift apart.
 */
export function shrink(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const thumb = new Uint8Array(thumbSide * thumbSide)
  const columns = new Float64Array(width)
  const area = (width / thumbSide) * (height / thumbSide)
  for (let cell = 0; cell < thumbSide; cell += 1) {
    const from = (cell * height) / thumbSide
    const to = ((cell + 1) * height) / thumbSide
    columns.fill(0)
    for (let y = Math.floor(from); y < Math.min(height, to); y += 1) {
      addLuma(pixels, y * width * 3, Math.min(y + 1, to) - Math.max(y, from), columns)
    }
    for (let x = 0; x < thumbSide; x += 1) {
      const sum = sumOver(columns, (x * width) / thumbSide, ((x + 1) * width) / thumbSide)
      thumb[cell * thumbSide + x] = sum / area + 0.5
    }
  }
  return thumb
}

function addLuma(pixels: Uint8Array, start: number, weight: number, columns: Float64Array): void {
  for (let x = 0, i = start; x < columns.length; x += 1, i += 3) {
    const luma = 0.299 * (pixels[i] ?? 0) + 0.587 * (pixels[i + 1] ?? 0) + 0.114 * (pixels[i + 2] ?? 0)
    columns[x] = (columns[x] ?? 0) + weight * luma
  }
}

/** The integral over `from` to `to` of a function that is constant on each unit step. */
function sumOver(values: Float64Array, from: number, to: number): number {
  const first = Math.floor(from)
  const last = Math.min(values.length, Math.ceil(to)) - 1
  let sum = -(from - first) * (values[first] ?? 0) - (last + 1 - to) * (values[last] ?? 0)
  for (let x = first; x <= last; x += 1) sum += values[x] ?? 0
  return sum
}
