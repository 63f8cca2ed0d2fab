import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { boundaries, shapeOf, type TrunkOutput } from '../../src/embed/boundary.ts'
import { chooseBackend, describeBackends } from '../../src/embed/runners/backends.ts'
import { loadTfjs } from '../../src/embed/runners/tfjs.ts'
import { readKerasWeights } from '../../src/embed/weights/keras-hdf5.ts'
import { nsfwjsWeights } from '../../src/embed/weights/nsfwjs.ts'
import { openWeights } from '../../src/embed/weights/store.ts'
import type { WeightTensors } from '../../src/embed/weights/tensor.ts'
import { silent } from '../../src/model/progress.ts'
import { Random } from '../../src/model/random.ts'
import { pooledFeatures } from '../../src/train/top/measure.ts'
import { pretrainedTop } from '../../src/train/top/weights.ts'

const Block = z.templateLiteral(['mixed', z.literal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])])
/** By size and block: the mean of every 16th channel, and 24 single values spread over the block. */
const Features = z.record(
  z.string(),
  z.record(z.string(), z.object({ means: z.array(z.number()), values: z.array(z.number()) })),
)
const oracle = (name: string) => readFile(path.join(import.meta.dirname, 'oracle', name))
const keras = Features.parse(JSON.parse(String(await oracle('inception_v3_features.json'))))

const blocks = Array.from({ length: 10 }, (_, i) => `mixed${i}`).map((name) => Block.parse(name))

let weights: WeightTensors
/** A network that learned tells pictures apart far better than a random one: for what two ways of computing it must agree on. */
let trained: WeightTensors

// Random weights, as Keras itself wrote them in the layout of the official file.
beforeAll(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'doctor-test-'))
  const file = path.join(folder, 'weights.h5')
  await writeFile(file, brotliDecompressSync(await oracle('inception_v3_random.h5.br')))
  weights = await readKerasWeights(file)
  await rm(folder, { recursive: true })
  // From the npm registry on the first run and from the person's cache ever after.
  const work = { progress: silent, signal: new AbortController().signal }
  trained = await (await openWeights(work, [nsfwjsWeights])).load()
}, 180_000)

async function run(
  backend: string,
  images: Uint8Array[],
  size: number,
  output: TrunkOutput = 'features',
  of = weights,
): Promise<Float32Array[]> {
  const runner = await (await chooseBackend(backend, 2)).open(of, output)
  const features = await runner.run(images, size, [-1, 1])
  await runner.close()
  return features
}

/** The picture of the oracle's script. */
const picture = (size: number) =>
  Uint8Array.from({ length: size * size * 3 }, (_, i) => {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % size, Math.floor(i / (3 * size))]
    return (x * 7 + y * 13 + c * 29 + ((x * y) % 31) * 3) % 256
  })

/** Largest difference over the largest value. */
function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const largest = Math.max(...Array.from(b, Math.abs))
  return Math.max(...Array.from(b, (value, i) => Math.abs(value - (a[i] ?? Number.NaN)))) / largest
}

/** tfjs-node: see tfjs-node/install.sh; webgpu: `npm install webgpu @tensorflow/tfjs-backend-webgpu`, any driver. */
const answering = new Set(
  (await describeBackends()).flatMap(({ name, available }) => (available ? [name] : [])),
)
const asIs: readonly string[] = ['onnxruntime', 'wasm']

describe.each(['onnxruntime', 'wasm', 'tfjs-node-gpu', 'tfjs-node', 'webgpu'] as const)(
  'the trunk on %s',
  // Without a GPU, a graphics driver compiles the shaders for the processor first.
  { timeout: 120_000 },
  (backend) => {
    // A random network tells pictures apart less than others do, so that more is asked where it can be.
    const bound = asIs.includes(backend) ? 1e-4 : 1e-3
    beforeEach(({ skip }) => skip(!asIs.includes(backend) && !answering.has(backend), 'not installed here'))

    test.each([75, 150, 224, 299])('has the pooled features of the real Keras at %i pixels', async (size) => {
      const [features] = await run(backend, [picture(size)], size)
      expect(features).toHaveLength(2048)
      const sixteenth = features?.filter((_, i) => i % 16 === 0) ?? []
      expect(distance(sixteenth, keras[size]?.mixed10?.means ?? [])).toBeLessThan(bound)
    })

    test.each(blocks)('has the activations of the real Keras after %s', async (block) => {
      for (const size of [150, 224, 299]) {
        const [activations = new Float32Array()] = await run(backend, [picture(size)], size, block)
        const { height, width, channels } = shapeOf(block, size)
        expect(activations).toHaveLength(height * width * channels)
        const { means = [], values = [] } = keras[size]?.[block] ?? {}
        expect(distance(sixteenthMeans(activations, channels), means)).toBeLessThan(bound)
        expect(distance(spread(activations, values.length), values)).toBeLessThan(bound)
      }
    })
  },
)

/** The mean of every 16th channel. */
const sixteenthMeans = (activations: Float32Array, channels: number): number[] =>
  Array.from({ length: channels / 16 }, (_, i) => {
    let sum = 0
    for (let at = i * 16; at < activations.length; at += channels) sum += activations[at] ?? 0
    return (sum * channels) / activations.length
  })

/** So many single values, from the first to the last. */
const spread = (activations: Float32Array, count: number): number[] =>
  Array.from(
    { length: count },
    (_, i) => activations[Math.floor((i * (activations.length - 1)) / (count - 1))] ?? Number.NaN,
  )

test.each(boundaries)('the trainable top behind %s ends with the pooled features', async (boundary) => {
  const images = [picture(107), picture(107).map((value) => 255 - value)]
  const whole = await run('onnxruntime', images, 107, 'features', trained)
  const activations = await run('onnxruntime', images, 107, boundary, trained)
  await loadTfjs('wasm')
  const top = { boundary, layers: pretrainedTop(boundary, trained) }
  const samples = activations.map((one) => ({ activations: one }))
  const features = pooledFeatures(top, samples, shapeOf(boundary, 107))
  for (const i of [0, 1]) expect(distance(features[i] ?? [], whole[i] ?? [])).toBeLessThan(1e-3)
  expect(distance(features[0] ?? [], features[1] ?? [])).toBeGreaterThan(1e-2)
})

test('both back-ends agree on noise, image by image', async () => {
  const random = new Random(1)
  const images = Array.from({ length: 3 }, () =>
    Uint8Array.from({ length: 75 * 75 * 3 }, () => random.below(256)),
  )
  const [onnx = [], wasm = []] = [
    await run('onnxruntime', images, 75, 'features', trained),
    await run('wasm', images, 75, 'features', trained),
  ]
  images.forEach((_, i) => {
    expect(distance(onnx[i] ?? [], wasm[i] ?? [])).toBeLessThan(1e-4)
  })
  expect(distance(onnx[0] ?? [], onnx[1] ?? [])).toBeGreaterThan(1e-2)
})

test('an unknown back-end is refused with the known ones', async () => {
  await expect(chooseBackend('cuda', 1)).rejects.toThrow(
    /unknown back-end "cuda": choose one of .*onnxruntime/,
  )
})
