import type { Raster } from '../decode/raster.ts'

/** A part of a raster in whole pixels. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Grey levels by which a pixel of a bar may differ from the mean of the outermost line: what JPEG leaves of one colour. */
const tolerance = 5
/** Share of a line's pixels that must keep to it. */
const uniform = 0.98
/** Mean difference, in grey levels, at which a bar ends: a plain background does not end at once all along a line. */
const leastStep = 12
/** Pixels within which it must end: the edge may be blurred or lie between two pixels. */
const edge = 3
/** Less than this share of a side is no photo. */
const leastContent = 0.3

export type Luma = Pick<Raster, 'luma' | 'width' | 'height'>

/** The luma in a part of a raster; where it is all of it, the raster itself. */
export function within(raster: Luma, box: Box): Luma {
  const { luma, width, height } = raster
  if (box.width === width && box.height === height) return raster
  const inner = new Uint8Array(box.width * box.height)
  for (let y = 0; y < box.height; y += 1) {
    const from = (box.top + y) * width + box.left
    inner.set(luma.subarray(from, from + box.width), y * box.width)
  }
  return { luma: inner, width: box.width, height: box.height }
}

/**
 * What lies within a frame: bars of one grey level at any of the four sides (borders, letterboxes) are left out, so that an
 * image and its framed copy look the same.
 */
export function contentBox({ luma, width, height }: Luma): Box {
  const whole = { left: 0, top: 0, width, height }
  const row = (y: number): Line => ({ luma, start: y * width, stride: 1, count: width })
  const top = barWidth(height, row)
  const bottom = barWidth(height, (y) => row(height - 1 - y))
  // Columns are read between the bars above and below, whose colour may be another.
  const column = (x: number): Line => ({
    luma,
    start: top * width + x,
    stride: width,
    count: height - top - bottom,
  })
  if (height - top - bottom < leastContent * height) return whole
  const left = barWidth(width, column)
  const right = barWidth(width, (x) => column(width - 1 - x))
  if (width - left - right < leastContent * width) return whole
  return { left, top, width: width - left - right, height: height - top - bottom }
}

interface Line {
  luma: Uint8Array
  start: number
  stride: number
  count: number
}

/** Lines of a bar that begins at the first of `count` lines; 0 where there is none. */
function barWidth(count: number, lineAt: (index: number) => Line): number {
  const grey = meanOf(lineAt(0))
  let wide = 0
  while (wide < count && keepsTo(lineAt(wide), grey)) wide += 1
  if (wide === 0 || wide + edge >= count) return 0
  let step = 0
  let end = wide
  for (let index = wide; index < wide + edge; index += 1) {
    const difference = differenceFrom(lineAt(index), grey)
    // The first lines of the content may be mixed with the bar.
    if (difference > 1.25 * step && index < wide + 2) end = index
    step = Math.max(step, difference)
  }
  return step >= leastStep ? end : 0
}

function meanOf({ luma, start, stride, count }: Line): number {
  let sum = 0
  for (let i = 0, at = start; i < count; i += 1, at += stride) sum += luma[at] ?? 0
  return sum / count
}

function keepsTo({ luma, start, stride, count }: Line, grey: number): boolean {
  let off = 0
  for (let i = 0, at = start; i < count; i += 1, at += stride) {
    if (Math.abs((luma[at] ?? 0) - grey) > tolerance) off += 1
  }
  return off <= (1 - uniform) * count
}

function differenceFrom({ luma, start, stride, count }: Line, grey: number): number {
  let sum = 0
  for (let i = 0, at = start; i < count; i += 1, at += stride) sum += Math.abs((luma[at] ?? 0) - grey)
  return sum / count
}
