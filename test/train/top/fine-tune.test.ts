import { beforeAll, expect, test } from 'vitest'
import { shapeOf } from '../../../src/embed/boundary.ts'
import { loadTfjs } from '../../../src/embed/runners/tfjs.ts'
import { Random } from '../../../src/model/random.ts'
import { SoftmaxHead } from '../../../src/train/head/softmax.ts'
import { type FineTuning, fineTune } from '../../../src/train/top/fine-tune.ts'
import { measure, pooledFeatures } from '../../../src/train/top/measure.ts'
import { type TopModel, topModel } from '../../../src/train/top/model.ts'
import { lastBlock } from './random-top.ts'

const CLASSES = 2
const shape = shapeOf('mixed9', 75)
const recipe: FineTuning = {
  optimizer: { name: 'adam', learningRate: 1e-4, momentum: 0, weightDecay: 0 },
  batchSize: 6,
  dropout: 0.2,
  l1: 0,
  l2: 1e-4,
  epochs: 2,
  batchNorm: 'inference',
  momentum: 0.9,
}

const top = lastBlock(1)
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

/** Mean Brier score on what is learned. */
const scoreOn = (model: TopModel) => mean(measure(model, samples, shape).map(({ brier }) => brier))

async function trained(changes: Partial<FineTuning> = {}) {
  const model = fresh()
  const epochs: number[] = []
  const used = { ...recipe, ...changes }
  await fineTune(model, { shape, train: samples }, used, 7, async (epoch) => {
    epochs.push(epoch)
  })
  return { model, epochs, score: scoreOn(model) }
}

beforeAll(async () => {
  await loadTfjs('wasm')
})

test('learns, the same again, and tells of every batch', async () => {
  const before = scoreOn(fresh())
  const first = await trained()
  expect(first.score).toBeLessThan(before / 2)
  expect(first.epochs).toEqual([0, 0, 1, 1])
  expect((await trained()).score).toBe(first.score)
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
