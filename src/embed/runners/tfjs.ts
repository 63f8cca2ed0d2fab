import type { Tensor, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core'
import { INPUT, type Layer, OUTPUT } from '../architecture.ts'
import { inputsOf, layersUntil, type TrunkOutput } from '../boundary.ts'
import { foldBatchNorm } from '../fold.ts'
import type { WeightTensors } from '../weights/tensor.ts'
import { rows, type TrunkRunner } from './runner.ts'
import { startWebGpu } from './webgpu.ts'

type Tf = typeof import('@tensorflow/tfjs-core')
type Folded = Map<string, { kernel: Tensor4D; bias: Tensor }>

/** The back-ends that TensorFlow.js itself registers, by their registered names. */
export type TfjsBackend = 'wasm' | 'cpu' | 'tensorflow' | 'webgpu'

/** TensorFlow.js with the back-end set. Throws when it cannot be initialised. */
export async function loadTfjs(backend: TfjsBackend): Promise<Tf> {
  const tf = await import('@tensorflow/tfjs-core')
  if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm')
  if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu')
  if (backend === 'webgpu') await startWebGpu()
  if (!(await tf.setBackend(backend)))
    throw new Error(`TensorFlow.js could not start its ${backend} back-end`)
  return tf
}

/** The trunk on TensorFlow.js: runs everywhere, and on a GPU where tfjs-node-gpu has one. */
export async function openTfjsRunner(
  weights: WeightTensors,
  backend: TfjsBackend,
  output: TrunkOutput,
): Promise<TrunkRunner> {
  const tf = await loadTfjs(backend)
  const folded: Folded = new Map()
  for (const layer of layersUntil(output)) {
    if (layer.kind !== 'convolution') continue
    const { kernel, bias, shape } = foldBatchNorm(layer, weights)
    folded.set(layer.name, { kernel: tf.tensor4d(kernel, shape), bias: tf.tensor1d(bias) })
  }
  return {
    batchSize: 8,
    async run(images, size, [low, high]) {
      const result = tf.tidy(() => {
        const bytes = tf.stack<Tensor3D>(
          images.map((pixels) => tf.tensor3d(pixels, [size, size, 3], 'int32')),
        )
        const input = tf.add(tf.mul(tf.cast(bytes, 'float32'), (high - low) / 255), low)
        const last = forward(tf, folded, tf.reshape(input, [images.length, size, size, 3]), output)
        return output === 'features' ? tf.mean(last, [1, 2]) : last
      })
      const values = await result.data<'float32'>()
      result.dispose()
      return rows(values, images.length)
    },
    async close() {
      for (const { kernel, bias } of folded.values()) tf.dispose([kernel, bias])
    },
  }
}

/** [n, h, w, 3] -> a block; every activation is freed after its last use, which keeps memory to one block's. */
function forward(tf: Tf, folded: Folded, input: Tensor4D, output: TrunkOutput): Tensor4D {
  const layers = layersUntil(output)
  const uses = new Map<string, number>()
  for (const layer of layers) for (const name of inputsOf(layer)) uses.set(name, (uses.get(name) ?? 0) + 1)
  const values = new Map<string, Tensor4D>([[INPUT, input]])
  const get = (name: string) => {
    const value = values.get(name)
    if (value === undefined) throw new Error(`layer ${name} has not been computed`)
    return value
  }
  for (const layer of layers) {
    values.set(layer.name, apply(tf, folded, layer, inputsOf(layer).map(get)))
    for (const name of inputsOf(layer)) {
      const left = (uses.get(name) ?? 0) - 1
      uses.set(name, left)
      if (left === 0) get(name).dispose()
    }
  }
  return get(output === 'features' ? OUTPUT : output)
}

function apply(tf: Tf, folded: Folded, layer: Layer, inputs: Tensor4D[]): Tensor4D {
  if (layer.kind === 'concatenation') return tf.concat(inputs, 3)
  const [x] = inputs
  const { stride, padding } = layer
  if (x === undefined) throw new Error(`layer ${layer.name} has no input`)
  if (layer.kind === 'max-pooling') return tf.maxPool(x, 3, stride, padding)
  if (layer.kind === 'average-pooling') return tf.avgPool(x, 3, stride, padding)
  const weights = folded.get(layer.name)
  if (weights === undefined) throw new Error(`layer ${layer.name} has no weights`)
  const { kernel, bias } = weights
  return tf.fused.conv2d({ x, filter: kernel, bias, strides: stride, pad: padding, activation: 'relu' })
}
