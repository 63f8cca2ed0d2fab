import {
  avgPool,
  concat,
  div,
  engine,
  maxPool,
  mean,
  mul,
  ones,
  pad,
  type Rank,
  reshape,
  split,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core'
import type { Step } from './step.ts'

/**
 * The 3x3 mean with stride 1, in which zeros around the edge do not count. TensorFlow.js 4.22 divides by 9 at the edge
 * as well when it derives this (`AvgPoolGrad`), on the small maps of the last blocks nearly everywhere. The window is
 * symmetric: the derivative of its sum is the same sum.
 */
export function averagePool(x: Tensor4D): Step<Tensor4D, Tensor4D> {
  const [, height, width] = x.shape
  const around: [number, number][] = [
    [0, 0],
    [1, 1],
    [1, 1],
    [0, 0],
  ]
  // The mean over padded ones is the share of places that count.
  const counted = mul(avgPool<Tensor4D>(pad(ones([1, height, width, 1]), around), 3, 1, 'valid'), 9)
  return {
    value: avgPool(x, 3, 1, 'same'),
    back: (derivative) => mul(avgPool<Tensor4D>(div(derivative, counted), 3, 1, 'same'), counted),
  }
}

/** The 3x3 maximum with stride 2, without zeros around. */
export function maximumPool(x: Tensor4D): Step<Tensor4D, Tensor4D> {
  const attributes = { filterSize: [3, 3], strides: [2, 2], pad: 'valid' }
  const value = maxPool(x, 3, 2, 'valid')
  return {
    value,
    back: (dy) => engine().runKernel('MaxPoolGrad', { dy, input: x, output: value }, attributes),
  }
}

/** [n, h, w, c] -> [n, c]. */
export function globalAverage(x: Tensor4D): Step<Tensor2D, Tensor4D> {
  const [batch, height, width, channels] = x.shape
  return {
    value: mean<Tensor2D>(x, [1, 2]),
    back: (derivative) =>
      mul(
        reshape<Rank.R4>(div(derivative, height * width), [batch, 1, 1, channels]),
        ones<Rank.R4>([1, height, width, 1]),
      ),
  }
}

/** Along the channels. */
export function concatenate(inputs: Tensor4D[]): Step<Tensor4D, Tensor4D[]> {
  const channels = inputs.map(({ shape }) => shape[3])
  return { value: concat(inputs, 3), back: (derivative) => split(derivative, channels, 3) }
}
