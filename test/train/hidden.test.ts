import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
// Registers the gradients of the operations.
import '@tensorflow/tfjs-layers'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Random } from '../../src/model/random.ts'
import { type DenseLayer, placeOf } from '../../src/train/head/dense.ts'
import { HiddenHead, type HiddenLayer } from '../../src/train/head/hidden.ts'
import type { Matrix } from '../../src/train/head/multiply.ts'
import { optimizerStep } from '../../src/train/head/optimizer.ts'
import { evaluate, type HeadData, trainHead } from '../../src/train/head/train.ts'
import { recipeOf } from '../../src/train/recipe.ts'

const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))))

const relu = (units: number, dropout = 0, l2 = 0, l1 = 0): HiddenLayer => ({
  units,
  activation: 'relu',
  dropout,
  l1,
  l2,
})
const normals = (count: number, random: Random) => Float32Array.from({ length: count }, () => random.normal())

/** The rows and columns of a kernel that are no filling, row after row. */
const plain = (matrix: Matrix, inputs: number, outputs: number): number[] =>
  Array.from({ length: inputs * outputs }, (_, i) => {
    const place = placeOf(matrix, Math.floor(i / outputs), i % outputs)
    return matrix.values[place] ?? Number.NaN
  })

function fill({ kernel, bias }: DenseLayer, values: number[][], biases: number[]): void {
  values.forEach((row, i) => {
    row.forEach((value, k) => {
      kernel.values[placeOf(kernel, i, k)] = value
    })
  })
  bias.set(biases)
}

