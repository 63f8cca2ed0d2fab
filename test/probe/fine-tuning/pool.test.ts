import { expect, test } from 'vitest'
import { loadTfjs } from '../../../src/embed/runners/tfjs.ts'
import { Random } from '../../../src/model/random.ts'
import { runTops } from '../../../src/probe/fine-tuning/pool.ts'
import { runTop, type TopBench, type TopRun } from '../../../src/train/top/run.ts'
import { lastBlock } from '../../train/top/random-top.ts'

const random = new Random(2)
const shape = { height: 1, width: 1, channels: 2048 }
const samples = Array.from({ length: 4 }, (_, i) => ({
  label: i % 2,
  activations: Float32Array.from({ length: 2048 }, () => Math.max(random.normal(), 0)),
}))
const bench: TopBench = {
  top: lastBlock(1),
  shape,
  train: samples,
  evaluation: samples,
  scale: new Float32Array(2048).fill(1),
  offset: new Float32Array(2048),
}
const run = (seed: number, start: TopRun['start'] = 'pretrained'): TopRun => ({
  classifier: { classes: 2, kernel: new Float32Array(2 * 2048), bias: new Float32Array(2) },
  start,
  recipe: {
    optimizer: { name: 'sgd', learningRate: 1e-2, momentum: 0.9, weightDecay: 0 },
    batchSize: 2,
    dropout: 0,
    l1: 0,
    l2: 0,
    epochs: 1,
    batchNorm: 'training',
    momentum: 0.9,
  },
  seed,
})
const running = () => new AbortController().signal

test('runs in threads measure what they measure alone, in their order', async () => {
  await loadTfjs('wasm')
  const runs = [run(1), run(2), run(1, 'random')]
  let batches = 0
  const count = () => {
    batches++
  }
  const together = await runTops(bench, runs, { jobs: 2, signal: running() }, count)
  expect(batches).toBe(6)
  expect(together).toHaveLength(3)
  expect(together[1]).toEqual(await runTop(bench, run(2), async () => {}))
  expect(together[2]).not.toEqual(together[0])
})

test('an abort ends the threads at once', async () => {
  const controller = new AbortController()
  const stopped = runTops(bench, [run(1), run(2)], { jobs: 2, signal: controller.signal }, () =>
    controller.abort(),
  )
  await expect(stopped).rejects.toThrow(/abort/i)
})

test('what fails in a thread is told', async () => {
  const broken = { ...bench, shape: { ...shape, channels: 1024 } }
  const failed = runTops(broken, [run(1)], { jobs: 1, signal: running() }, () => {})
  await expect(failed).rejects.toThrow(/fine-tuning failed/)
})
