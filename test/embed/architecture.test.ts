import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { INPUT, type Layer, layers } from '../../src/embed/architecture.ts'

const Pair = z.tuple([z.number(), z.number()])
const KerasLayer = z.object({
  kind: z.string(),
  name: z.string(),
  inputs: z.array(z.string()),
  filters: z.number().optional(),
  kernel: Pair.optional(),
  strides: Pair.optional(),
  padding: z.string().optional(),
})
const keras = z
  .array(KerasLayer)
  .parse(
    JSON.parse(await readFile(path.join(import.meta.dirname, 'oracle/inception_v3_layers.json'), 'utf8')),
  )

/** Keras counts `conv2d`, `conv2d_1`; this counts from 1. Names of blocks stay. */
const number = (name: string, prefix: string) =>
  name === prefix ? 1 : Number(name.slice(prefix.length + 1)) + 1

/** The layer whose output a Keras name is here: batch norm and ReLU belong to their convolution. */
function ours(name: string): string {
  if (name.startsWith('input')) return INPUT
  if (name.startsWith('mixed')) return name
  const prefix = name.replace(/_\d+$/, '')
  return `${prefix}_${number(name, prefix)}`
}

function expected(): Layer[] {
  const byName = new Map(keras.map((layer) => [layer.name, layer]))
  return keras.flatMap((layer): Layer[] => {
    const inputs = layer.inputs.map(ours)
    const [input = ''] = inputs
    const stride = layer.strides?.[0] === 2 ? 2 : 1
    const padding = layer.padding === 'same' ? 'same' : 'valid'
    const name = ours(layer.name)
    if (layer.kind === 'Concatenate') return [{ kind: 'concatenation', name, inputs }]
    if (layer.kind === 'MaxPooling2D') return [{ kind: 'max-pooling', name, input, stride, padding }]
    if (layer.kind === 'AveragePooling2D') return [{ kind: 'average-pooling', name, input, stride, padding }]
    if (layer.kind !== 'Conv2D' || layer.filters === undefined || layer.kernel === undefined) return []
    const index = number(layer.name, 'conv2d')
    const normed = keras.find(({ inputs, kind }) => kind === 'BatchNormalization' && inputs[0] === layer.name)
    const activated = keras.find(({ inputs }) => normed && inputs[0] === normed.name)
    const { filters, kernel } = layer
    expect(byName.get(activated?.name ?? '')?.kind).toBe('Activation')
    return [
      {
        kind: 'convolution',
        name: ours(activated?.name ?? ''),
        index,
        input,
        filters,
        kernel,
        stride,
        padding,
      },
    ]
  })
}

test('is layer by layer the InceptionV3 of Keras', () => {
  const sorted = (list: readonly Layer[]) => list.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  expect(sorted(layers)).toEqual(sorted(expected()))
  expect(layers.filter(({ kind }) => kind === 'convolution')).toHaveLength(94)
})

test('every layer stands after those it reads', () => {
  const seen = new Set([INPUT])
  for (const layer of layers) {
    for (const input of layer.kind === 'concatenation' ? layer.inputs : [layer.input])
      expect(seen).toContain(input)
    seen.add(layer.name)
  }
})
