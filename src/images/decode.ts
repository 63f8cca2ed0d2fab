import sharp, { type Metadata } from 'sharp'
import { decodeBmp, isBmp } from './bmp.ts'
import { type Decoded, UndecodableImage } from './decoded.ts'

const readable = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'])

/**
 * Decodes the first frame at full size. Colour profiles are ignored, as Keras, PyTorch and TensorFlow do. Truncated
 * and damaged files are refused (PIL raises on them in training); mere oddities that decoders warn about are not.
 * @throws UndecodableImage
 */
export async function decode(bytes: Uint8Array): Promise<Decoded> {
  if (bytes.length === 0) throw new UndecodableImage('the file is empty (0 bytes)')
  if (isBmp(bytes)) return decodeBmp(bytes)
  const image = sharp(bytes, { failOn: 'error', ignoreIcc: true })
  const about = await image.metadata().catch(refuse)
  const format = formatOf(about)
  if (!readable.has(format))
    throw new UndecodableImage(`is ${format.toUpperCase()}, not an image to train on`)
  const { data, info } = await image
    .autoOrient()
    .removeAlpha()
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch(refuse)
  return {
    format,
    width: info.width,
    height: info.height,
    channels: about.channels,
    orientation: about.orientation ?? 1,
    pixels: info.channels === 3 ? data : greyToRgb(data, info.channels),
  }
}

const formatOf = (about: Metadata): string =>
  about.format === 'heif' ? (about.compression === 'av1' ? 'avif' : 'heic') : (about.format ?? 'unknown')

function greyToRgb(data: Uint8Array, channels: number): Uint8Array {
  const pixels = new Uint8Array((data.length / channels) * 3)
  for (let i = 0; i < pixels.length; i += 1) pixels[i] = data[Math.floor(i / 3) * channels] ?? 0
  return pixels
}

/** libvips' first line of complaint, in words where they are known. */
function refuse(fault: unknown): never {
  const line = (fault instanceof Error ? fault.message : String(fault)).split('\n')[0] ?? ''
  if (line.includes('unsupported image format'))
    throw new UndecodableImage('is not an image (unknown content)')
  if (/premature end|truncat|end of (file|stream|image)|too short|not enough data/i.test(line)) {
    throw new UndecodableImage('is cut short (truncated)')
  }
  if (line.includes('exceeds pixel limit')) throw new UndecodableImage('has more than 268 million pixels')
  throw new UndecodableImage(
    `cannot be decoded: ${line.replace(/^Input buffer has corrupt header: /, 'damaged header, ')}`,
  )
}
