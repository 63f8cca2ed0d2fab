import type { DecodedImage } from '../../model/images.ts'

/** Cells per side of a colour layout, and how far two of them are shifted against each other: a quarter. */
const side = 8
const reach = 2
/** Cells of one channel. */
const plane = side * side

/**
 * 8 x 8 cells, rows first: all of red, then green, then blue. What one photo alone adds to a comparison is computed
 * once, as a photo is compared with many, and not before it is compared, as most never are.
 */
export class Layout {
  private readonly known: (Part | undefined)[] = []
  private readonly read: () => Uint8Array
  private made: Uint8Array | undefined

  constructor(read: () => Uint8Array) {
    this.read = read
  }

  get cells(): Uint8Array {
    this.made ??= this.read()
    return this.made
  }

  /** The cells that are left when another layout is moved `down` and `right` over this one. */
  part(down: number, right: number): Part {
    const at = (down + reach) * (2 * reach + 1) + right + reach
    const part = this.known[at] ?? partOf(this.cells, down, right)
    this.known[at] = part
    return part
  }
}

/** A rectangle of a layout's cells: from the first row and column to before the last. */
interface Part {
  top: number
  bottom: number
  first: number
  last: number
  /** Of the values of each channel. */
  sums: [number, number, number]
  /** Squared deviations from the mean of each channel, all together. */
  spread: number
}

function partOf(cells: Uint8Array, down: number, right: number): Part {
  const [top, bottom] = [Math.max(0, down), Math.min(side, side + down)]
  const [first, last] = [Math.max(0, right), Math.min(side, side + right)]
  const part: Part = { top, bottom, first, last, sums: [0, 0, 0], spread: 0 }
  for (const channel of [0, 1, 2] as const) {
    let [sum, squares] = [0, 0]
    for (let y = top; y < bottom; y += 1) {
      for (let x = first; x < last; x += 1) {
        const value = cells[channel * plane + y * side + x] ?? 0
        sum += value
        squares += value * value
      }
    }
    part.sums[channel] = sum
    part.spread += squares - (sum * sum) / ((bottom - top) * (last - first))
  }
  return part
}

export const layoutOf = ({ colourLayout }: DecodedImage): Layout => new Layout(() => planesOf(colourLayout))

function planesOf(colourLayout: string): Uint8Array {
  const interleaved = Buffer.from(colourLayout, 'hex')
  const cells = new Uint8Array(3 * plane)
  for (let at = 0; at < plane; at += 1)
    for (let channel = 0; channel < 3; channel += 1)
      cells[channel * plane + at] = interleaved[3 * at + channel] ?? 0
  return cells
}

/**
 * How much two photos resemble each other, -1..1: the correlation of their colour layouts, each channel less its
 * mean, at the best shift of up to a quarter of the frame. It sees the scene (background, light, where things are)
 * rather than detail. Of crops of 85, 70 (turned by up to 15 degrees) and 60 % of one photo it ranks 99.8, 88.8 and
 * 88.1 % above photos of strangers of the same class; without the shifts 97.8, 79.8 and 71.0 %, and the distance of
 * the DCT hashes 56, 51 and 48 % (tomatoes, cardboard and glass of two public sets, 360 crops each).
 */
export function resemblance(a: Layout, b: Layout): number {
  return bestShift(a, b, reach)
}

/** The same in the best of the eight orientations, with shifts of an eighth: augmented copies are mirrored and turned. */
export function resemblanceTurned(a: Layout, b: Layout): number {
  let best = -1
  for (let turn = 0; turn < 8; turn += 1) best = Math.max(best, bestShift(a, turned(b, turn), reach / 2))
  return best
}

function bestShift(a: Layout, b: Layout, most: number): number {
  let best = -1
  for (let down = -most; down <= most; down += 1)
    for (let right = -most; right <= most; right += 1) best = Math.max(best, correlationAt(a, b, down, right))
  return best
}

/** One of the symmetries of the square: bit 0 transposes, bit 1 turns the rows, bit 2 the columns. */
function turned(layout: Layout, turn: number): Layout {
  if (turn === 0) return layout
  const cells = new Uint8Array(layout.cells.length)
  for (let row = 0; row < side; row += 1) {
    const y = turn & 2 ? side - 1 - row : row
    for (let column = 0; column < side; column += 1) {
      const x = turn & 4 ? side - 1 - column : column
      const from = turn & 1 ? x * side + y : y * side + x
      for (let channel = 0; channel < cells.length; channel += plane)
        cells[channel + row * side + column] = layout.cells[channel + from] ?? 0
    }
  }
  return new Layout(() => cells)
}

/** Over the cells that both have when `b` is moved `down` and `right`. */
function correlationAt(a: Layout, b: Layout, down: number, right: number): number {
  const [own, other] = [a.part(down, right), b.part(-down, -right)]
  const count = (own.bottom - own.top) * (own.last - own.first)
  const [here, there] = [a.cells, b.cells]
  const shift = down * side + right
  let together = 0
  for (const channel of [0, 1, 2] as const) {
    let products = 0
    for (let y = own.top; y < own.bottom; y += 1) {
      const row = channel * plane + y * side
      for (let at = row + own.first; at < row + own.last; at += 1)
        products += (here[at] ?? 0) * (there[at - shift] ?? 0)
    }
    together += products - (own.sums[channel] * other.sums[channel]) / count
  }
  // One grey level per cell keeps flat images from resembling everything.
  return together / Math.sqrt((own.spread + 3 * count) * (other.spread + 3 * count))
}
