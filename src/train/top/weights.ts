import type { ConvolutionLayer } from '../../embed/architecture.ts'
import { type Boundary, layersAfter } from '../../embed/boundary.ts'
import { WeightsUnavailable, type WeightTensor, type WeightTensors } from '../../embed/weights/tensor.ts'
import type { Random } from '../../model/random.ts'

/** A convolution with its batch norm: what is trained, and the moving statistics. */
export interface LayerWeights {
  layer: ConvolutionLayer
  /** [height, width, in, out] */
  shape: [number, number, number, number]
  kernel: Float32Array
  /** One per output channel, as are the next two. */
  beta: Float32Array
  mean: Float32Array
  variance: Float32Array
}

/** The layers behind a boundary, as they are in the trunk. Throws {@link WeightsUnavailable} when one is missing. */
export function pretrainedTop(boundary: Boundary, weights: WeightTensors): LayerWeights[] {
  const get = (name: string): WeightTensor => {
    const tensor = weights.get(name)
    if (tensor === undefined) throw new WeightsUnavailable(`the trunk weights have no ${name}`)
    return tensor
  }
  return convolutionsAfter(boundary).map((layer) => {
    const { shape, values } = get(`conv2d_${layer.index}/kernel`)
    const [height = 0, width = 0, channels = 0, filters = 0] = shape
    const norm = (part: string) => get(`batch_normalization_${layer.index}/${part}`).values.slice()
    return {
      layer,
      shape: [height, width, channels, filters],
      kernel: values.slice(),
      beta: norm('beta'),
      mean: norm('moving_mean'),
      variance: norm('moving_variance'),
    }
  })
}

/** The same layers as Keras makes them without weights: Glorot uniform kernels, beta and mean 0, variance 1. */
export function randomTop(pretrained: readonly LayerWeights[], random: Random): LayerWeights[] {
  return pretrained.map(({ layer, shape }) => {
    const [height, width, channels, filters] = shape
    const area = height * width
    const limit = Math.sqrt(6 / (area * (channels + filters)))
    return {
      layer,
      shape,
      kernel: Float32Array.from({ length: area * channels * filters }, () => random.uniform(-limit, limit)),
      beta: new Float32Array(filters),
      mean: new Float32Array(filters),
      variance: new Float32Array(filters).fill(1),
    }
  })
}

const convolutionsAfter = (boundary: Boundary) =>
  layersAfter(boundary).filter((layer) => layer.kind === 'convolution')
