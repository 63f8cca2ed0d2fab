import { lumaOf } from './luma.ts'

/** An image reduced to a moderate size, upright: what hashes, thumbnails and statistics are computed from. */
export interface Raster {
  /** Pixels: those of the image divided by `reduction(...)`, rounded up. */
  width: number
  height: number
  /** 8-bit RGB, interleaved, `width * height * 3` bytes. */
  rgb: Uint8Array
  /** BT.601 luma of `rgb`, `width * height` bytes. */
  luma: Uint8Array
}

/** The shorter side of a raster is 128 to 255 pixels, or that of the image where it is smaller. */
export const rasterSide = 128

/** The power of two by which an image of this size is reduced, so that its shorter side keeps `least` pixels. */
export function reduction(width: number, height: number, least = rasterSide): number {
  let factor = 1
  while (Math.min(width, height) / (factor * 2) >= least) factor *= 2
  return factor
}

/**
 * Interleaved 8-bit RGB pixels of an image that is reduced by `factor`: each the mean of a square of pixels. Its `rgb` are
 * the pixels themselves where the factor is 1; its `luma` is valid until the next call.
 */
export function rasterOf(pixels: Uint8Array, width: number, height: number, factor: number): Raster {
  const [wide, high] = [Math.ceil(width / factor), Math.ceil(height / factor)]
  const rgb = factor === 1 ? pixels : new Uint8Array(wide * high * 3)
  if (factor > 1) {
    const sums = new Float64Array(wide * 3)
    for (let row = 0; row < high; row += 1) {
      const rows = Math.min(factor, height - row * factor)
      sums.fill(0)
      for (let y = 0; y < rows; y += 1) addRow(pixels, (row * factor + y) * width * 3, width, factor, sums)
      for (let x = 0; x < wide; x += 1) {
        const count = rows * Math.min(factor, width - x * factor)
        for (let at = x * 3; at < x * 3 + 3; at += 1) rgb[row * wide * 3 + at] = (sums[at] ?? 0) / count + 0.5
      }
    }
  }
  return { width: wide, height: high, rgb, luma: lumaOf(rgb) }
}

/** Adds the pixels of one row to the sums of the cells that they lie in. */
function addRow(pixels: Uint8Array, start: number, width: number, factor: number, sums: Float64Array): void {
  for (let x = 0, from = start; x < width; x += 1, from += 3) {
    const to = Math.floor(x / factor) * 3
    sums[to] = (sums[to] ?? 0) + (pixels[from] ?? 0)
    sums[to + 1] = (sums[to + 1] ?? 0) + (pixels[from + 1] ?? 0)
    sums[to + 2] = (sums[to + 2] ?? 0) + (pixels[from + 2] ?? 0)
  }
}
