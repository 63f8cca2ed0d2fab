import type { Distortion } from './distortion.ts'
import {
  added,
  aroundOne,
  bounds,
  none,
  number,
  type Parameters,
  scaled,
  symmetric,
  text,
  unchanged,
} from './parameters.ts'

type Reader = (parameters: Parameters) => Distortion[]

const flip = (axis: 'horizontal' | 'vertical', probability: number): Distortion[] => [
  { kind: 'flip', axis, probability },
]
/** A shift below 1 is a share, from 1 on pixels of a 299 pixel image (Keras' rule; the size hardly matters). */
const share = (length: number) => (Math.abs(length) < 1 ? length : length / 299)

/** Arguments of Keras' `ImageDataGenerator`, each a step: https://keras.io/2.15/api/data_loading/image */
const generator: Record<string, Reader> = {
  rotation_range: (p) => [{ kind: 'rotation', degrees: symmetric(number(p, 'rotation_range', 0)) }],
  width_shift_range: (p) => [
    { kind: 'shift', x: symmetric(share(number(p, 'width_shift_range', 0))), y: none },
  ],
  height_shift_range: (p) => [
    { kind: 'shift', x: none, y: symmetric(share(number(p, 'height_shift_range', 0))) },
  ],
  zoom_range: (p) => {
    const factor = bounds(p, 'zoom_range', aroundOne) ?? unchanged
    return [{ kind: 'zoom', x: factor, y: factor }]
  },
  shear_range: (p) => [{ kind: 'shear', degrees: symmetric(number(p, 'shear_range', 0)) }],
  brightness_range: (p) => {
    const factor = bounds(p, 'brightness_range', (one) => [one, one]) ?? unchanged
    return [{ kind: 'brightness', factor, offset: none }]
  },
  channel_shift_range: (p) => {
    const offset = symmetric(number(p, 'channel_shift_range', 0) / 255)
    return [{ kind: 'brightness', factor: unchanged, offset }]
  },
  horizontal_flip: () => flip('horizontal', 0.5),
  vertical_flip: () => flip('vertical', 0.5),
}

/** https://keras.io/api/layers/preprocessing_layers/image_augmentation; angles are shares of a full turn. */
const kerasLayers: Record<string, Reader> = {
  RandomFlip(p) {
    const mode = text(p, 'mode', 'horizontal_and_vertical')
    return [
      ...(mode.includes('horizontal') ? flip('horizontal', 0.5) : []),
      ...(mode.includes('vertical') ? flip('vertical', 0.5) : []),
    ]
  },
  RandomRotation: (p) => [
    'degrees' in p
      ? { kind: 'rotation', degrees: bounds(p, 'degrees', symmetric) ?? none }
      : { kind: 'rotation', degrees: scaled(bounds(p, 'factor', symmetric) ?? none, 360) },
  ],
  RandomZoom(p) {
    const height = added(bounds(p, 'height_factor', symmetric) ?? none, 1)
    const width = bounds(p, 'width_factor', symmetric)
    return [
      width === null ? { kind: 'zoom', x: height, y: null } : { kind: 'zoom', x: added(width, 1), y: height },
    ]
  },
  RandomTranslation: (p) => [
    {
      kind: 'shift',
      x: bounds(p, 'width_factor', symmetric) ?? none,
      y: bounds(p, 'height_factor', symmetric) ?? none,
    },
  ],
  RandomContrast: (p) => [{ kind: 'contrast', factor: bounds(p, 'factor', aroundOne) ?? unchanged }],
  RandomBrightness: (p) => [
    { kind: 'brightness', factor: unchanged, offset: bounds(p, 'factor', symmetric) ?? none },
  ],
}

/** https://www.tensorflow.org/api_docs/python/tf/image; brightness deltas are of images in 0..1. */
const tensorflow: Record<string, Reader> = {
  random_flip_left_right: () => flip('horizontal', 0.5),
  random_flip_up_down: () => flip('vertical', 0.5),
  random_brightness(p) {
    const delta = number(p, 'max_delta', 0)
    return [{ kind: 'brightness', factor: unchanged, offset: symmetric(delta > 1 ? delta / 255 : delta) }]
  },
  random_contrast: (p) => [{ kind: 'contrast', factor: [number(p, 'lower', 1), number(p, 'upper', 1)] }],
  random_saturation: (p) => [{ kind: 'saturation', factor: [number(p, 'lower', 1), number(p, 'upper', 1)] }],
}

/** https://pytorch.org/vision/stable/transforms.html */
const torchvision: Record<string, Reader> = {
  RandomHorizontalFlip: (p) => flip('horizontal', number(p, 'p', 0.5)),
  RandomVerticalFlip: (p) => flip('vertical', number(p, 'p', 0.5)),
  ColorJitter: (p) => [
    { kind: 'brightness', factor: bounds(p, 'brightness', aroundOne) ?? unchanged, offset: none },
    { kind: 'contrast', factor: bounds(p, 'contrast', aroundOne) ?? unchanged },
    { kind: 'saturation', factor: bounds(p, 'saturation', aroundOne) ?? unchanged },
  ],
}

/** https://albumentations.ai/docs/api_reference */
const albumentations: Record<string, Reader> = {
  HorizontalFlip: (p) => flip('horizontal', number(p, 'p', 0.5)),
  VerticalFlip: (p) => flip('vertical', number(p, 'p', 0.5)),
  Rotate: (p) => [
    {
      kind: 'rotation',
      degrees: bounds(p, 'limit', symmetric) ?? symmetric(90),
      probability: number(p, 'p', 0.5),
    },
  ],
}

/** How to repeat a random transform, by the last part of the framework's name for it. */
export const readers: ReadonlyMap<string, Reader> = new Map(
  Object.entries({ ...generator, ...kerasLayers, ...tensorflow, ...torchvision, ...albumentations }),
)
