import imghash from 'imghash'
import { dctHashes, hashWords } from './dct-hash.ts'
import type { Raster } from './raster.ts'
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

export function lookOf(raster: Raster): Look {
  const thumb = shrink(raster.luma, raster.width, raster.height)
  return { dct: dctHashes(new Float32Array(thumb)), block: blockHash(thumb), thumb }
}

function blockHash(thumb: Uint8Array): Int32Array {
  const rgba = new Uint8ClampedArray(thumb.length * 4).fill(255)
  for (let at = 0; at < thumb.length; at += 1) rgba.fill(thumb[at] ?? 0, at * 4, at * 4 + 3)
  const hex = imghash.hashRaw({ width: thumbSide, height: thumbSide, data: rgba }, 16)
  return Int32Array.from({ length: hashWords }, (_, word) =>
    Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16),
  )
}
