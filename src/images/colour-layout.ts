import type { Raster } from './raster.ts'

/** Cells per side of the colour layout. */
const cells = 8
/** Points read per side of a cell. */
const points = 8

/**
 * The mean colours of 8 x 8 cells, RGB, rows first, as 384 hex digits: the grid from which MPEG-7 makes its colour
 * layout descriptor (ISO/IEC 15938-3). 64 points of each cell are read, so that it costs the same for every size
 * of image.
 */
export function colourLayout({ rgb, width, height }: Raster): string {
  const side = cells * points
  const sums = new Float64Array(cells * cells * 3)
  for (let row = 0; row < side; row += 1) {
    const y = Math.floor(((row + 0.5) * height) / side)
    for (let column = 0; column < side; column += 1) {
      const pixel = 3 * (y * width + Math.floor(((column + 0.5) * width) / side))
      const cell = 3 * (Math.floor(row / points) * cells + Math.floor(column / points))
      for (let c = 0; c < 3; c += 1) sums[cell + c] = (sums[cell + c] ?? 0) + (rgb[pixel + c] ?? 0)
    }
  }
  return Buffer.from(Uint8Array.from(sums, (sum) => Math.round(sum / points ** 2))).toString('hex')
}
