import {
  add,
  matMul,
  mul,
  sum,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
  tensor1d,
  tensor2d,
  tensor4d,
} from '@tensorflow/tfjs-core'
import { FEATURES } from '../../embed/architecture.ts'
import type { Boundary, Shape } from '../../embed/boundary.ts'
import { type BatchNormMode, type LayerTensors, pooledTop } from './network.ts'
import type { LayerWeights } from './weights.ts'

/** The layers behind a boundary. */
export interface Top {
  boundary: Boundary
  layers: LayerWeights[]
}

/** A top, global average pooling, and a dense layer with softmax. */
export interface TopModel extends Top {
  /** What is done to pooled features before the classifier sees them: times `scale`, plus `offset`. */
  scale: Float32Array
  offset: Float32Array
  classes: number
  /** [classes, 2048] */
  kernel: Float32Array
  bias: Float32Array
}

export interface TopSample {
  /** [height, width, channels] at the boundary. */
  activations: Float32Array
  /** Class index. */
  label: number
}

/** The classifier of a head as it is trained on pooled features. */
export type Classifier = Pick<TopModel, 'classes' | 'kernel' | 'bias'>

/** A model of its own with these layers under a classifier. */
export function topModel(
  { boundary, layers }: Top,
  { scale, offset }: Pick<TopModel, 'scale' | 'offset'>,
  { classes, kernel, bias }: Classifier,
): TopModel {
  return {
    boundary,
    layers: layers.map((layer) => ({
      ...layer,
      kernel: layer.kernel.slice(),
      beta: layer.beta.slice(),
      mean: layer.mean.slice(),
      variance: layer.variance.slice(),
    })),
    scale,
    offset,
    classes,
    kernel: kernel.slice(),
    bias: bias.slice(),
  }
}

/** [n, h, w, c] of the samples' activations. */
export function stacked(
  samples: readonly Pick<TopSample, 'activations'>[],
  { height, width, channels }: Shape,
): Tensor4D {
  const length = height * width * channels
  const values = new Float32Array(samples.length * length)
  samples.forEach(({ activations }, i) => {
    values.set(activations, i * length)
  })
  return tensor4d(values, [samples.length, height, width, channels])
}

interface Pass {
  batchNorm: BatchNormMode
  /** What a batch leaves of the moving statistics in training mode. */
  momentum: number
}

/** By stored statistics, which stay. */
export const asStored: Pass = { batchNorm: 'inference', momentum: 1 }

/** Pooled features [n, 2048] of activations. In training mode the moving statistics of `layers` move. */
export function pooled({ boundary, layers }: Top, activations: Tensor4D, { batchNorm, momentum }: Pass) {
  const tensors = new Map<string, LayerTensors>()
  const weights = new Map<string, LayerWeights>()
  for (const one of layers) {
    weights.set(one.layer.name, one)
    tensors.set(one.layer.name, {
      kernel: tensor4d(one.kernel, one.shape),
      beta: tensor1d(one.beta),
      mean: tensor1d(one.mean),
      variance: tensor1d(one.variance),
    })
  }
  return pooledTop(activations, {
    boundary,
    tensors,
    batchNorm,
    seen({ name }, moments) {
      const own = weights.get(name)
      if (own === undefined) return
      move(own.mean, moments.mean, momentum)
      move(own.variance, moments.variance, momentum)
    },
  })
}

function move(average: Float32Array, seen: Tensor1D, momentum: number): void {
  const values = seen.dataSync<'float32'>()
  for (let i = 0; i < average.length; i++)
    average[i] = (average[i] ?? 0) * momentum + (values[i] ?? 0) * (1 - momentum)
}

/** The classifier on pooled features: [n, 2048] -> logits [n, classes]; `mask` is dropout's. */
export function classify(
  { scale, offset, classes, kernel, bias }: TopModel,
  features: Tensor2D,
  mask?: Tensor2D,
) {
  const scales = tensor1d(scale)
  const prepared = add<Tensor2D>(mul(features, scales), tensor1d(offset))
  const kept = mask === undefined ? prepared : mul<Tensor2D>(prepared, mask)
  const weights = tensor2d(kernel, [classes, FEATURES])
  return {
    value: add<Tensor2D>(matMul(kept, weights, false, true), tensor1d(bias)),
    back(derivative: Tensor2D) {
      const towards = mul<Tensor2D>(matMul(derivative, weights), scales)
      return {
        features: mask === undefined ? towards : mul<Tensor2D>(towards, mask),
        kernel: matMul(derivative, kept, true),
        bias: sum<Tensor1D>(derivative, 0),
      }
    },
  }
}
