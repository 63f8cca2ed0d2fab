import type { TensorValue } from './values/data.ts'

/** The keys under which samples of TensorFlow.js and of common data loaders hold the image. */
export const imageKeys: readonly string[] = ['xs', 'image', 'images', 'img', 'x', 'tensor', 'pixel_values']

/**
 * A field of a sample whose shape we do not know, which stands as its image (`({ xs, ys }) => ...` over a dataset
 * that came as a parameter): the image again under a usual key, a label under any other.
 */
export const sampleField = (sample: TensorValue, key: string): TensorValue =>
  imageKeys.includes(key) ? sample : { ...sample, image: false }
