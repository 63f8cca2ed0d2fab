import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { layersAfter } from '../../../src/embed/boundary.ts'
import { loadTfjs } from '../../../src/embed/runners/tfjs.ts'
import { Random } from '../../../src/model/random.ts'
import { gradientsOf } from '../../../src/train/top/fine-tune.ts'
import type { TopModel } from '../../../src/train/top/model.ts'

// Made by oracle/top.py with the real Keras.
const Layers = z.record(z.string(), z.record(z.string(), z.array(z.number())))
const Mode = z.object({
  shape: z.tuple([z.number(), z.number(), z.number()]),
  layers: Layers,
  moving: Layers,
  kernel: z.array(z.number()),
  bias: z.array(z.number()),
})
const keras = z
  .object({ inference: Mode, training: Mode })
  .parse(JSON.parse(await readFile(path.join(import.meta.dirname, 'oracle/top.json'), 'utf8')))

const BATCH = 3
const CLASSES = 5
const noise = (count: number, pace: number) =>
  Float64Array.from({ length: count }, (_, i) => ((i * i * 31 + i * pace) % 10007) / 10007 - 0.5)
const made = (count: number, pace: number, of: (value: number) => number) =>
  Float32Array.from(noise(count, pace), of)

/** The model of the oracle's script. */
function model(): TopModel {
  const channels = new Map([['mixed7', 768]])
  const layers = layersAfter('mixed7').flatMap((layer) => {
    if (layer.kind === 'concatenation') {
      const sum = layer.inputs.reduce((total, name) => total + (channels.get(name) ?? 0), 0)
      channels.set(layer.name, sum)
      return []
    }
    const before = channels.get(layer.input) ?? 0
    channels.set(layer.name, layer.kind === 'convolution' ? layer.filters : before)
    if (layer.kind !== 'convolution') return []
    const [height, width] = layer.kernel
    const fan = height * width * before
    const shape: [number, number, number, number] = [height, width, before, layer.filters]
    return [
      {
        layer,
        shape,
        kernel: made(fan * layer.filters, 7919, (value) => value * Math.sqrt(24 / fan)),
        beta: made(layer.filters, 101, (value) => 0.2 * value),
        mean: made(layer.filters, 203, (value) => 0.1 * value),
        variance: made(layer.filters, 307, (value) => 1 + value),
      },
    ]
  })
  return {
    boundary: 'mixed7',
    layers,
    scale: new Float32Array(2048).fill(1),
    offset: new Float32Array(2048),
    classes: CLASSES,
    kernel: made(2048 * CLASSES, 409, (value) => 0.1 * value),
    bias: made(CLASSES, 503, (value) => value),
  }
}

/** Norm and seven values, as the script keeps them. */
function digest(values: Float32Array): number[] {
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0))
  const places = Array.from({ length: 7 }, (_, i) => Math.floor((i * (values.length - 1)) / 6))
  return [norm, ...places.map((place) => values[place] ?? Number.NaN)]
}

/** Largest difference, over the size of the values: a seventh of single ones or their norm. */
function distance(values: Float32Array | undefined, expected: readonly number[] | undefined): number {
  const [norm = 0, ...singles] = expected ?? []
  const [ours = Number.NaN, ...own] = digest(values ?? new Float32Array())
  const typical = norm / Math.sqrt(values?.length ?? 1)
  return Math.max(
    Math.abs(ours - norm) / norm,
    ...singles.map((one, i) => Math.abs(one - (own[i] ?? Number.NaN)) / typical),
  )
}

describe.each(['inference', 'training'] as const)('with batch norm in %s mode', (batchNorm) => {
  const top = model()
  const { shape, layers, moving, kernel, bias } = keras[batchNorm]
  let gradients: Float32Array[]

  beforeAll(async () => {
    await loadTfjs('wasm')
    const [height, width, channels] = shape
    const length = height * width * channels
    const activations = made(BATCH * length, 601, (value) => Math.max(value, 0))
    const batch = Array.from({ length: BATCH }, (_, i) => ({
      activations: activations.slice(i * length, (i + 1) * length),
      label: i % CLASSES,
    }))
    const recipe = { batchNorm, momentum: 0.99, dropout: 0 }
    gradients = gradientsOf(
      top,
      { shape: { height, width, channels }, batch },
      recipe,
      new Random(1),
    ).gradients
  })

  test('every gradient is that of the real Keras', () => {
    const wrong = top.layers.flatMap(({ layer }, i) => {
      const expected = layers[layer.index]
      const distances = [
        distance(gradients[2 * i], expected?.kernel),
        distance(gradients[2 * i + 1], expected?.beta),
      ]
      return Math.max(...distances) < 1e-3 ? [] : [[layer.name, ...distances]]
    })
    expect(wrong).toEqual([])
    expect(top.layers).toHaveLength(24)
    expect(distance(gradients.at(-2), kernel)).toBeLessThan(1e-3)
    expect(distance(gradients.at(-1), bias)).toBeLessThan(1e-3)
  })

  test('moving statistics move as those of the real Keras', () => {
    const wrong = top.layers.filter(
      ({ layer, mean, variance }) =>
        !(distance(mean, moving[layer.index]?.mean) < 1e-4) ||
        !(distance(variance, moving[layer.index]?.variance) < 1e-4),
    )
    expect(wrong.map(({ layer }) => layer.name)).toEqual([])
  })
})
