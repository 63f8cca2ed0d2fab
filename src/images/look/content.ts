import type { DecodedImage, UnreadableImage } from '../../model/images.ts'
import { decoded } from '../decode/decode.ts'
import { type Reduced, UndecodableImage } from '../decode/decoded.ts'
import { exifOf } from '../decode/exif.ts'
import { jpegQuality } from '../decode/jpeg-quality.ts'
import { appearanceOf, contrastOf } from './appearance.ts'
import { colourLayout } from './colour-layout.ts'
import { type Look, lookOf } from './look.ts'

/** Everything learned from the content of a file, whatever it is called. */
export type Content =
  | { fact: Omit<DecodedImage, 'path'>; look: Look; pixelDigest: string | null }
  | { fact: Omit<UnreadableImage, 'path'> }

/** Decodes and hashes the bytes of one file. What is wrong with them is in the result. */
export async function contentOf(bytes: Uint8Array, bytesDigest: string): Promise<Content> {
  try {
    return await decoded(bytes, (image) => describe(image, bytes, bytesDigest))
  } catch (fault) {
    if (!(fault instanceof UndecodableImage)) throw fault
    return { fact: { ok: false, bytesDigest, reason: fault.message } }
  }
}

function describe(image: Reduced, bytes: Uint8Array, bytesDigest: string): Content {
  const { raster, pixelDigest, ...about } = image
  const { look, thumb } = lookOf(raster)
  return {
    fact: {
      ok: true,
      bytesDigest,
      ...about,
      contrast: contrastOf(thumb),
      jpegQuality: jpegQuality(bytes),
      appearance: appearanceOf(thumb, raster),
      colourLayout: colourLayout(raster),
      exif: exifOf(bytes),
    },
    look,
    pixelDigest,
  }
}