describe('a head with hidden layers', () => {
  const [features, classes, batch] = [37, 5, 11]
  const random = new Random(1)
  const inputs = Array.from({ length: batch }, () => normals(features, random))
  const labels = inputs.map((_, i) => i % classes)
  const shape = { features, classes, dropout: 0, l1: 0.004, l2: 0.01, batchSize: batch }

  test.each([
    ['one layer', [relu(16)]],
    [
      'layers whose sizes fill no panel',
      [relu(13, 0, 0.05, 0.02), { ...relu(6), activation: 'linear' as const }],
    ],
  ])('%s: has the gradient and probabilities that TensorFlow.js computes', async (_, hidden) => {
    await tf.setBackend('cpu')
    const head = new HiddenHead({ ...shape, hidden }, random)
    const layers = head.layers.map(({ kernel }, i) => {
      const { units = classes, activation = 'linear', l1 = shape.l1, l2 = shape.l2 } = hidden[i] ?? {}
      const sizes: [number, number] = [hidden[i - 1]?.units ?? features, units]
      return { activation, l1, l2, sizes, kernel: tf.tensor2d(plain(kernel, ...sizes), sizes) }
    })
    const { loss } = head.learn(inputs, labels, random)
    const x = tf.tensor2d(inputs.map((input) => [...input]))
    const y = tf.oneHot(tf.tensor1d(labels, 'int32'), classes)
    const logits = (weights: tf.Tensor[]) =>
      layers.reduce<tf.Tensor>((values, { activation }, i) => {
        const [kernel, bias] = weights.slice(2 * i, 2 * i + 2)
        const sum = tf.add(tf.matMul(values, kernel ?? values), bias ?? values)
        return activation === 'relu' ? tf.relu(sum) : sum
      }, x)
    const crossEntropy = (weights: tf.Tensor[]) =>
      tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(y, logits(weights))
    const penalty = (weights: tf.Tensor[]) =>
      layers.map(({ l1, l2 }, i) => {
        const kernel = weights[2 * i] ?? x
        return tf.add(tf.mul(tf.sum(tf.square(kernel)), l2), tf.mul(tf.sum(tf.abs(kernel)), l1))
      })
    const weights = layers.flatMap(({ kernel, sizes }) => [kernel, tf.zeros([sizes[1]])])
    const { grads } = tf.valueAndGrads((...all: tf.Tensor[]) =>
      penalty(all).reduce((sum, one) => tf.add<tf.Scalar>(sum, one), crossEntropy(all)),
    )(weights)
    head.layers.forEach(({ kernelGradient, biasGradient }, i) => {
      const { sizes = [0, 0] as const } = layers[i] ?? {}
      expect(worst(grads[2 * i]?.dataSync() ?? [], plain(kernelGradient, ...sizes))).toBeLessThan(1e-6)
      expect(worst(grads[2 * i + 1]?.dataSync() ?? [], biasGradient)).toBeLessThan(1e-6)
    })
    expect(loss / batch).toBeCloseTo(crossEntropy(weights).dataSync()[0] ?? 0, 5)
    const probabilities = tf.softmax(logits(weights)).dataSync()
    expect(
      worst(
        head.predictAll(inputs).flatMap((row) => [...row]),
        probabilities,
      ),
    ).toBeLessThan(1e-6)
  })

  test('predicts more samples than a batch has, each as if it were alone', () => {
    const head = new HiddenHead({ ...shape, hidden: [relu(16)] }, random)
    const many = Array.from({ length: 70 }, () => normals(features, random))
    const together = head.predictAll(many)
    expect(together).toHaveLength(70)
    expect(many.map((one) => head.predictAll([one])[0])).toEqual(together)
  })

  test('a step of a small batch owes nothing to the larger one before it', () => {
    const gradients = (before: boolean) => {
      const head = new HiddenHead({ ...shape, hidden: [relu(16), relu(8)] }, new Random(3))
      if (before) head.learn(inputs, labels, random)
      head.learn(inputs.slice(0, 3), labels.slice(0, 3), random)
      return head.layers.map(({ kernelGradient, biasGradient }) => [
        [...kernelGradient.values],
        [...biasGradient],
      ])
    }
    expect(gradients(true)).toEqual(gradients(false))
  })

  test('dropout leaves out the asked share of the inputs of its layer, and no error passes there', () => {
    const wide = { features: 2048, classes: 2, dropout: 0.25, l1: 0, l2: 0, batchSize: 1 }
    const head = new HiddenHead({ ...wide, hidden: [relu(1024, 0.5)] }, random)
    head.learn([new Float32Array(2048).fill(1)], [0], random)
    const zeros = (values: Float32Array) => values.filter((value) => value === 0).length / values.length
    const [first, last] = head.layers
    expect(zeros(first?.input.values.subarray(0, 2048) ?? new Float32Array())).toBeCloseTo(0.5, 1)
    expect(first?.input.values.reduce((most, value) => Math.max(most, value), 0)).toBe(2)
    // Half of the units are cut off by their activation; of the others a quarter is left out.
    const reached = (last?.input.values ?? new Float32Array()).subarray(0, 1024)
    expect(zeros(reached)).toBeCloseTo(0.625, 1)
    const errors = first?.errors.values.subarray(0, 1024) ?? new Float32Array()
    expect([...errors].filter((error, i) => (error === 0) !== (reached[i] === 0))).toEqual([])
  })
})

const Weights = z.array(z.union([z.array(z.array(z.number())), z.array(z.number())]))
const Oracle = z.object({
  hidden: z.array(z.number()),
  inputs: z.array(z.array(z.number())),
  labels: z.array(z.number()),
  start: Weights,
  results: z.array(
    z.object({
      name: z.enum(['sgd', 'adam', 'rmsprop']),
      learningRate: z.number(),
      momentum: z.number().default(0),
      l1: z.number(),
      l2: z.number(),
      loss: z.number(),
      weights: Weights,
      probabilities: z.array(z.array(z.number())),
    }),
  ),
})

