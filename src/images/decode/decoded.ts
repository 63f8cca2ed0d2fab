import type { Raster } from './raster.ts'

/** Decoded pixels and what the file says about itself. */
export interface Decoded {
  /** From the content: `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `avif`. */
  format: string
  /** Pixels, EXIF orientation applied. */
  width: number
  height: number
  /** As stored: 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA or CMYK. */
  channels: number
  /** EXIF orientation, 1..8; 1 when absent. */
  orientation: number
  /** 8-bit RGB, interleaved, `width * height * 3` bytes; transparency dropped, as training frameworks do. */
  pixels: Uint8Array
  /** Alpha, 0..255, of each pixel; null where all are opaque. */
  opacity: Uint8Array | null
}

/** The same with a raster in place of all pixels. */
export interface Reduced extends Omit<Decoded, 'pixels' | 'opacity'> {
  raster: Raster
  /** Whether not all pixels are opaque. */
  transparent: boolean
  /** `digestOf` the pixels at full size; null when they were not decoded. */
  pixelDigest: string | null
}

/** The file is there but is no image that can be trained on; the message is the reason, for people. */
export class UndecodableImage extends Error {}
