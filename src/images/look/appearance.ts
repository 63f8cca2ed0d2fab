import type { Appearance } from '../../model/images.ts'
import type { Raster } from '../decode/raster.ts'
import { thumbSide } from '../decode/shrink.ts'

/** Points read along each edge of the image for its border. */
const edgePoints = 64

/** How an image looks: its luma from the `64 * 64` thumbnail, its border from the outermost pixels of the raster. */
export function appearanceOf(thumb: Uint8Array, raster: Raster): Appearance {
  const counts = new Uint32Array(256)
  for (const value of thumb) counts[value] = (counts[value] ?? 0) + 1
  return {
    brightness: hundredths(spreadOf(thumb).mean),
    darkest: quantile(counts, thumb.length, 0.05),
    brightest: quantile(counts, thumb.length, 0.99),
    sharpness: hundredths(spreadOf(laplacian(thumb)).deviation),
    border: borderOf(raster),
  }
}

/** Standard deviation of the thumbnail, rounded to hundredths of a grey level. */
export const contrastOf = (thumb: Uint8Array): number => hundredths(spreadOf(thumb).deviation)

/** The smallest grey level that at least this share of the pixels does not exceed, given how many have each. */
function quantile(counts: Uint32Array, pixels: number, share: number): number {
  let level = 0
  for (let below = counts[0] ?? 0; below < share * pixels; below += counts[level] ?? 0) level += 1
  return level
}

/** The four neighbours minus four times the pixel, for all pixels but the outermost. */
function laplacian(thumb: Uint8Array): Int16Array {
  const inner = thumbSide - 2
  const edges = new Int16Array(inner * inner)
  for (let y = 0; y < inner; y += 1) {
    for (let x = 0; x < inner; x += 1) {
      const i = (y + 1) * thumbSide + x + 1
      const around =
        (thumb[i - 1] ?? 0) + (thumb[i + 1] ?? 0) + (thumb[i - thumbSide] ?? 0) + (thumb[i + thumbSide] ?? 0)
      edges[y * inner + x] = around - 4 * (thumb[i] ?? 0)
    }
  }
  return edges
}

function borderOf({ rgb, width, height }: Raster): Appearance['border'] {
  const channels = [0, 1, 2].map(() => new Uint8Array(4 * edgePoints))
  for (let i = 0; i < edgePoints; i += 1) {
    const x = Math.floor(((i + 0.5) * width) / edgePoints)
    const y = Math.floor(((i + 0.5) * height) / edgePoints)
    for (let c = 0; c < 3; c += 1) {
      const values = channels[c] ?? rgb
      values[4 * i] = rgb[3 * x + c] ?? 0
      values[4 * i + 1] = rgb[3 * ((height - 1) * width + x) + c] ?? 0
      values[4 * i + 2] = rgb[3 * y * width + c] ?? 0
      values[4 * i + 3] = rgb[3 * (y * width + width - 1) + c] ?? 0
    }
  }
  const [red, green, blue] = channels.map(spreadOf)
  const spread = Math.max(...[red, green, blue].map((channel) => channel?.deviation ?? 0))
  return {
    red: Math.round(red?.mean ?? 0),
    green: Math.round(green?.mean ?? 0),
    blue: Math.round(blue?.mean ?? 0),
    spread: hundredths(spread),
  }
}

function spreadOf(values: ArrayLike<number>): { mean: number; deviation: number } {
  let sum = 0
  let squares = 0
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0
    sum += value
    squares += value * value
  }
  const mean = sum / values.length
  return { mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) }
}

const hundredths = (value: number) => Math.round(value * 100) / 100
