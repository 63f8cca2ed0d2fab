import { createHash } from 'node:crypto'
import imghash from 'imghash'
import type { DecodedImage, UnreadableImage } from '../model/images.ts'
import { appearanceOf } from './appearance.ts'
import { colourLayout } from './colour-layout.ts'
import { dctHashes, hashWords } from './dct-hash.ts'
import { decode } from './decode.ts'
import { type Decoded, UndecodableImage } from './decoded.ts'
import { exifOf } from './exif.ts'
import { jpegQuality } from './jpeg-quality.ts'
import { shrink, thumbSide } from './shrink.ts'

/** What finding duplicates needs of an image. */
export interface Look {
  /** `8 * hashWords` words: the DCT hash in all eight orientations. */
  dct: Int32Array
  /** `hashWords` words: imghash's block mean value hash with 16 x 16 blocks. */
  block: Int32Array
  /** `64 * 64` bytes of luma. */
  thumb: Uint8Array
}

/** Everything learned from the content of a file, whatever it is called. */
export type Content =
  | { fact: Omit<DecodedImage, 'path'>; look: Look }
  | { fact: Omit<UnreadableImage, 'path'> }

/** Decodes and hashes the bytes of one file. What is wrong with them is in the result. */
export async function contentOf(bytes: Uint8Array, bytesDigest: string): Promise<Content> {
  try {
    return describe(await decode(bytes), bytes, bytesDigest)
  } catch (fault) {
    if (!(fault instanceof UndecodableImage)) throw fault
    return { fact: { ok: false, bytesDigest, reason: fault.message } }
  }
}

function describe(decoded: Decoded, bytes: Uint8Array, bytesDigest: string): Content {
  const { pixels, ...about } = decoded
  const pixelDigest = createHash('sha256')
    .update(`${about.width}x${about.height}\n`)
    .update(pixels)
    .digest('hex')
  const thumb = shrink(pixels, about.width, about.height)
  const dct = dctHashes(Float32Array.from(thumb))
  const fact = {
    ok: true as const,
    bytesDigest,
    pixelDigest,
    ...about,
    contrast: contrastOf(thumb),
    jpegQuality: jpegQuality(bytes),
    appearance: appearanceOf(thumb, pixels, about),
    dctHash: hexOf(dct.subarray(0, hashWords)),
    colourLayout: colourLayout(pixels, about),
    exif: exifOf(bytes),
  }
  return { fact, look: { dct, block: blockHash(thumb), thumb } }
}

const hexOf = (words: Int32Array) =>
  [...words].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')

function blockHash(thumb: Uint8Array): Int32Array {
  const rgba = new Uint8ClampedArray(thumb.length * 4).fill(255)
  for (let at = 0; at < thumb.length; at += 1) rgba.fill(thumb[at] ?? 0, at * 4, at * 4 + 3)
  const hex = imghash.hashRaw({ width: thumbSide, height: thumbSide, data: rgba }, 16)
  return Int32Array.from({ length: hashWords }, (_, word) =>
    Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16),
  )
}

/** Standard deviation, rounded to hundredths of a grey level. */
function contrastOf(thumb: Uint8Array): number {
  let sum = 0
  let squares = 0
  for (const value of thumb) {
    sum += value
    squares += value * value
  }
  const mean = sum / thumb.length
  return Math.round(Math.sqrt(Math.max(0, squares / thumb.length - mean * mean)) * 100) / 100
}
