import { add, mul, relu, step, type Tensor1D, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'
import type { ConvolutionLayer, Layer } from '../../embed/architecture.ts'
import { type Boundary, inputsOf, layersAfter } from '../../embed/boundary.ts'
import { type Moments, momentsOf, normaliseBy, normaliseByBatch } from './batch-norm.ts'
import { convolve } from './convolution.ts'
import { averagePool, concatenate, globalAverage, maximumPool } from './pooling.ts'
import type { Step } from './step.ts'

/** How batch norm works: by its stored statistics, or by each batch's, which are then also stored. */
export type BatchNormMode = 'inference' | 'training'

/** The variables of a convolution with its batch norm. */
export interface LayerTensors extends Moments {
  /** [height, width, in, out] */
  kernel: Tensor4D
  beta: Tensor1D
}

export interface LayerGradients {
  kernel: Tensor4D
  beta: Tensor1D
}

interface Pass {
  boundary: Boundary
  /** By name of the layer. */
  tensors: ReadonlyMap<string, LayerTensors>
  batchNorm: BatchNormMode
  /** Told the moments of every layer's batch, in training mode. */
  seen?(layer: ConvolutionLayer, moments: Moments): void
}

/** The derivative of each input of a layer; asked for only where something before it learns. */
type Back = (derivative: Tensor4D, gradients: Map<string, LayerGradients>) => () => Tensor4D[]

/**
 * The layers behind a boundary and global average pooling: [n, h, w, c] -> [n, 2048], and back to the gradients of
 * their variables, by name of the layer.
 */
export function pooledTop(activations: Tensor4D, pass: Pass): Step<Tensor2D, Map<string, LayerGradients>> {
  const values = new Map<string, Tensor4D>([[pass.boundary, activations]])
  const ways: { layer: Layer; back: Back }[] = []
  let last = activations
  for (const layer of layersAfter(pass.boundary)) {
    const inputs = inputsOf(layer).map((name) => known(values, name))
    const { value, back } = apply(layer, inputs, pass)
    values.set(layer.name, value)
    ways.push({ layer, back })
    last = value
  }
  const average = globalAverage(last)
  return {
    value: average.value,
    back(derivative) {
      const gradients = new Map<string, LayerGradients>()
      const derivatives = new Map([[ways.at(-1)?.layer.name ?? '', average.back(derivative)]])
      for (const { layer, back } of ways.toReversed()) {
        const towards = back(known(derivatives, layer.name), gradients)
        const names = inputsOf(layer)
        if (names.includes(pass.boundary)) continue
        for (const [i, one] of towards().entries()) {
          const [name = ''] = names.slice(i)
          const other = derivatives.get(name)
          derivatives.set(name, other === undefined ? one : add(other, one))
        }
      }
      return gradients
    },
  }
}

function known(values: ReadonlyMap<string, Tensor4D>, name: string): Tensor4D {
  const value = values.get(name)
  if (value === undefined) throw new Error(`layer ${name} has not been computed`)
  return value
}

function apply(layer: Layer, inputs: Tensor4D[], pass: Pass): { value: Tensor4D; back: Back } {
  if (layer.kind === 'concatenation') {
    const { value, back } = concatenate(inputs)
    return { value, back: (derivative) => () => back(derivative) }
  }
  const [x] = inputs
  if (x === undefined) throw new Error(`layer ${layer.name} has no input`)
  if (layer.kind === 'convolution') return convolution(layer, x, pass)
  const { value, back } = layer.kind === 'max-pooling' ? maximumPool(x) : averagePool(x)
  return { value, back: (derivative) => () => [back(derivative)] }
}

/** Convolution, batch norm and ReLU. */
function convolution(layer: ConvolutionLayer, x: Tensor4D, pass: Pass): { value: Tensor4D; back: Back } {
  const variables = pass.tensors.get(layer.name)
  if (variables === undefined) throw new Error(`layer ${layer.name} has no weights`)
  const linear = convolve(x, variables.kernel, layer.stride, layer.padding)
  const normal = normalised(linear.value, variables, layer, pass)
  return {
    value: relu(normal.value),
    back(derivative, gradients) {
      const { input, beta } = normal.back(mul(derivative, step(normal.value)))
      const derived = linear.back(input)
      gradients.set(layer.name, { kernel: derived.kernel, beta })
      return () => [derived.input()]
    },
  }
}

function normalised(
  x: Tensor4D,
  variables: LayerTensors,
  layer: ConvolutionLayer,
  { batchNorm, seen }: Pass,
) {
  if (batchNorm === 'inference') return normaliseBy(x, variables, variables.beta)
  const moments = momentsOf(x)
  seen?.(layer, moments)
  return normaliseByBatch(x, moments, variables.beta)
}
