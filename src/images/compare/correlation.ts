import type { Affine } from '../geometry/affine.ts'
import { bilinear } from '../geometry/bilinear.ts'

/** A square of luma with slow changes of brightness taken away and brought to an even contrast everywhere. */
export interface Texture {
  side: number
  values: Float32Array
  /** Standard deviation around each pixel in grey levels (0..255). */
  contrast: Float32Array
}

/** Grey levels that are added to the contrast before dividing by it: what is fainter stays faint. */
const floor = 2

/** Sums over all pixels above and to the left, for squares up to 128; used again for every texture. */
const integrals = 129 * 129
const sums = new Float64Array(integrals)
const squares = new Float64Array(integrals)

/** Mean and deviation are those of the box of `2 * reach + 1` pixels around. `luma` has `side * side` values. */
export function textureOf(luma: Float32Array, side: number, reach: number): Texture {
  integrate(luma, side)
  const width = side + 1
  const values = new Float32Array(side * side)
  const contrast = new Float32Array(side * side)
  for (let y = 0, k = 0; y < side; y += 1) {
    const top = Math.max(0, y - reach) * width
    const bottom = Math.min(side, y + reach + 1) * width
    for (let x = 0; x < side; x += 1, k += 1) {
      const left = Math.max(0, x - reach)
      const right = Math.min(side, x + reach + 1)
      const i = bottom + right
      const j = top + right
      const l = bottom + left
      const m = top + left
      const area = ((bottom - top) / width) * (right - left)
      const mean = ((sums[i] ?? 0) - (sums[j] ?? 0) - (sums[l] ?? 0) + (sums[m] ?? 0)) / area
      const square = (squares[i] ?? 0) - (squares[j] ?? 0) - (squares[l] ?? 0) + (squares[m] ?? 0)
      const deviation = Math.sqrt(Math.max(0, square / area - mean * mean))
      contrast[k] = deviation
      values[k] = ((luma[k] ?? 0) - mean) / (deviation + floor)
    }
  }
  return { side, values, contrast }
}

function integrate(luma: Float32Array, side: number): void {
  const width = side + 1
  // The first row and column stay 0 where another side had pixels.
  sums.fill(0, 0, width * width)
  squares.fill(0, 0, width * width)
  for (let y = 0; y < side; y += 1) {
    let row = 0
    let rowSquares = 0
    for (let x = 0; x < side; x += 1) {
      const value = luma[y * side + x] ?? 0
      row += value
      rowSquares += value * value
      const i = (y + 1) * width + x + 1
      sums[i] = (sums[i - width] ?? 0) + row
      squares[i] = (squares[i - width] ?? 0) + rowSquares
    }
  }
}

/** How two aligned images agree, tile by tile. */
export interface Agreement {
  /** Median correlation of the textured tiles, each weighted by the fainter of its two contrasts, -1..1. */
  correlation: number
  /** The same of the upper quartile: what of a copy is not covered by something. */
  upper: number
  /** Share of the first image's area that lies inside the second. */
  overlap: number
  /** Textured tiles that count in effect: all of them if their weights are equal (Kish's effective sample size). */
  tiles: number
}

/** Tiles a side: 16 x 16 pixels each at 128. */
const tilesPerSide = 8
/** A tile counts when this share of it lies inside the other image. */
const leastInside = 0.6
/**
 * Standard deviation, in grey levels, of what encoding and noise leave at this size. It lowers the correlation of faint
 * tiles; that is taken back (Spearman's correction for attenuation).
 */
const noise = 1.5
/** Grey levels: fainter tiles say nothing, stronger ones than `strongest` say no more than that one. */
const faintest = 1.25
const strongest = 10

/**
 * Correlates `a` with `b` where the map leads. Copies agree in nearly every tile that is not covered by something;
 * another photo of the scene agrees a little everywhere, another object of the kind in some edges: hence the median.
 */
export function agreement(a: Texture, b: Texture, map: Affine): Agreement {
  const size = a.side / tilesPerSide
  const tiles: { weight: number; correlation: number }[] = []
  let covered = 0
  for (let top = 0; top < a.side; top += size) {
    for (let left = 0; left < a.side; left += size) {
      const { count, contrast, correlation } = tileOf(a, b, map, left, top, size)
      covered += count
      if (count < leastInside * size * size || contrast <= faintest) continue
      tiles.push({ weight: Math.min(strongest, contrast), correlation })
    }
  }
  const weights = tiles.reduce((sum, { weight }) => sum + weight, 0)
  const squares = tiles.reduce((sum, { weight }) => sum + weight * weight, 0)
  return {
    correlation: weightedQuantile(tiles, weights / 2),
    upper: weightedQuantile(tiles, (3 * weights) / 4),
    overlap: covered / (a.side * a.side),
    tiles: squares === 0 ? 0 : (weights * weights) / squares,
  }
}

/** The correlation of the tile at which the weights of all that correlate less reach `weight`. */
function weightedQuantile(tiles: { weight: number; correlation: number }[], weight: number): number {
  let below = 0
  for (const tile of tiles.sort((x, y) => x.correlation - y.correlation)) {
    below += tile.weight
    if (below >= weight) return tile.correlation
  }
  return 0
}

function tileOf(a: Texture, b: Texture, map: Affine, left: number, top: number, size: number) {
  const side = a.side
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0] = map
  let count = 0
  let sumA = 0
  let sumB = 0
  let squaresA = 0
  let squaresB = 0
  let both = 0
  let contrastA = 0
  let contrastB = 0
  for (let row = top; row < top + size; row += 1) {
    const v = (row + 0.5) / side
    for (let column = left; column < left + size; column += 1) {
      const u = (column + 0.5) / side
      const x = (m0 * u + m1 * v + m2) * side - 0.5
      const y = (m3 * u + m4 * v + m5) * side - 0.5
      if (!(x >= 0 && y >= 0 && x < side - 1 && y < side - 1)) continue
      const other = bilinear(b.values, side, x, y)
      const k = row * side + column
      const one = a.values[k] ?? 0
      count += 1
      sumA += one
      sumB += other
      squaresA += one * one
      squaresB += other * other
      both += one * other
      contrastA += a.contrast[k] ?? 0
      contrastB += b.contrast[Math.floor(y) * side + Math.floor(x)] ?? 0
    }
  }
  const [spreadA, spreadB] = [squaresA - (sumA * sumA) / count, squaresB - (sumB * sumB) / count]
  const contrast = Math.min(contrastA, contrastB) / count
  const correlation = (both - (sumA * sumB) / count) / Math.sqrt(spreadA * spreadB + 1e-6 * count * count)
  return { count, contrast, correlation: Math.min(1, correlation * (1 + (noise / contrast) ** 2)) }
}
