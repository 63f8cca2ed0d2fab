import { INPUT, type Layer, OUTPUT, type Padding } from '../architecture.ts'
import { layersUntil, type TrunkOutput } from '../boundary.ts'
import { foldBatchNorm } from '../fold.ts'
import type { WeightTensors } from '../weights/tensor.ts'
import { encodeModel } from './schema.ts'

// Enumerations of the ONNX specification.
const FLOAT = 1
const ATTRIBUTE_INT = 2
const ATTRIBUTE_STRING = 3
const ATTRIBUTE_INTS = 7

interface Node {
  opType: string
  name: string
  input: string[]
  output: string[]
  attribute: object[]
}

/**
 * The trunk as an ONNX model (opset 13): input `input_1` [n, 3, h, w] in the weights' value range, output either
 * `features` [n, 2048, 1, 1], the global average of `mixed10`, or the activations of a block [n, c, h, w], with which
 * the graph ends. `AveragePool` leaves padding out of its mean by default, as TensorFlow does.
 */
export function onnxTrunk(weights: WeightTensors, result: TrunkOutput = 'features'): Uint8Array {
  const node: Node[] = []
  const initializer: object[] = []
  for (const layer of layersUntil(result)) {
    if (layer.kind === 'convolution') {
      const { kernel, bias, shape } = foldBatchNorm(layer, weights)
      const [height, width, channels, filters] = shape
      const names = [`${layer.name}/kernel`, `${layer.name}/bias`]
      initializer.push(tensor(names[0], [filters, channels, height, width], filtersFirst(kernel, shape)))
      initializer.push(tensor(names[1], [filters], bias))
      const linear = `${layer.name}/linear`
      node.push({
        opType: 'Conv',
        name: linear,
        input: [layer.input, ...names],
        output: [linear],
        attribute: windowAttributes(layer.kernel, layer.stride, layer.padding),
      })
      node.push({ opType: 'Relu', name: layer.name, input: [linear], output: [layer.name], attribute: [] })
    } else node.push(plainNode(layer))
  }
  if (result === 'features') {
    const output = [result]
    node.push({ opType: 'GlobalAveragePool', name: result, input: [OUTPUT], output, attribute: [] })
  }
  return encodeModel({
    irVersion: 8,
    producerName: 'training-doctor',
    opsetImport: [{ domain: '', version: 13 }],
    graph: {
      name: 'InceptionV3',
      node,
      initializer,
      input: [value(INPUT, ['n', 3, 'height', 'width'])],
      output: [value(result, ['n', 'c', 'h', 'w'])],
    },
  })
}

function plainNode(layer: Exclude<Layer, { kind: 'convolution' }>): Node {
  const { name } = layer
  if (layer.kind === 'concatenation') {
    const attribute = [{ name: 'axis', i: 1, type: ATTRIBUTE_INT }]
    return { opType: 'Concat', name, input: layer.inputs, output: [name], attribute }
  }
  const opType = layer.kind === 'max-pooling' ? 'MaxPool' : 'AveragePool'
  const attribute = windowAttributes([3, 3], layer.stride, layer.padding)
  return { opType, name, input: [layer.input], output: [name], attribute }
}

const windowAttributes = (kernel: [number, number], stride: number, padding: Padding) => [
  { name: 'kernel_shape', ints: kernel, type: ATTRIBUTE_INTS },
  { name: 'strides', ints: [stride, stride], type: ATTRIBUTE_INTS },
  // TensorFlow puts the odd pixel of "same" padding at the end, which ONNX calls SAME_UPPER.
  { name: 'auto_pad', s: Buffer.from(padding === 'same' ? 'SAME_UPPER' : 'VALID'), type: ATTRIBUTE_STRING },
]

const tensor = (name: string | undefined, dims: number[], values: Float32Array) => ({
  name,
  dims,
  dataType: FLOAT,
  rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
})

const value = (name: string, sides: (string | number)[]) => ({
  name,
  type: {
    tensorType: {
      elemType: FLOAT,
      shape: {
        dim: sides.map((side) => (typeof side === 'string' ? { dimParam: side } : { dimValue: side })),
      },
    },
  },
})

/** [height, width, in, out] -> [out, in, height, width]. */
function filtersFirst(kernel: Float32Array, shape: [number, number, number, number]): Float32Array {
  const [height, width, channels, filters] = shape
  const result = new Float32Array(kernel.length)
  const area = height * width
  let from = 0
  for (let place = 0; place < area; place++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let filter = 0; filter < filters; filter++) {
        result[(filter * channels + channel) * area + place] = kernel[from++] ?? 0
      }
    }
  }
  return result
}
