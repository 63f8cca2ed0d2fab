import { createHash } from 'node:crypto'
import sharp, { type Metadata } from 'sharp'
import { decodeBmp, isBmp } from './bmp.ts'
import { type Decoded, UndecodableImage } from './decoded.ts'
import { pixelBudget } from './pixel-budget.ts'

/** sharp's own limit, checked before decoding so that the reason is clear. */
const pixelLimit = 0x3fff * 0x3fff

const readable = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'])

/**
 * Decodes the first frame at full size. Colour profiles are ignored, as Keras, PyTorch and TensorFlow do. Truncated
 * and damaged files are refused (PIL raises on them in training); mere oddities that decoders warn about are not.
 * @throws UndecodableImage
 */
export async function decodePixels(bytes: Uint8Array): Promise<Decoded> {
  if (bytes.length === 0) throw new UndecodableImage('the file is empty (0 bytes)')
  if (isBmp(bytes)) return decodeBmp(bytes)
  const image = sharp(bytes, { failOn: 'error', ignoreIcc: true, limitInputPixels: false })
  const about = await image.metadata().catch(() => refuse(bytes))
  const format = formatOf(about)
  if (!readable.has(format))
    throw new UndecodableImage(`is ${format.toUpperCase()}, not an image to train on`)
  if (about.width * about.height > pixelLimit) throw new UndecodableImage('has more than 268 million pixels')
  const { data, info } = await pixelBudget.spend(about.width * about.height, () =>
    image
      .autoOrient()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
      .catch(() => refuse(bytes)),
  )
  return {
    format,
    width: info.width,
    height: info.height,
    channels: about.channels,
    orientation: about.orientation ?? 1,
    pixels: info.channels === 3 ? data : rgbOf(data, info.channels),
    opacity: opacityOf(data, info.channels),
  }
}

/** SHA-256 of width, height, pixels and opacity, lower-case hex. */
export function digestOf({ width, height, pixels, opacity }: Decoded): string {
  const hash = createHash('sha256').update(`${width}x${height}\n`).update(pixels)
  return (opacity === null ? hash : hash.update(opacity)).digest('hex')
}

const formatOf = (about: Metadata): string =>
  about.format === 'heif' ? (about.compression === 'av1' ? 'avif' : 'heic') : (about.format ?? 'unknown')

/** Of interleaved grey (1), grey and alpha (2), RGB (3) or RGB and alpha (4). */
function rgbOf(data: Uint8Array, channels: number): Uint8Array {
  const pixels = new Uint8Array((data.length / channels) * 3)
  const [green, blue] = channels > 2 ? [1, 2] : [0, 0]
  for (let from = 0, to = 0; from < data.length; from += channels, to += 3) {
    pixels[to] = data[from] ?? 0
    pixels[to + 1] = data[from + green] ?? 0
    pixels[to + 2] = data[from + blue] ?? 0
  }
  return pixels
}

function opacityOf(data: Uint8Array, channels: number): Uint8Array | null {
  if (channels % 2 === 1) return null
  const opacity = new Uint8Array(data.length / channels)
  for (let at = 0; at < opacity.length; at += 1) opacity[at] = data[at * channels + channels - 1] ?? 0
  return opacity.every((value) => value === 255) ? null : opacity
}

/** Said from the bytes alone: libvips keeps its messages in one place for all threads, so that they get mixed up. */
function refuse(bytes: Uint8Array): never {
  const known = signatures.find(({ start, at = 0 }) =>
    start.every((byte, index) => bytes[at + index] === byte),
  )
  if (known === undefined) throw new UndecodableImage('is not an image (unknown content)')
  const tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - 1024)))
  if (known.end !== undefined && !tail.includes(Buffer.from(known.end))) {
    throw new UndecodableImage(`is cut short (truncated ${known.name})`)
  }
  throw new UndecodableImage(`cannot be decoded (damaged ${known.name})`)
}

interface Signature {
  name: string
  start: number[]
  /** Offset of `start`. */
  at?: number
  /** What stands near the end of every whole file. */
  end?: number[]
}

const signatures: Signature[] = [
  { name: 'JPEG', start: [0xff, 0xd8, 0xff], end: [0xff, 0xd9] },
  { name: 'PNG', start: [0x89, 0x50, 0x4e, 0x47], end: [0x49, 0x45, 0x4e, 0x44] },
  { name: 'GIF', start: [0x47, 0x49, 0x46, 0x38], end: [0x3b] },
  { name: 'WebP', start: [0x57, 0x45, 0x42, 0x50], at: 8 },
  { name: 'TIFF', start: [0x49, 0x49, 0x2a, 0x00] },
  { name: 'TIFF', start: [0x4d, 0x4d, 0x00, 0x2a] },
  { name: 'AVIF or HEIC', start: [0x66, 0x74, 0x79, 0x70], at: 4 },
]
