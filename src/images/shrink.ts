/** Side of the thumbnails that are hashed and compared. */
export const thumbSide = 64

/**
 * Shrinks interleaved 8-bit RGB pixels to `64 * 64` bytes of BT.601 luma, each the mean over the exact area of its
 * cell; the aspect ratio is not kept. Exact weights matter: with whole pixels, copies in another size drift apart.
 */
export function shrink(pixels: Uint8Array, width: number, height: number): Uint8Array {
  const across = cells(width)
  const down = cells(height)
  const sums = new Float32Array(thumbSide * thumbSide)
  const row = new Float32Array(width)
  const shrunk = new Float32Array(thumbSide)
  let firstCell = 0
  for (let y = 0; y < height; y += 1) {
    lumaOfRow(pixels, y * width * 3, row)
    averageRow(row, across, shrunk)
    while ((down[firstCell]?.to ?? height) <= y) firstCell += 1
    for (let cell = firstCell; cell < thumbSide; cell += 1) {
      const overlap = Math.min(y + 1, down[cell]?.to ?? 0) - Math.max(y, down[cell]?.from ?? height)
      if (overlap <= 0) break
      const start = cell * thumbSide
      for (let x = 0; x < thumbSide; x += 1)
        sums[start + x] = (sums[start + x] ?? 0) + overlap * (shrunk[x] ?? 0)
    }
  }
  const rows = height / thumbSide
  return Uint8Array.from(sums, (sum) => sum / rows + 0.5)
}

interface Cell {
  from: number
  to: number
}

/** The edges of the cells along an axis of `length` pixels, in pixels. */
function cells(length: number): Cell[] {
  return Array.from({ length: thumbSide }, (_, index) => ({
    from: (index * length) / thumbSide,
    to: ((index + 1) * length) / thumbSide,
  }))
}

function lumaOfRow(pixels: Uint8Array, start: number, row: Float32Array): void {
  for (let x = 0, i = start; x < row.length; x += 1, i += 3) {
    row[x] = 0.299 * (pixels[i] ?? 0) + 0.587 * (pixels[i + 1] ?? 0) + 0.114 * (pixels[i + 2] ?? 0)
  }
}

function averageRow(row: Float32Array, across: readonly Cell[], into: Float32Array): void {
  for (const [index, { from, to }] of across.entries()) {
    const first = Math.floor(from)
    const last = Math.min(row.length - 1, Math.ceil(to) - 1)
    let sum = -(from - first) * (row[first] ?? 0) - (last + 1 - to) * (row[last] ?? 0)
    for (let x = first; x <= last; x += 1) sum += row[x] ?? 0
    into[index] = sum / (to - from)
  }
}
