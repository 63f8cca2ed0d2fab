/** How an image looks: luma of the image shrunk to 64 x 64, in grey levels 0..255, unless said otherwise. */
export interface Appearance {
  /** Mean. */
  brightness: number
  /** Above the darkest twentieth of the image. */
  darkest: number
  /** Below the brightest hundredth. */
  brightest: number
  /** Standard deviation of the Laplacian: 0 where nothing has an edge. */
  sharpness: number
  /** The outermost pixels at full size: mean colour, and the largest standard deviation among the channels. */
  border: { red: number; green: number; blue: number; spread: number }
}

/** What was read from one image file that could be decoded. Hashes are lower-case hex. */
export interface DecodedImage {
  ok: true
  path: string
  /** SHA-256 of the file's bytes. */
  bytesDigest: string
  /** From the content, not from the name: `jpeg`, `png`, `webp`, `gif`, `bmp`, `tiff`, `avif`. */
  format: string
  /** Pixels, after EXIF orientation. */
  width: number
  height: number
  /** As stored: 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA or CMYK. */
  channels: number
  /** Whether not all pixels are opaque. Everything else told of an image leaves transparency out, as training frameworks do. */
  transparent: boolean
  /** EXIF orientation 1..8; 1 when absent. */
  orientation: number
  /** Standard deviation of luma over the image shrunk to 64 x 64, in grey levels: 0 is one flat colour. */
  contrast: number
  /** 1..100 on libjpeg's scale, from the quantisation table; null for other formats. */
  jpegQuality: number | null
  appearance: Appearance
  /** Mean RGB of 8 x 8 cells, rows first: 384 hex digits. */
  colourLayout: string
  /** What the camera wrote; null where it wrote nothing. */
  exif: Exif | null
}

/** From the file's Exif block: anybody may have written anything there. Texts have 128 characters at the most. */
export interface Exif {
  make: string | null
  model: string | null
  bodySerial: string | null
  imageUniqueId: string | null
  /** When the photo was taken, milliseconds since the epoch; a clock without time zone is read as UTC. */
  takenMs: number | null
  /** Degrees, rounded to 4 decimals (about 10 m). */
  place: { latitude: number; longitude: number } | null
}

export interface UnreadableImage {
  ok: false
  path: string
  /** null when not even the bytes could be read. */
  bytesDigest: string | null
  reason: string
}

export type ImageFact = DecodedImage | UnreadableImage

/** How sure it is that two files show the same photo. */
export type DuplicateGrade = 'same-bytes' | 'same-pixels' | 'near-identical' | 'probable'

/** The eight symmetries of the square by which one image of a pair may be mapped onto the other. */
export const orientationNames = [
  'none',
  'flip-horizontal',
  'flip-vertical',
  'rotate-90',
  'rotate-180',
  'rotate-270',
  'transpose',
  'anti-transpose',
] as const

/** Of the eight symmetries of the square, the one that maps the first image of a pair onto the second. */
export type Orientation = (typeof orientationNames)[number]

export interface DuplicatePair {
  a: string
  b: string
  grade: DuplicateGrade
  /** Hamming distance of the 256-bit DCT hashes in the best orientation, 0..256. */
  distance: number
  /** Median correlation of the textured tiles of both images after alignment, -1..1. */
  correlation: number
  /** The nearest one, where one image was also cropped or turned by a few degrees. */
  orientation: Orientation
  /** Pairs of different photos that are expected to look at least so alike, in this whole data set. */
  falsePositives: number
}

/** Connected images: each member is a duplicate of at least one other. Members are sorted by path. */
export interface DuplicateCluster {
  members: string[]
  pairs: DuplicatePair[]
}

export interface ImageFacts {
  images: ReadonlyMap<string, ImageFact>
  clusters: DuplicateCluster[]
}
