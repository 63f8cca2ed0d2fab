import type { Reduced } from './decoded.ts'
import { exifBlock } from './exif-block.ts'
import { readDirectory } from './exif-directory.ts'
import { jpegSegments } from './jpeg-segments.ts'
import { decodeScaled } from './jpeg-turbo.ts'
import { rasterOf, rasterSide, reduction } from './raster.ts'
import { upright } from './upright.ts'

/** Larger ones go the way that keeps an account of memory. */
const mostPixels = 32e6

/**
 * The fast way for JPEG: decoded at the scale of the raster. null for what is no JPEG, for CMYK, 12 bits, arithmetic
 * coding and the like, and for damaged or odd files: those go the thorough way, which also knows what is wrong. The
 * raster is valid until the next call.
 */
export function decodeJpeg(bytes: Uint8Array, least = rasterSide): Reduced | null {
  const frame = frameOf(bytes)
  if (frame === null) return null
  const { width, height, channels } = frame
  const factor = reduction(width, height, least)
  const scale = factor >= 8 ? 8 : factor === 4 ? 4 : factor === 2 ? 2 : 1
  const pixels = decodeScaled(bytes, frame, scale)
  if (pixels === null) return null
  const reduced = rasterOf(pixels, Math.ceil(width / scale), Math.ceil(height / scale), factor / scale)
  const orientation = orientationOf(bytes)
  const turned = orientation > 4
  return {
    format: 'jpeg',
    width: turned ? height : width,
    height: turned ? width : height,
    channels,
    orientation,
    raster: upright(reduced, orientation),
    transparent: false,
    pixelDigest: null,
  }
}

/** Baseline, extended sequential and progressive, Huffman coded. */
const startOfFrame = [0xc0, 0xc1, 0xc2]

/** Size and components of an 8-bit grey or colour JPEG. */
function frameOf(bytes: Uint8Array): { width: number; height: number; channels: number } | null {
  for (const { marker, data } of jpegSegments(bytes)) {
    if (!startOfFrame.includes(marker) || data.length < 6) continue
    const [precision = 0, h1 = 0, h0 = 0, w1 = 0, w0 = 0, channels = 0] = data
    const [width, height] = [w1 * 256 + w0, h1 * 256 + h0]
    const usual = precision === 8 && (channels === 1 || channels === 3)
    return usual && width * height > 0 && width * height <= mostPixels ? { width, height, channels } : null
  }
  return null
}

const ORIENTATION = 0x0112

/** 1..8; 1 when absent or nonsense. */
function orientationOf(bytes: Uint8Array): number {
  const block = exifBlock(bytes)
  const value = block === null ? null : readDirectory(block, null).number(ORIENTATION)
  return value !== null && value >= 1 && value <= 8 ? value : 1
}
