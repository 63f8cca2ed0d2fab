import { BATCH_NORM_EPSILON, type ConvolutionLayer } from './architecture.ts'
import { WeightsUnavailable, type WeightTensors } from './weights/tensor.ts'

/** A convolution that has its batch norm inside: out = conv(in, kernel) + bias. */
export interface FoldedConvolution {
  /** [height, width, in, out] */
  shape: [number, number, number, number]
  kernel: Float32Array
  /** One per output channel. */
  bias: Float32Array
}

/**
 * Folds batch norm in inference mode into the convolution before it (Jacob et al. 2018, section 3.2):
 * (conv - mean) / sqrt(variance + epsilon) + beta. Throws {@link WeightsUnavailable} when a tensor is missing or
 * has another shape than the architecture asks for.
 */
export function foldBatchNorm(layer: ConvolutionLayer, weights: WeightTensors): FoldedConvolution {
  const get = (name: string, shape: (number | null)[]) => {
    const tensor = weights.get(name)
    const fits =
      tensor?.shape.length === shape.length &&
      shape.every((side, axis) => side === null || side === tensor.shape[axis])
    if (!tensor || !fits) throw new WeightsUnavailable(`the trunk weights have no fitting ${name}`)
    return tensor
  }
  const { index, filters } = layer
  const [height, width] = layer.kernel
  const { shape, values } = get(`conv2d_${index}/kernel`, [height, width, null, filters])
  const norm = (part: string) => get(`batch_normalization_${index}/${part}`, [filters]).values
  const mean = norm('moving_mean')
  const beta = norm('beta')
  const scale = Float64Array.from(norm('moving_variance'), (v) => 1 / Math.sqrt(v + BATCH_NORM_EPSILON))
  const at = (array: ArrayLike<number>, i: number) => array[i] ?? 0
  return {
    shape: [height, width, at(shape, 2), filters],
    kernel: values.map((value, i) => value * at(scale, i % filters)),
    bias: beta.map((value, channel) => value - at(mean, channel) * at(scale, channel)),
  }
}
