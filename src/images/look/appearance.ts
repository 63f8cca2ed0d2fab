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
    sharpness: hundredths(edgesOf(thumb)),
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

/** Standard deviation, over all pixels but the outermost, of the four neighbours minus four times the pixel. */
function edgesOf(thumb: Uint8Array): number {
  let [sum, squares] = [0, 0]
  for (let y = 1; y < thumbSide - 1; y += 1) {
    for (let i = y * thumbSide + 1; i < (y + 1) * thumbSide - 1; i += 1) {
      const around =
        (thumb[i - 1] ?? 0) + (thumb[i + 1] ?? 0) + (thumb[i - thumbSide] ?? 0) + (thumb[i + thumbSide] ?? 0)
      const edge = around - 4 * (thumb[i] ?? 0)
      sum += edge
      squares += edge * edge
    }
  }
  return deviationOf(sum, squares, (thumbSide - 2) ** 2)
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

function spreadOf(values: Uint8Array): { mean: number; deviation: number } {
  let [sum, squares] = [0, 0]
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0
    sum += value
    squares += value * value
  }
  return { mean: sum / values.length, deviation: deviationOf(sum, squares, values.length) }
}

function deviationOf(sum: number, squares: number, count: number): number {
  const mean = sum / count
  return Math.sqrt(Math.max(0, squares / count - mean * mean))
}

const hundredths = (value: number) => Math.round(value * 100) / 100
