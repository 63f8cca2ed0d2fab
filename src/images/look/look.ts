import type { Raster } from '../decode/raster.ts'
import { detailSide, shrink, shrinkTwice, thumbSide } from '../decode/shrink.ts'
import { localFeatures } from '../features/local-features.ts'
import { pyramidOf } from '../features/pyramid.ts'
import { blockHash, dctHashes } from '../hashes/dct-hash.ts'
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

/** Hashes what lies within the frame of a raster. Bytes of luma are valid until something else is shrunk. */
export function hashed(raster: Raster): Hashed {
  const part = contentBox(raster)
  const content = within(raster, part)
  const { detail, small } = shrinkTwice(content.luma, content.width, content.height)
  return { part, content, detail, small, dct: dctHashes(small), block: blockHash(small) }
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
