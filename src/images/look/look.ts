import imghash from 'imghash'
import type { Raster } from '../decode/raster.ts'
import { detailSide, halve, shrink, thumbSide } from '../decode/shrink.ts'
import { localFeatures } from '../features/local-features.ts'
import { pyramidOf } from '../features/pyramid.ts'
import { dctHashes, hashWords } from '../hashes/dct-hash.ts'
import { type Box, contentBox, type Luma, within } from './frame.ts'
import { viewOf } from './view.ts'

/** What finding duplicates needs of an image. */
export interface Look {
  /** `8 * hashWords` words: the DCT hash in all eight orientations. */
  dct: Int32Array
  /** `hashWords` words: imghash's block mean value hash with 16 x 16 blocks. */
  block: Int32Array
  /** For a close comparison, see `viewOf`. */
  view: Uint8Array
}

/** What lies within an image's frame, shrunk, and its hashes. */
interface Hashed extends Pick<Look, 'dct' | 'block'> {
  part: Box
  content: Luma
  /** `detailSide * detailSide` and `thumbSide * thumbSide` bytes of luma. */
  detail: Uint8Array
  small: Uint8Array
}

/** Hashes what lies within the frame of a raster. */
export function hashed(raster: Raster): Hashed {
  const part = contentBox(raster)
  const content = within(raster, part)
  const detail = shrink(content.luma, content.width, content.height, detailSide)
  const small = rounded(halve(detail, detailSide))
  return { part, content, detail, small, dct: dctHashes(new Float32Array(small)), block: blockHash(small) }
}

/**
 * What is computed from the luma of a raster: its look, which leaves frames out, and a thumbnail of all of it,
 * `thumbSide * thumbSide` bytes.
 */
export function lookOf(raster: Raster): { look: Look; thumb: Uint8Array } {
  const { part, content, detail, small, dct, block } = hashed(raster)
  const features = localFeatures(pyramidOf(detail, detailSide, content))
  const view = viewOf(detail, features, { part, of: raster })
  const thumb = content === raster ? small : shrink(raster.luma, raster.width, raster.height, thumbSide)
  return { look: { dct, block, view }, thumb }
}

/** `Uint8Array.from` with a map takes ten times as long. */
function rounded(values: Float32Array): Uint8Array {
  const whole = new Uint8Array(values.length)
  for (let at = 0; at < whole.length; at += 1) whole[at] = Math.round(values[at] ?? 0)
  return whole
}

function blockHash(thumb: Uint8Array): Int32Array {
  const rgba = new Uint8ClampedArray(thumb.length * 4).fill(255)
  for (let at = 0, to = 0; at < thumb.length; at += 1, to += 4) {
    const value = thumb[at] ?? 0
    rgba[to] = value
    rgba[to + 1] = value
    rgba[to + 2] = value
  }
  const hex = imghash.hashRaw({ width: thumbSide, height: thumbSide, data: rgba }, 16)
  return Int32Array.from({ length: hashWords }, (_, word) =>
    Number.parseInt(hex.slice(word * 8, word * 8 + 8), 16),
  )
}
