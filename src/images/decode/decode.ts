import type { Reduced } from './decoded.ts'
import { decodeJpeg } from './jpeg.ts'
import { decodePixels, digestOf } from './pixels.ts'
import { rasterOf, rasterSide, reduction } from './raster.ts'

/**
 * Decodes the first frame of an image to a raster and looks at it: its pixels are valid until `look` returns. Ordinary JPEGs take the fast way; everything else is decoded at
 * full size, so that its digest comes with it. Both ways refuse truncated and damaged files.
 * @param least pixels that the shorter side of the raster has at least, if the image has them
 * @throws UndecodableImage
 */
export async function decoded<T>(
  bytes: Uint8Array,
  look: (image: Reduced) => T,
  least = rasterSide,
): Promise<T> {
  const fast = decodeJpeg(bytes, least)
  if (fast !== null) return look(fast)
  const whole = await decodePixels(bytes)
  const { pixels, opacity, ...about } = whole
  const { width, height } = about
  const raster = rasterOf(pixels, width, height, reduction(width, height, least))
  return look({ ...about, raster, transparent: opacity !== null, pixelDigest: digestOf(whole) })
}

/** The same, to keep. */
export function decode(bytes: Uint8Array, least = rasterSide): Promise<Reduced> {
  const kept = ({ raster, ...about }: Reduced) => ({
    ...about,
    raster: { ...raster, rgb: new Uint8Array(raster.rgb), luma: new Uint8Array(raster.luma) },
  })
  return decoded(bytes, kept, least)
}
