/**
 * InceptionV3 without its top (Szegedy et al. 2015, https://arxiv.org/abs/1512.00567), layer by layer as Keras
 * builds it (`keras.applications.inception_v3`): 94 convolutions without bias, each followed by batch
 * normalisation (epsilon 1e-3, no gamma) and ReLU. This is the only description of the network; the ONNX and the
 * TensorFlow.js trunk are both made from it. Any input of at least 75x75 pixels fits.
 */
export const BATCH_NORM_EPSILON = 1e-3
export const SMALLEST_INPUT = 75
/** Channels of `mixed10`, hence length of a pooled feature vector. */
export const FEATURES = 2048
/** The last layer of the trunk. */
export const OUTPUT = 'mixed10'
export const INPUT = 'input_1'

export type Padding = 'same' | 'valid'

/** A convolution with its batch norm and ReLU; `index` counts from 1 in Keras' order of creation. */
export interface ConvolutionLayer {
  kind: 'convolution'
  name: string
  index: number
  input: string
  filters: number
  kernel: [height: number, width: number]
  stride: 1 | 2
  padding: Padding
}

/** 3x3. */
export interface PoolingLayer {
  kind: 'max-pooling' | 'average-pooling'
  name: string
  input: string
  stride: 1 | 2
  padding: Padding
}

/** Along the channels, in the order of `inputs`. */
export interface ConcatenationLayer {
  kind: 'concatenation'
  name: string
  inputs: string[]
}

export type Layer = ConvolutionLayer | PoolingLayer | ConcatenationLayer

type Operation =
  | { op: 'convolution'; filters: number; kernel: [number, number]; stride: 1 | 2; padding: Padding }
  | { op: 'max-pooling' | 'average-pooling'; stride: 1 | 2; padding: Padding }
  /** Two operations side by side on the same input, concatenated. */
  | { op: 'fork'; name: string; sides: [Operation, Operation] }

const conv = (filters: number, height: number, width: number): Operation => ({
  op: 'convolution',
  filters,
  kernel: [height, width],
  stride: 1,
  padding: 'same',
})
const convValid = (filters: number, side: number, stride: 1 | 2): Operation => ({
  op: 'convolution',
  filters,
  kernel: [side, side],
  stride,
  padding: 'valid',
})
const shrink: Operation = { op: 'max-pooling', stride: 2, padding: 'valid' }
const smooth: Operation = { op: 'average-pooling', stride: 1, padding: 'same' }
const fork = (name: string, ...sides: [Operation, Operation]): Operation => ({ op: 'fork', name, sides })

/** 35x35 at an input of 299 (figure 5 of the paper, with 5x5 kept as Keras does). */
const block35 = (pooled: number): Operation[][] => [
  [conv(64, 1, 1)],
  [conv(48, 1, 1), conv(64, 5, 5)],
  [conv(64, 1, 1), conv(96, 3, 3), conv(96, 3, 3)],
  [smooth, conv(pooled, 1, 1)],
]

/** 17x17, with 7x7 factorised (figure 6). */
const block17 = (width: number): Operation[][] => [
  [conv(192, 1, 1)],
  [conv(width, 1, 1), conv(width, 1, 7), conv(192, 7, 1)],
  [conv(width, 1, 1), conv(width, 7, 1), conv(width, 1, 7), conv(width, 7, 1), conv(192, 1, 7)],
  [smooth, conv(192, 1, 1)],
]

/** 8x8, with expanded filter banks (figure 7). */
const block8 = (suffix: number): Operation[][] => [
  [conv(320, 1, 1)],
  [conv(384, 1, 1), fork(`mixed9_${suffix}`, conv(384, 1, 3), conv(384, 3, 1))],
  [conv(448, 1, 1), conv(384, 3, 3), fork(`concatenate_${suffix + 1}`, conv(384, 1, 3), conv(384, 3, 1))],
  [smooth, conv(192, 1, 1)],
]

const stem: Operation[] = [
  convValid(32, 3, 2),
  convValid(32, 3, 1),
  conv(64, 3, 3),
  shrink,
  convValid(80, 1, 1),
  convValid(192, 3, 1),
  shrink,
]

/** Branches of each block in the order of their concatenation. */
const blocks: [name: string, branches: Operation[][]][] = [
  ['mixed0', block35(32)],
  ['mixed1', block35(64)],
  ['mixed2', block35(64)],
  ['mixed3', [[convValid(384, 3, 2)], [conv(64, 1, 1), conv(96, 3, 3), convValid(96, 3, 2)], [shrink]]],
  ['mixed4', block17(128)],
  ['mixed5', block17(160)],
  ['mixed6', block17(160)],
  ['mixed7', block17(192)],
  [
    'mixed8',
    [
      [conv(192, 1, 1), convValid(320, 3, 2)],
      [conv(192, 1, 1), conv(192, 1, 7), conv(192, 7, 1), convValid(192, 3, 2)],
      [shrink],
    ],
  ],
  ['mixed9', block8(0)],
  ['mixed10', block8(1)],
]

/** The table, spelt out: every layer after those it reads. */
export const layers: readonly Layer[] = buildLayers()

function buildLayers(): Layer[] {
  const built: Layer[] = []
  const count = (kind: Layer['kind']) => built.filter((layer) => layer.kind === kind).length + 1

  const add = (operation: Operation, input: string): string => {
    if (operation.op === 'fork') {
      const inputs = operation.sides.map((side) => add(side, input))
      built.push({ kind: 'concatenation', name: operation.name, inputs })
      return operation.name
    }
    const { stride, padding } = operation
    if (operation.op === 'convolution') {
      const { filters, kernel } = operation
      const index = count('convolution')
      const name = `activation_${index}`
      built.push({ kind: 'convolution', name, index, input, filters, kernel, stride, padding })
      return name
    }
    const prefix = operation.op === 'max-pooling' ? 'max_pooling2d' : 'average_pooling2d'
    const name = `${prefix}_${count(operation.op)}`
    built.push({ kind: operation.op, name, input, stride, padding })
    return name
  }
  const chain = (operations: Operation[], input: string) =>
    operations.reduce((previous, operation) => add(operation, previous), input)

  let current = chain(stem, INPUT)
  for (const [name, branches] of blocks) {
    const inputs = branches.map((branch) => chain(branch, current))
    built.push({ kind: 'concatenation', name, inputs })
    current = name
  }
  return built
}
