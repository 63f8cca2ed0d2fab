import { blur, type Kernel, levels, planeSide, planes } from './planes.ts'

/** Standard deviation of the Gaussian that stands behind a plane, in pixels. */
export const blurOf = (level: number): number => 2 ** (level / 2)

/** A luma raster with its aspect ratio, blurred more and more. What lies beyond `width` and `height` is undefined. */
export interface Pyramid {
  width: number
  height: number
  /** `levels` planes of `planeSide` pixels a row. Local features lie on all but the first, the last and the one before. */
  planes: readonly Float32Array[]
}

/** Width and height of the plane for an image of so many pixels. Small images are not enlarged. */
export function planeSize(width: number, height: number): { width: number; height: number } {
  // The longer side of an image fills the plane.
  const scale = Math.min(1, planeSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** Binomial kernels with holes (a trous): each plane has twice the variance of the one before, from 1 square pixel on. */
const kernels: Kernel[] = [
  { taps: 3, step: 1 },
  { taps: 5, step: 1 },
  { taps: 3, step: 2 },
  { taps: 5, step: 2 },
  { taps: 3, step: 4 },
  { taps: 5, step: 4 },
  { taps: 3, step: 8 },
]

/**
 * The pyramid of a square luma raster (`side * side` bytes) of an image of the given size in pixels. It is valid until
 * the next call.
 */
export function pyramidOf(
  square: Uint8Array,
  side: number,
  image: { width: number; height: number },
): Pyramid {
  const size = planeSize(image.width, image.height)
  resample(square, side, planes[levels - 1] ?? new Float32Array(0), size)
  for (const [level, kernel] of kernels.entries()) {
    blur((level + levels - 1) % levels, level, size, kernel)
  }
  return { ...size, planes }
}

/** Where a pixel lies between two of the square: the first, and the share of the second. */
interface Between {
  first: Int32Array
  share: Float32Array
}

function between(side: number, length: number): Between {
  const [first, share] = [new Int32Array(length), new Float32Array(length)]
  for (let x = 0; x < length; x += 1) {
    const at = Math.min(side - 1.001, Math.max(0, ((x + 0.5) * side) / length - 0.5))
    first[x] = Math.floor(at)
    share[x] = at - Math.floor(at)
  }
  return { first, share }
}

/** Bilinear. */
function resample(
  square: Uint8Array,
  side: number,
  to: Float32Array,
  { width, height }: { width: number; height: number },
): void {
  const [columns, rows] = [between(side, width), between(side, height)]
  for (let y = 0; y < height; y += 1) {
    const top = (rows.first[y] ?? 0) * side
    const down = rows.share[y] ?? 0
    for (let x = 0; x < width; x += 1) {
      const i = top + (columns.first[x] ?? 0)
      const across = columns.share[x] ?? 0
      const upper = (square[i] ?? 0) + across * ((square[i + 1] ?? 0) - (square[i] ?? 0))
      const under = square[i + side] ?? 0
      const lower = under + across * ((square[i + side + 1] ?? 0) - under)
      to[y * planeSide + x] = upper + down * (lower - upper)
    }
  }
}
