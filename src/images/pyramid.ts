/** Longer side of the raster in which local features are found. Rows of all planes here have this stride. */
export const planeSide = 128

/** Planes of the pyramid; local features lie on all but the first, the last and the one before it. */
export const levels = 7

/** Standard deviation of the Gaussian that stands behind a plane, in pixels. */
export const blurOf = (level: number): number => 2 ** (level / 2)

/** A luma raster with its aspect ratio, blurred more and more. What lies beyond `width` and `height` is undefined. */
export interface Pyramid {
  width: number
  height: number
  /** `levels` planes of `planeSide` pixels a row. */
  planes: readonly Float32Array[]
}

/** Width and height of the plane for an image of so many pixels. Small images are not enlarged. */
export function planeSize(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, planeSide / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

const plane = () => new Float32Array(planeSide * planeSide)
/** One pyramid is made at a time: its planes are used again for the next image. */
const planes = Array.from({ length: levels }, plane)
const passed = plane()
const line = new Float32Array(planeSide + 64)

/** Binomial kernels with holes (a trous): each plane has twice the variance of the one before, from 1 square pixel on. */
const kernels: { taps: 3 | 5; step: number }[] = [
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
  const { width, height } = planeSize(image.width, image.height)
  const base = planes[levels - 1] ?? plane()
  resample(square, side, base, width, height)
  let from = base
  for (const [level, kernel] of kernels.entries()) {
    const to = planes[level] ?? plane()
    blurRows(from, width, height, kernel)
    blurColumns(to, width, height, kernel)
    from = to
  }
  return { width, height, planes }
}

function resample(square: Uint8Array, side: number, to: Float32Array, width: number, height: number): void {
  const last = side - 1.001
  for (let y = 0; y < height; y += 1) {
    const atY = Math.min(last, Math.max(0, ((y + 0.5) * side) / height - 0.5))
    const top = Math.floor(atY)
    for (let x = 0; x < width; x += 1) {
      const atX = Math.min(last, Math.max(0, ((x + 0.5) * side) / width - 0.5))
      const left = Math.floor(atX)
      const i = top * side + left
      const upper = (square[i] ?? 0) + (atX - left) * ((square[i + 1] ?? 0) - (square[i] ?? 0))
      const under = square[i + side] ?? 0
      const lower = under + (atX - left) * ((square[i + side + 1] ?? 0) - under)
      to[y * planeSide + x] = upper + (atY - top) * (lower - upper)
    }
  }
}

/** `from` to `passed`; beyond the edges stand the outermost pixels. */
function blurRows(
  from: Float32Array,
  width: number,
  height: number,
  { taps, step }: { taps: 3 | 5; step: number },
) {
  const pad = 2 * step
  for (let y = 0; y < height; y += 1) {
    const start = y * planeSide
    line.fill(from[start] ?? 0, 0, pad)
    line.set(from.subarray(start, start + width), pad)
    line.fill(from[start + width - 1] ?? 0, pad + width, 2 * pad + width)
    for (let x = 0, at = pad; x < width; x += 1, at += 1) {
      const near = (line[at - step] ?? 0) + (line[at + step] ?? 0)
      passed[start + x] =
        taps === 3
          ? 0.25 * (near + 2 * (line[at] ?? 0))
          : 0.0625 * ((line[at - pad] ?? 0) + (line[at + pad] ?? 0) + 4 * near + 6 * (line[at] ?? 0))
    }
  }
}

/** `passed` to `to`. */
function blurColumns(
  to: Float32Array,
  width: number,
  height: number,
  { taps, step }: { taps: 3 | 5; step: number },
) {
  const row = (y: number) => Math.min(height - 1, Math.max(0, y)) * planeSide
  for (let y = 0; y < height; y += 1) {
    const [far, above, here, below, beyond] = [
      row(y - 2 * step),
      row(y - step),
      row(y),
      row(y + step),
      row(y + 2 * step),
    ]
    for (let x = 0; x < width; x += 1) {
      const near = (passed[above + x] ?? 0) + (passed[below + x] ?? 0)
      to[here + x] =
        taps === 3
          ? 0.25 * (near + 2 * (passed[here + x] ?? 0))
          : 0.0625 *
            ((passed[far + x] ?? 0) + (passed[beyond + x] ?? 0) + 4 * near + 6 * (passed[here + x] ?? 0))
    }
  }
}
