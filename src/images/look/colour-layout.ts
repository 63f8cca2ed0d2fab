import type { Raster } from '../decode/raster.ts'
import type { Affine } from '../geometry/affine.ts'
import type { Box } from './frame.ts'

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
  const sums = new Uint32Array(cells * cells * 3)
  const across = Uint32Array.from(
    { length: side },
    (_, column) => 3 * Math.floor(((column + 0.5) * width) / side),
  )
  const cellAcross = across.map((_, column) => 3 * Math.floor(column / points))
  for (let row = 0; row < side; row += 1) {
    const start = 3 * width * Math.floor(((row + 0.5) * height) / side)
    const first = 3 * cells * Math.floor(row / points)
    for (let column = 0; column < side; column += 1) {
      const pixel = start + (across[column] ?? 0)
      const cell = first + (cellAcross[column] ?? 0)
      sums[cell] = (sums[cell] ?? 0) + (rgb[pixel] ?? 0)
      sums[cell + 1] = (sums[cell + 1] ?? 0) + (rgb[pixel + 1] ?? 0)
      sums[cell + 2] = (sums[cell + 2] ?? 0) + (rgb[pixel + 2] ?? 0)
    }
  }
  const means = new Uint8Array(sums.length)
  for (let at = 0; at < means.length; at += 1) means[at] = Math.round((sums[at] ?? 0) / points ** 2)
  return Buffer.from(means).toString('hex')
}

/** Colours fainter than this, in units of Cb and Cr, are grey. */
const faintest = 8
/** Of the places that differ most, those left out: an edge between two cells may lie in the one or the other. */
const leftOut = 2

/**
 * How far the colours of two layouts lie apart, in units of Cb and Cr: once the one is as saturated as the other on the
 * whole. Where one of them alone has no colour it is how far their brightness lies apart, which a copy without colour keeps.
 * @param map where what `parts.a` shows lies in what `parts.b` shows, each as a unit square
 * @param parts of the images, in pixels of a raster of the size `of`
 */
export function colourDistance(
  a: string,
  b: string,
  map: Affine,
  parts: { a: Box; b: Box; of: Pick<Box, 'width' | 'height'> },
): number {
  const [one, other] = [coloursOf(a), coloursOf(b)]
  const grey = isGrey(one)
  if (grey && isGrey(other)) return 0
  const compared = grey || isGrey(other) ? [0] : [1, 2]
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0] = map
  const places: [from: number, to: number][][] = []
  for (let row = 0; row < cells; row += 1) {
    for (let column = 0; column < cells; column += 1) {
      const u = (((column + 0.5) / cells) * parts.of.width - parts.a.left) / parts.a.width
      const v = (((row + 0.5) / cells) * parts.of.height - parts.a.top) / parts.a.height
      const [x, y] = [m0 * u + m1 * v + m2, m3 * u + m4 * v + m5]
      if (u < 0 || v < 0 || u > 1 || v > 1 || x < 0 || y < 0 || x > 1 || y > 1) continue
      const toX = ((parts.b.left + x * parts.b.width) / parts.of.width) * cells - 0.5
      const toY = ((parts.b.top + y * parts.b.height) / parts.of.height) * cells - 0.5
      places.push(compared.map((c) => [one[3 * (row * cells + column) + c] ?? 0, at(other, toX, toY, c)]))
    }
  }
  const gain = compared.length === 1 ? 1 : gainOf(places.flat())
  const distances = places.map((values) => Math.hypot(...values.map(([from, to]) => to - gain * from)))
  return distances.sort((x, y) => y - x)[leftOut] ?? 0
}

/** By which the first of each pair is multiplied to come nearest to the second (least squares). */
function gainOf(pairs: readonly [from: number, to: number][]): number {
  const both = pairs.reduce((sum, [from, to]) => sum + from * to, 0)
  const squares = pairs.reduce((sum, [from]) => sum + from * from, 0)
  return squares === 0 ? 1 : Math.min(2, Math.max(0.5, both / squares))
}

/** Y, Cb and Cr (BT.601) of each cell. */
function coloursOf(layout: string): Float64Array {
  const bytes = Buffer.from(layout, 'hex')
  const colours = new Float64Array(3 * cells * cells)
  for (let cell = 0; cell < cells * cells; cell += 1) {
    const [r = 0, g = 0, b = 0] = bytes.subarray(3 * cell, 3 * cell + 3)
    const luma = 0.299 * r + 0.587 * g + 0.114 * b
    colours.set([luma, (b - luma) / 1.772, (r - luma) / 1.402], 3 * cell)
  }
  return colours
}

const isGrey = (colours: Float64Array) =>
  colours.every((value, index) => index % 3 === 0 || Math.abs(value) < faintest)

/** Between the four cells around. */
function at(colours: Float64Array, x: number, y: number, c: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  const value = (column: number, row: number) => {
    const [i, j] = [Math.min(cells - 1, Math.max(0, column)), Math.min(cells - 1, Math.max(0, row))]
    return colours[3 * (j * cells + i) + c] ?? 0
  }
  const upper = value(left, top) * (1 - x + left) + value(left + 1, top) * (x - left)
  const lower = value(left, top + 1) * (1 - x + left) + value(left + 1, top + 1) * (x - left)
  return upper + (y - top) * (lower - upper)
}
