import sharp, { type Sharp } from 'sharp'
import { decodeBmp, isBmp } from './bmp.ts'

/**
 * A small WebP for reports, its longer side at most `pixels`, upright. Damaged images are shown as far as they go.
 * @throws Error when nothing of the file can be decoded
 */
export async function thumbnail(bytes: Uint8Array, pixels: number): Promise<Uint8Array> {
  return source(bytes)
    .autoOrient()
    .resize(pixels, pixels, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 70 })
    .toBuffer()
}

function source(bytes: Uint8Array): Sharp {
  if (!isBmp(bytes)) return sharp(bytes, { failOn: 'none' })
  const { pixels, width, height } = decodeBmp(bytes)
  return sharp(pixels, { raw: { width, height, channels: 3 } })
}
