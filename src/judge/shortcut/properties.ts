import type { DecodedImage } from '../../model/images.ts'
import { isGrey } from '../grey.ts'

/** Something about a file or its picture that says nothing of what it shows. */
export interface Property {
  name: string
  /** The value of an image, for people; null where the image has none to go by. */
  of(image: DecodedImage): string | null
  /** What its values are to be brought to, for people. */
  remedy: string
  /**
   * Share of a class that must be told by the property, less the share of other images taken for it. What an honest
   * difference of the things shown may bring about, such as brightness, has to tell nearly all: cartons of soy milk
   * and tomatoes on their own differ by 0.91.
   */
  bar: number
  /** Whether it may well be just what the classes differ in. */
  honest?: true
}

/** Standard deviation of the outermost pixels, in grey levels, up to which they count as a frame of one colour. */
const FRAME_SPREAD = 4
/** Grey levels in one step of brightness, and in one of a frame's channels. */
const BRIGHTNESS_STEP = 16
const FRAME_STEP = 64

/** The colour of the frame around an image, `0/0/0 frame`; null where its border is of no single colour. */
export function frameOf({ appearance: { border } }: DecodedImage): string | null {
  if (border.spread > FRAME_SPREAD) return null
  return `${[border.red, border.green, border.blue].map(shade).join('/')} frame`
}

export const properties: readonly Property[] = [
  {
    name: 'file format',
    of: ({ format }) => format.toUpperCase(),
    remedy: 'Store all images in one format',
    bar: 0.5,
  },
  {
    name: 'stored channels',
    of: ({ channels }) => (channels < 3 ? 'greyscale' : channels === 3 ? 'RGB' : 'four channels'),
    remedy: 'Convert all images to the same channels',
    bar: 0.5,
  },
  {
    name: 'colour',
    of: ({ colourLayout }) => (isGrey(colourLayout) ? 'no colour' : 'colour'),
    remedy: 'Convert all images to greyscale, or collect each class in colour',
    bar: 0.7,
  },
  {
    name: 'size in pixels',
    of: ({ width, height }) => `${width} x ${height}`,
    remedy: 'Bring all images to one size by the same steps, from originals of like size',
    bar: 0.5,
  },
  {
    name: 'resolution',
    of: ({ width, height }) =>
      `about ${(2 ** (Math.round(2 * Math.log2(Math.sqrt(width * height))) / 2)) | 0} px`,
    remedy: 'Bring all images to one size by the same steps, from originals of like size',
    bar: 0.7,
  },
  {
    name: 'JPEG quality',
    of: ({ jpegQuality }) => (jpegQuality === null ? null : `quality ${jpegQuality}`),
    remedy: 'Encode all images anew with one quality',
    bar: 0.5,
  },
  {
    name: 'camera',
    of: ({ exif }) => [exif?.make, exif?.model].filter(Boolean).join(' ') || 'no camera named',
    remedy: 'Take photos of every class with every camera',
    bar: 0.7,
  },
  {
    name: 'border',
    of: (image) => frameOf(image) ?? 'no frame',
    remedy: 'Cut the frames off',
    bar: 0.7,
  },
  {
    name: 'brightness',
    of: ({ appearance }) => {
      const from = Math.floor(appearance.brightness / BRIGHTNESS_STEP) * BRIGHTNESS_STEP
      return `brightness ${from} to ${from + BRIGHTNESS_STEP}`
    },
    remedy: 'Take photos of every class in the same light, or vary the brightness in training',
    bar: 0.93,
    honest: true,
  },
]

/** A channel in five steps, as its middle. */
const shade = (value: number) => Math.min(Math.round(value / FRAME_STEP) * FRAME_STEP, 255)
