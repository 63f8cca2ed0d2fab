import type { WorkContext } from '../../model/progress.ts'

/** Numbers with a shape, row-major. Convolution kernels are [height, width, in, out], as in Keras. */
export interface WeightTensor {
  shape: number[]
  values: Float32Array
}

/** Tensors by Keras variable name, e.g. `conv2d_1/kernel`, `batch_normalization_1/moving_mean`. */
export type WeightTensors = ReadonlyMap<string, WeightTensor>

/** The weights of a trunk and what they want of their input. */
export interface TrunkWeights {
  /** Names the exact weights in caches, e.g. `inception-v3-nsfwjs-4.2.1`. */
  id: string
  /** For people: stands in every trial. */
  title: string
  /** The pixel values (0 becomes the first, 255 the second) that the weights were trained on. */
  inputRange: readonly [number, number]
  /**
   * True when the pooled features are scaled unlike those of the ImageNet weights, for which learning rates of
   * recipes are made: they are then brought to mean 0 and deviation 1 before a head is trained.
   */
  standardise: boolean
  /** Reads them: only needed when a feature is not in the cache. Throws {@link WeightsUnavailable}. */
  load(): Promise<WeightTensors>
}

/** Where trunk weights can come from. */
export interface WeightsSource {
  id: string
  title: string
  inputRange: readonly [number, number]
  /** See {@link TrunkWeights.standardise}. */
  standardise: boolean
  /**
   * Fetches and converts the weights. `scratch` is a folder of its own that the caller removes; a file named
   * {@link PARTIAL} in it is kept for the next try. Throws {@link WeightsUnavailable} when they cannot be had.
   */
  obtain(scratch: string, work: Pick<WorkContext, 'progress' | 'signal'>): Promise<WeightTensors>
}

/** What a source has downloaded so far, in its scratch folder. */
export const PARTIAL = 'download'

/** The weights cannot be had here and now. The message is one line for people: what failed and the remedy. */
export class WeightsUnavailable extends Error {
  override name = 'WeightsUnavailable'
}
