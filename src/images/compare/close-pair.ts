import type { Raster } from '../decode/raster.ts'
import { type Affine, determinant, inverse } from '../geometry/affine.ts'
import { type Box, within } from '../look/frame.ts'
import { type CloseLook, lookClosely } from './close-look.ts'
import { type CloseUp, closeUpOf } from './close-up.ts'

/** An image for close looks at pairs: its luma within its frame, and the close-up of all of it. */
export interface CloseImage {
  luma: Pick<Raster, 'luma' | 'width' | 'height'>
  closeUp: CloseUp
}

/**
 * From this share of the larger image down only the part of it that the smaller one shows is compared, at a resolution of
 * its own: crops have details that are lost where all of the photo is brought to one side, and then look a part of a pixel off.
 */
const mostOfIt = 0.85
/** Share of its sides by which that part is wider than thumbnails tell. */
const margin = 0.03

/** A close look at two images. @param map where the first lies in the second, nearly */
export function lookAtPair(a: CloseImage, b: CloseImage, map: Affine): CloseLook {
  const back = Math.abs(determinant(map)) > 1 ? inverse(map) : null
  const [part, whole, into] = back === null ? [a, b, map] : [b, a, back]
  if (Math.abs(determinant(into)) > mostOfIt) return lookClosely(part.closeUp, whole.closeUp, into)
  const box = boxAround(into, whole.luma)
  return lookClosely(part.closeUp, closeUpOf(within(whole.luma, box)), withinBox(into, box, whole.luma))
}

type Size = Pick<Raster, 'width' | 'height'>

/** The pixels of an image that another one shows. */
function boxAround(map: Affine, { width, height }: Size): Box {
  const [left, right] = rangeOf(map.subarray(0, 3), width)
  const [top, bottom] = rangeOf(map.subarray(3, 6), height)
  return { left, top, width: right - left, height: bottom - top }
}

/** From which pixel to which a coordinate runs over the unit square: `m[0] x + m[1] y + m[2]`, in units of `length`. */
function rangeOf(
  [x = 0, y = 0, start = 0]: Iterable<number> & ArrayLike<number>,
  length: number,
): [number, number] {
  const from = start + Math.min(0, x) + Math.min(0, y)
  const to = start + Math.max(0, x) + Math.max(0, y)
  const wider = margin * (to - from)
  const first = Math.max(0, Math.min(length - 1, Math.floor((from - wider) * length)))
  return [first, Math.max(first + 1, Math.min(length, Math.ceil((to + wider) * length)))]
}

/** The same map, into the box instead of all of the image. */
function withinBox(map: Affine, box: Box, { width, height }: Size): Affine {
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0] = map
  const [x, y] = [width / box.width, height / box.height]
  return Float64Array.of(
    m0 * x,
    m1 * x,
    m2 * x - box.left / box.width,
    m3 * y,
    m4 * y,
    m5 * y - box.top / box.height,
  )
}
