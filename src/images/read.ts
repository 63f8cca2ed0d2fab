import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import imghash from 'imghash'
import type { DecodedImage, UnreadableImage } from '../model/images.ts'
import { describeFault } from '../project/problem.ts'
import { dctHashes, hashWords } from './dct-hash.ts'
import { decode } from './decode.ts'
import { type Decoded, UndecodableImage } from './decoded.ts'
import { shrink, thumbSide } from './shrink.ts'

/** What finding duplicates needs of an image. */
export interface Look {
  /** `8 * hashWords` words: the DCT hash in all eight orientations. */
  dct: Uint32Array
  /** `hashWords` words: imghash's block mean value hash with 16 x 16 blocks. */
  block: Uint32Array
  /** `64 * 64` bytes of luma. */
  thumb: Uint8Array
}

/** Everything learned from the content of a file, whatever it is called. */
export type Content =
  | { fact: Omit<DecodedImage, 'path'>; look: Look }
  | { fact: Omit<UnreadableImage, 'path'> }

/** Reads, decodes and hashes one image file. What is wrong with the file is in the result; nothing is thrown. */
export async function readContent(absolute: string): Promise<Content> {
  const bytes = await readFile(absolute).catch((fault: unknown) => describeFault(fault))
  if (typeof bytes === 'string') return { fact: { ok: false, bytesDigest: null, reason: bytes } }
  const bytesDigest = sha256(bytes)
  try {
    return describe(await decode(bytes), bytesDigest)
  } catch (fault) {
    if (!(fault instanceof UndecodableImage)) throw fault
    return { fact: { ok: false, bytesDigest, reason: fault.message } }
  }
}

function describe(decoded: Decoded, bytesDigest: string): Content {
  const { pixels, ...about } = decoded
  const pixelDigest = createHash('sha256')
    .update(`${about.width}x${about.height}\n`)
    .update(pixels)
    .digest('hex')
  const thumb = shrink(pixels, about.width, about.height)
  return {
    fact: { ok: true, bytesDigest, pixelDigest, ...about },
    look: { dct: dctHashes(Float32Array.from(thumb)), block: blockHash(thumb), thumb },
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function blockHash(thumb: Uint8Array): Uint32Array {
  const rgba = new Uint8ClampedArray(thumb.length * 4)
  for (const [index, value] of thumb.entries()) rgba.fill(value, index * 4, index * 4 + 3)
  for (let alpha = 3; alpha < rgba.length; alpha += 4) rgba[alpha] = 255
  const hex = imghash.hashRaw({ width: thumbSide, height: thumbSide, data: rgba }, 16)
  return Uint32Array.from({ length: hashWords }, (_, word) =>
    Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16),
  )
}
