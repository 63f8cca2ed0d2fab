import sharp, { type Sharp } from 'sharp'
import { decodeBmp, isBmp } from '../images/decode/bmp.ts'

/**
 * Decodes an image to a square of 8-bit RGB, interleaved, `size * size * 3` bytes: EXIF orientation applied,
 * colour profile ignored (as training frameworks do), aspect ratio not kept (as Keras' `target_size` does),
 * transparency dropped. Throws an `Error` whose first line is the reason when they cannot be decoded.
 */
export async function decodeSquare(bytes: Uint8Array, size: number): Promise<Uint8Array> {
  const { data, info } = await open(bytes)
    .autoOrient()
    .resize(size, size, { fit: 'fill', kernel: 'linear' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels === 3) return data
  // libvips leaves grey images with one channel.
  return Uint8Array.from({ length: size * size * 3 }, (_, i) => data[Math.floor(i / 3) * info.channels] ?? 0)
}

function open(bytes: Uint8Array): Sharp {
  if (!isBmp(bytes)) return sharp(bytes, { failOn: 'none', ignoreIcc: true })
  const { pixels, width, height } = decodeBmp(bytes)
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}
