import { warp } from './affine.ts'

/** 0 to 255 by channel. */
export interface FrameColour {
  red: number
  green: number
  blue: number
}

/** Grey levels by which pixels of a frame may differ from its colour: what JPEG and resampling leave around an edge. */
const TOLERANCE = 32
/** Share of the side beyond which nothing counts as frame, on each side of the image. */
const WIDEST = 0.25

/**
 * A square RGB image of 8 bits without the frame of one colour around it: what is inside is stretched to the whole square.
 * The same pixels where there is none.
 */
export function cutFrame(pixels: Uint8Array, size: number, { red, green, blue }: FrameColour): Uint8Array {
  const isFrame = (row: number, column: number) =>
    [red, green, blue].every(
      (level, channel) => Math.abs((pixels[3 * (row * size + column) + channel] ?? 0) - level) <= TOLERANCE,
    )
  const depth = (at: (line: number, place: number) => boolean) => {
    const widest = Math.floor(WIDEST * size)
    let lines = 0
    while (lines < widest && Array.from({ length: size }, (_, i) => i).every((i) => at(lines, i))) lines += 1
    // The line next to it is a mixture of both.
    return lines === 0 ? 0 : lines + 1
  }
  const top = depth(isFrame)
  const bottom = depth((line, place) => isFrame(size - 1 - line, place))
  const left = depth((line, place) => isFrame(place, line))
  const right = depth((line, place) => isFrame(place, size - 1 - line))
  if (top + bottom + left + right === 0) return pixels
  const inside = (before: number, after: number): [scale: number, shift: number] => [
    (size - 1 - before - after) / (size - 1),
    (before - after) / 2 / size,
  ]
  const [x, toRight] = inside(left, right)
  const [y, toBottom] = inside(top, bottom)
  return warp(pixels, size, [x, 0, toRight, 0, y, toBottom])
}
