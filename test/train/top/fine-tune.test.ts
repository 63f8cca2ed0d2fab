import { beforeAll, expect, test } from 'vitest'
import { layersAfter, shapeOf } from '../../../src/embed/boundary.ts'
import { loadTfjs } from '../../../src/embed/runners/tfjs.ts'
import type { WeightTensor } from '../../../src/embed/weights/tensor.ts'
import { Random } from '../../../src/model/random.ts'
import { SoftmaxHead } from '../../../src/train/head/softmax.ts'
import { type FineTuning, fineTune } from '../../../src/train/top/fine-tune.ts'
import { measure, pooledFeatures } from '../../../src/train/top/measure.ts'
import { topModel } from '../../../src/train/top/model.ts'
import { pretrainedTop, randomTop } from '../../../src/train/top/weights.ts'

const boundary = 'mixed9'
const CLASSES = 2
const shape = shapeOf(boundary, 75)
const recipe: FineTuning = {
  optimizer: { name: 'adam', learningRate: 1e-4, momentum: 0, weightDecay: 0 },
  batchSize: 6,
  dropout: 0.2,
  l2: 1e-4,
  epochs: 2,
  batchNorm: 'inference',
  momentum: 0.9,
}

/** Weights as a trunk has them, drawn at random: 2048 channels before the last block. */
function weights(): Map<string, WeightTensor> {
  const drawn = new Map<string, WeightTensor>()
  const channels = new Map([[boundary, 2048]])
  for (const layer of layersAfter(boundary)) {
    const inputs = layer.kind === 'concatenation' ? layer.inputs : [layer.input]
    const before = inputs.reduce((sum, name) => sum + (channels.get(name) ?? 0), 0)
    channels.set(layer.name, layer.kind === 'convolution' ? layer.filters : before)
    if (layer.kind !== 'convolution') continue
    const { index, filters, kernel } = layer
    const shape = [...kernel, before, filters]
    const put = (name: string, shape: number[], value: number) =>
      drawn.set(name, { shape, values: new Float32Array(shape.reduce((a, b) => a * b)).fill(value) })
    put(`conv2d_${index}/kernel`, shape, 0)
    put(`batch_normalization_${index}/beta`, [filters], 0)
    put(`batch_normalization_${index}/moving_mean`, [filters], 0)
    put(`batch_normalization_${index}/moving_variance`, [filters], 1)
  }
  return drawn
}

const top = { boundary, layers: randomTop(pretrainedTop(boundary, weights()), new Random(1)) } as const
const random = new Random(2)
const samples = Array.from({ length: 12 }, (_, i) => ({
  label: i % CLASSES,
  activations: Float32Array.from({ length: shape.channels }, (_, at) =>
    Math.max(random.normal() + (at % CLASSES === i % CLASSES ? 0.4 : 0), 0),
  ),
}))

const scaling = { scale: new Float32Array(2048).fill(1), offset: new Float32Array(2048) }
const fresh = () => {
  const { kernel, bias } = new SoftmaxHead(2048, CLASSES, new Random(3))
  return topModel(top, scaling, {
    classes: CLASSES,
    kernel: kernel.slice(0, CLASSES * 2048),
    bias: bias.slice(0, CLASSES),
  })
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

async function trained(changes: Partial<FineTuning> = {}) {
  const model = fresh()
  const epochs: number[] = []
  const used = { ...recipe, ...changes }
  await fineTune(model, { shape, train: samples }, used, 7, async (epoch) => {
    epochs.push(epoch)
  })
  return { model, epochs, loss: mean(measure(model, samples, shape).losses) }
}

beforeAll(async () => {
  await loadTfjs('wasm')
})

test('learns, the same again, and tells of every batch', async () => {
  const before = mean(measure(fresh(), samples, shape).losses)
  const first = await trained()
  expect(first.loss).toBeLessThan(before / 2)
  expect(first.epochs).toEqual([0, 0, 1, 1])
  expect((await trained()).loss).toBe(first.loss)
})

test('only training mode moves the statistics', async () => {
  const { model: still } = await trained({ epochs: 1 })
  expect(still.layers[0]?.mean).toEqual(top.layers[0]?.mean)
  const { model: moved } = await trained({ epochs: 1, batchNorm: 'training' })
  expect(moved.layers[0]?.mean).not.toEqual(top.layers[0]?.mean)
  // The layers that it was made from stay as they are.
  expect(moved.layers[0]?.kernel).not.toEqual(top.layers[0]?.kernel)
  expect(pooledFeatures(top, samples.slice(0, 1), shape)).toEqual(
    pooledFeatures(fresh(), samples.slice(0, 1), shape),
  )
})

test('an error between batches ends it', async () => {
  const stop = fineTune(fresh(), { shape, train: samples }, recipe, 7, () =>
    Promise.reject(new Error('enough')),
  )
  await expect(stop).rejects.toThrow('enough')
})
