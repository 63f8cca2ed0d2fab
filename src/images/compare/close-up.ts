import type { Raster } from '../decode/raster.ts'
import { halve } from '../decode/shrink.ts'

/** Side of the square that a close look is taken at. */
export const closeSide = 256

/** A square of luma less its slow changes, with its slopes in grey levels per pixel. */
export interface Layer {
  side: number
  values: Float32Array
  slopeX: Float32Array
  slopeY: Float32Array
}

/** An image for a close look: at full and at half the resolution. */
export interface CloseUp {
  fine: Layer
  coarse: Layer
}

/** Half the width, in pixels, of the surroundings whose mean is taken away. */
const reach = 8

/** `luma` of any size is brought to a square; its aspect ratio is not kept. */
export function closeUpOf(luma: Pick<Raster, 'luma' | 'width' | 'height'>): CloseUp {
  const smooth = blurred(resampled(luma))
  return {
    fine: layerOf(smooth, closeSide),
    coarse: layerOf(halve(smooth, closeSide), closeSide / 2),
  }
}

/** Where a cell reads: from `first` on, with these weights. */
interface Reading {
  first: number
  weights: number[]
}

/** Means over cells of the axis or, where it has fewer pixels than cells, between two pixels. */
function readingsOf(length: number): Reading[] {
  return Array.from({ length: closeSide }, (_, cell) => {
    if (length < closeSide) {
      const at = Math.min(length - 1, Math.max(0, ((cell + 0.5) * length) / closeSide - 0.5))
      const first = Math.max(0, Math.min(length - 2, Math.floor(at)))
      return length === 1 ? { first, weights: [1] } : { first, weights: [1 - at + first, at - first] }
    }
    const [from, to] = [(cell * length) / closeSide, ((cell + 1) * length) / closeSide]
    const first = Math.floor(from)
    const weights = Array.from({ length: Math.min(length, Math.ceil(to)) - first }, (_, i) => {
      return (Math.min(first + i + 1, to) - Math.max(first + i, from)) / (to - from)
    })
    return { first, weights }
  })
}

function resampled({ luma, width, height }: Pick<Raster, 'luma' | 'width' | 'height'>): Float32Array {
  const narrow = new Float32Array(closeSide * height)
  for (const [x, { first, weights }] of readingsOf(width).entries()) {
    for (let y = 0; y < height; y += 1) {
      let sum = 0
      for (let i = 0, at = y * width + first; i < weights.length; i += 1, at += 1) {
        sum += (weights[i] ?? 0) * (luma[at] ?? 0)
      }
      narrow[y * closeSide + x] = sum
    }
  }
  const square = new Float32Array(closeSide * closeSide)
  for (const [y, { first, weights }] of readingsOf(height).entries()) {
    for (const [i, weight] of weights.entries()) {
      const from = (first + i) * closeSide
      for (let x = 0, to = y * closeSide; x < closeSide; x += 1, to += 1) {
        square[to] = (square[to] ?? 0) + weight * (narrow[from + x] ?? 0)
      }
    }
  }
  return square
}

/** By the binomial 1 4 6 4 1, a sigma of one pixel: copies of another resolution or encoding become comparable. */
function blurred(square: Float32Array): Float32Array {
  return alongRows(alongRows(square, 1, closeSide), closeSide, 1)
}

/** `step` leads to the next value of a line, `next` to the next line. */
function alongRows(square: Float32Array, step: number, next: number): Float32Array {
  const last = (closeSide - 1) * step
  const result = new Float32Array(square.length)
  for (let line = 0, start = 0; line < closeSide; line += 1, start += next) {
    for (let at = 0; at <= last; at += step) {
      const before = start + Math.max(0, at - step)
      const behind = start + Math.min(last, at + step)
      const outer =
        (square[start + Math.max(0, at - 2 * step)] ?? 0) +
        (square[start + Math.min(last, at + 2 * step)] ?? 0)
      const inner = (square[before] ?? 0) + (square[behind] ?? 0)
      result[start + at] = (outer + 4 * inner + 6 * (square[start + at] ?? 0)) / 16
    }
  }
  return result
}

function layerOf(square: Float32Array, side: number): Layer {
  const values = withoutSlowChanges(square, side)
  const slopeX = new Float32Array(values.length)
  const slopeY = new Float32Array(values.length)
  for (let y = 0, k = 0; y < side; y += 1) {
    const up = y === 0 ? 0 : side
    const down = y === side - 1 ? 0 : side
    for (let x = 0; x < side; x += 1, k += 1) {
      slopeX[k] = ((values[x === side - 1 ? k : k + 1] ?? 0) - (values[x === 0 ? k : k - 1] ?? 0)) / 2
      slopeY[k] = ((values[k + down] ?? 0) - (values[k - up] ?? 0)) / 2
    }
  }
  return { side, values, slopeX, slopeY }
}

/** Less the mean of the box of `2 * reach + 1` pixels around. */
function withoutSlowChanges(square: Float32Array, side: number): Float32Array {
  const width = side + 1
  const sums = new Float64Array(width * width)
  for (let y = 0; y < side; y += 1) {
    let row = 0
    for (let x = 0; x < side; x += 1) {
      row += square[y * side + x] ?? 0
      sums[(y + 1) * width + x + 1] = (sums[y * width + x + 1] ?? 0) + row
    }
  }
  const values = new Float32Array(square.length)
  for (let y = 0, k = 0; y < side; y += 1) {
    const top = Math.max(0, y - reach)
    const bottom = Math.min(side, y + reach + 1)
    for (let x = 0; x < side; x += 1, k += 1) {
      const left = Math.max(0, x - reach)
      const right = Math.min(side, x + reach + 1)
      const lower = (sums[bottom * width + right] ?? 0) - (sums[bottom * width + left] ?? 0)
      const upper = (sums[top * width + right] ?? 0) - (sums[top * width + left] ?? 0)
      values[k] = (square[k] ?? 0) - (lower - upper) / ((bottom - top) * (right - left))
    }
  }
  return values
}
