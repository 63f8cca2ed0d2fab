import type { Reduced } from './decoded.ts'
import { decodeJpeg } from './jpeg.ts'
import { decodePixels, digestOf } from './pixels.ts'
import { rasterOf, rasterSide, reduction } from './raster.ts'

/**
 * Decodes the first frame of an image to a raster. Ordinary JPEGs take the fast way; everything else is decoded at
 * full size, so that its digest comes with it. Both ways refuse truncated and damaged files.
 * @param least pixels that the shorter side of the raster has at least, if the image has them
 * @throws UndecodableImage
 */
export async function decode(bytes: Uint8Array, least = rasterSide): Promise<Reduced> {
  const fast = decodeJpeg(bytes, least)
  if (fast !== null) return fast
  const decoded = await decodePixels(bytes)
  const { pixels, opacity, ...about } = decoded
  const { width, height } = about
  const raster = rasterOf(pixels, width, height, reduction(width, height, least))
  return { ...about, raster, transparent: opacity !== null, pixelDigest: digestOf(decoded) }
}
