import { thumbSide as side } from './shrink.ts'

/** A small warp of a square about its centre: scale per axis, shift in pixels, rotation in radians. */
interface Warp {
  scaleX: number
  scaleY: number
  shiftX: number
  shiftY: number
  angle: number
}

const none: Warp = { scaleX: 1, scaleY: 1, shiftX: 0, shiftY: 0, angle: 0 }
/** Where the search may begin beside no warp: zoomed by 15 %, turned by 5 degrees either way. */
const starts: Warp[] = [
  { ...none, scaleX: 0.87, scaleY: 0.87 },
  { ...none, angle: 0.087 },
  { ...none, angle: -0.087 },
]
/** Steps of the search from coarse to fine, in the units of `Warp`. */
const strides: Warp[] = [
  { scaleX: 0.06, scaleY: 0.06, shiftX: 2, shiftY: 2, angle: 0.05 },
  { scaleX: 0.025, scaleY: 0.025, shiftX: 1, shiftY: 1, angle: 0.02 },
  { scaleX: 0.01, scaleY: 0.01, shiftX: 0.5, shiftY: 0.5, angle: 0.01 },
]
const parameters = ['scaleX', 'scaleY', 'shiftX', 'shiftY', 'angle'] as const

/** Warps `moving` so that it best matches `fixed` (both 64 x 64 luma), by coordinate ascent at half resolution. */
export function align(fixed: Float32Array, moving: Float32Array): Float32Array {
  const target = standardise(centre(halve(fixed)))
  const score = (warp: Warp) => dot(target, standardise(centre(warpTo(moving, warp, side / 2))))
  let best = none
  let bestScore = score(none)
  for (const start of starts) {
    const value = score(start)
    if (value > bestScore + 0.02) [best, bestScore] = [start, value]
  }
  for (const stride of strides) [best, bestScore] = climb(best, bestScore, stride, score)
  return warpTo(moving, best, side)
}

function climb(from: Warp, score: number, stride: Warp, scoreOf: (warp: Warp) => number): [Warp, number] {
  let best = from
  let bestScore = score
  for (let round = 0; round < 4; round += 1) {
    let improved = false
    for (const parameter of parameters) {
      for (const step of [stride[parameter], -stride[parameter]]) {
        const tried = { ...best, [parameter]: best[parameter] + step }
        if (!isPlausible(tried)) continue
        const value = scoreOf(tried)
        if (value <= bestScore + 1e-4) continue
        best = tried
        bestScore = value
        improved = true
      }
    }
    if (!improved) break
  }
  return [best, bestScore]
}

const isPlausible = ({ scaleX, scaleY }: Warp) =>
  scaleX >= 0.6 && scaleX <= 1.12 && scaleY >= 0.6 && scaleY <= 1.12

/** Samples the warped square bilinearly at `size * size` points. */
function warpTo(luma: Float32Array, warp: Warp, size: number): Float32Array {
  const cos = Math.cos(warp.angle)
  const sin = Math.sin(warp.angle)
  const cell = side / size
  const warped = new Float32Array(size * size)
  for (let y = 0; y < size; y += 1) {
    const v = ((y + 0.5) * cell - side / 2) * warp.scaleY
    for (let x = 0; x < size; x += 1) {
      const u = ((x + 0.5) * cell - side / 2) * warp.scaleX
      const atX = inside((side - 1) / 2 + warp.shiftX + cos * u - sin * v)
      const atY = inside((side - 1) / 2 + warp.shiftY + sin * u + cos * v)
      warped[y * size + x] = bilinear(luma, atX, atY)
    }
  }
  return warped
}

const inside = (at: number) => Math.min(side - 1.001, Math.max(0, at))

function bilinear(luma: Float32Array, x: number, y: number): number {
  const left = Math.floor(x)
  const top = Math.floor(y)
  const i = top * side + left
  const upper = (luma[i] ?? 0) + (x - left) * ((luma[i + 1] ?? 0) - (luma[i] ?? 0))
  const lower = (luma[i + side] ?? 0) + (x - left) * ((luma[i + side + 1] ?? 0) - (luma[i + side] ?? 0))
  return upper + (y - top) * (lower - upper)
}

/** Mean over 2 x 2 pixels: 64 -> 32. */
function halve(luma: Float32Array): Float32Array {
  const size = side / 2
  return Float32Array.from({ length: size * size }, (_, index) => {
    const i = Math.floor(index / size) * 2 * side + (index % size) * 2
    return ((luma[i] ?? 0) + (luma[i + 1] ?? 0) + (luma[i + side] ?? 0) + (luma[i + side + 1] ?? 0)) / 4
  })
}

/** The inner 24 x 24 of 32 x 32. */
function centre(square: Float32Array): Float32Array {
  const part = new Float32Array(24 * 24)
  for (let y = 0; y < 24; y += 1) part.set(square.subarray((y + 4) * 32 + 4, (y + 4) * 32 + 28), y * 24)
  return part
}

/** Centred and of unit length; all zero for a constant. */
function standardise(values: Float32Array): Float32Array {
  let mean = 0
  for (let i = 0; i < values.length; i += 1) mean += (values[i] ?? 0) / values.length
  let squares = 0
  for (let i = 0; i < values.length; i += 1) squares += ((values[i] ?? 0) - mean) ** 2
  const length = Math.sqrt(squares) || 1
  return values.map((value) => (value - mean) / length)
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
