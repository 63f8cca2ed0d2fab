import { type Between, blur, type Kernel, levels, planeSide, planes, resample } from './planes.ts'

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
  resample(square, side, levels - 1, between(side, size.width), between(side, size.height))
  for (const [level, kernel] of kernels.entries()) {
    blur((level + levels - 1) % levels, level, size, kernel)
  }
  return { ...size, planes }
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