describe('trained step by step it becomes what Keras makes of it', () => {
  const file = new URL('oracle/hidden.json', import.meta.url)
  const { hidden, inputs, labels, start, results } = Oracle.parse(JSON.parse(readFileSync(file, 'utf8')))
  const [epochs, batchSize, classes] = [6, 5, 3]
  const kernelAt = (weights: z.infer<typeof Weights>, layer: number) =>
    z.array(z.array(z.number())).parse(weights[2 * layer])
  const biasAt = (weights: z.infer<typeof Weights>, layer: number) =>
    z.array(z.number()).parse(weights[2 * layer + 1])

  test.each(results)('$name, L1 $l1, L2 $l2', ({ name, learningRate, momentum, l1, l2, ...after }) => {
    const { weights, probabilities, loss } = after
    const vectors = inputs.map((input) => Float32Array.from(input))
    const shape = { features: vectors[0]?.length ?? 0, classes, dropout: 0, l1, l2, batchSize }
    const head = new HiddenHead(
      { ...shape, hidden: hidden.map((units) => relu(units, 0, l2, l1)) },
      new Random(1),
    )
    head.layers.forEach((layer, i) => {
      fill(layer, kernelAt(start, i), biasAt(start, i))
    })
    const moved = head.layers.flatMap((layer) => {
      const step = (size: number) => optimizerStep({ name, learningRate, momentum, weightDecay: 0 }, size)
      const [stepKernel, stepBias] = [step(layer.kernel.values.length), step(layer.bias.length)]
      return () => {
        stepKernel(layer.kernel.values, layer.kernelGradient.values, learningRate)
        stepBias(layer.bias, layer.biasGradient, learningRate)
      }
    })
    for (let epoch = 0; epoch < epochs; epoch++)
      for (let from = 0; from < labels.length; from += batchSize) {
        head.learn(vectors.slice(from, from + batchSize), labels.slice(from, from + batchSize), new Random(1))
        for (const move of moved) move()
      }
    head.layers.forEach(({ kernel, bias }, i) => {
      const wanted = kernelAt(weights, i)
      expect(worst(wanted.flat(), plain(kernel, wanted.length, wanted[0]?.length ?? 0))).toBeLessThan(5e-6)
      expect(worst(biasAt(weights, i), bias)).toBeLessThan(5e-6)
    })
    expect(
      worst(
        probabilities.flat(),
        head.predictAll(vectors).flatMap((row) => [...row]),
      ),
    ).toBeLessThan(5e-6)
    const validation = vectors.map((features, i) => ({ features, label: labels[i] ?? -1 }))
    const cost = head.layers.reduce((sum, { penalty }) => sum + penalty, 0)
    expect(evaluate(head, validation).loss + cost).toBeCloseTo(loss, 4)
  })
})

describe('training it', () => {
  const random = new Random(4)
  // Whether two numbers have one sign: no layer alone tells it.
  const samples = Array.from({ length: 300 }, () => {
    const features = normals(8, random)
    return { features, label: (features[0] ?? 0) * (features[1] ?? 0) > 0 ? 1 : 0 }
  })
  const data: HeadData = {
    classes: 2,
    train: samples.slice(0, 200).map(({ features, label }) => ({ views: [features], label })),
    validation: samples.slice(200),
  }
  const usual = recipeOf([], 40)
  const recipe = {
    ...usual,
    dropout: 0,
    plateau: null,
    optimizer: { ...usual.optimizer, learningRate: 0.01 },
  }

  test('learns what no softmax layer can', () => {
    expect(
      evaluate(trainHead(data, { ...recipe, hidden: [relu(32)] }, 1), data.validation).accuracy,
    ).toBeGreaterThan(0.85)
    expect(evaluate(trainHead(data, recipe, 1), data.validation).accuracy).toBeLessThan(0.7)
  })

  test('the same seed gives the same head, another seed another', () => {
    const predicted = (seed: number) =>
      trainHead(data, { ...recipe, epochs: 3, hidden: [relu(16, 0.2)] }, seed).predictAll(
        samples.map(({ features }) => features),
      )
    expect(predicted(5)).toEqual(predicted(5))
    expect(predicted(5)).not.toEqual(predicted(6))
  })
})
