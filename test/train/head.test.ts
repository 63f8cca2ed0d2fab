import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-cpu'
// Registers the gradients of the operations.
import '@tensorflow/tfjs-layers'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Random } from '../../src/model/random.ts'
import { type OptimizerRecipe, optimizerStep } from '../../src/train/head/optimizer.ts'
import { SoftmaxHead } from '../../src/train/head/softmax.ts'
import { evaluate, type HeadData, trainSoftmaxHead } from '../../src/train/head/train.ts'
import { recipeOf } from '../../src/train/recipe.ts'

const FEATURES = 37
const CLASSES = 5
const usual = recipeOf([], 12)
const recipe = { ...usual, plateau: null, optimizer: { ...usual.optimizer, learningRate: 0.05 } }

function vectors(count: number, random: Random, shift: (i: number) => number = () => 0): Float32Array[] {
  return Array.from({ length: count }, (_, i) =>
    Float32Array.from({ length: FEATURES }, (_, d) => random.normal() + (d % CLASSES === shift(i) ? 1 : 0)),
  )
}

const worst = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))))

describe('softmax head', () => {
  test('has the gradient that TensorFlow.js computes', async () => {
    await tf.setBackend('cpu')
    const random = new Random(1)
    const head = new SoftmaxHead(FEATURES, CLASSES, random)
    const inputs = vectors(8, random)
    const labels = inputs.map((_, i) => i % CLASSES)
    let loss = 0
    inputs.forEach((input, i) => {
      loss += head.accumulate(input, labels[i] ?? 0, 1 / 8, 0, random).loss / 8
    })
    const x = tf.stack(inputs.map((input) => tf.tensor1d(input)))
    const y = tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES)
    const reference = tf.valueAndGrads((kernel: tf.Tensor, bias: tf.Tensor) =>
      tf.losses.softmaxCrossEntropy<tf.Tensor, tf.Scalar>(y, tf.add(tf.matMul(x, kernel, false, true), bias)),
    )([
      tf.tensor2d(head.kernel.slice(0, CLASSES * FEATURES), [CLASSES, FEATURES]),
      tf.tensor1d(head.bias.slice(0, CLASSES)),
    ])
    const [kernel, bias] = reference.grads
    expect(Math.abs(loss - (reference.value.dataSync()[0] ?? 0))).toBeLessThan(1e-5)
    expect(worst(kernel?.dataSync() ?? [], head.kernelGradient)).toBeLessThan(1e-6)
    expect(worst(bias?.dataSync() ?? [], head.biasGradient)).toBeLessThan(1e-6)
  })

  test('drops the asked share of inputs and keeps their expected sum', () => {
    const random = new Random(2)
    const head = new SoftmaxHead(4096, 2, random)
    head.accumulate(new Float32Array(4096).fill(1), 0, 1, 0.3, random)
    const row = head.kernelGradient.subarray(0, 4096)
    const error = head.biasGradient[0] ?? 0
    const dropped = row.filter((value) => value === 0).length / 4096
    expect(dropped).toBeCloseTo(0.3, 1)
    expect(row.reduce((sum, value) => sum + value, 0) / 4096 / error).toBeCloseTo(1, 1)
  })
})

const Oracle = z.object({
  start: z.array(z.number()),
  gradients: z.array(z.array(z.number())),
  results: z.array(
    z.object({
      name: z.enum(['adam', 'adamw', 'sgd', 'rmsprop', 'adagrad', 'adadelta']),
      momentum: z.number().default(0),
      weightDecay: z.number().default(0),
      weights: z.array(z.number()),
    }),
  ),
})

describe('optimizers step as those of Keras', () => {
  const file = new URL('oracle/optimizers.json', import.meta.url)
  const { start, gradients, results } = Oracle.parse(JSON.parse(readFileSync(file, 'utf8')))
  test.each(results)('$name', ({ weights, ...recipe }) => {
    const ours = Float32Array.from(start)
    const step = optimizerStep({ ...recipe, learningRate: 0.01 }, ours.length)
    for (const gradient of gradients) step(ours, Float32Array.from(gradient), 0.01)
    expect(worst(ours, weights)).toBeLessThan(5e-6)
  })
})

describe('optimizers step as those of TensorFlow.js', () => {
  const cases: [OptimizerRecipe['name'], number, () => tf.Optimizer][] = [
    ['adam', 0, () => tf.train.adam(0.01, 0.9, 0.999, 1e-7)],
    ['sgd', 0, () => tf.train.sgd(0.01)],
    ['rmsprop', 0, () => tf.train.rmsprop(0.01, 0.9, 0, 1e-7)],
  ]
  test.each(cases)('%s', async (name, weightDecay, reference) => {
    await tf.setBackend('cpu')
    const random = new Random(3)
    const start = Float32Array.from({ length: 20 }, () => random.normal())
    const ours = start.slice()
    const theirs = tf.variable(tf.tensor1d(start))
    const step = optimizerStep({ name, learningRate: 0.01, momentum: 0, weightDecay }, 20)
    const optimizer = reference()
    for (let i = 0; i < 25; i++) {
      const gradient = Float32Array.from({ length: 20 }, () => random.normal())
      step(ours, gradient, 0.01)
      optimizer.applyGradients({ [theirs.name]: tf.tensor1d(gradient) })
    }
    // TensorFlow.js puts Adam's epsilon beside the uncorrected root, Keras beside the corrected one.
    expect(worst(ours, theirs.dataSync())).toBeLessThan(2e-5)
  })

  test('momentum carries on, decay shrinks', () => {
    const weights = new Float32Array([1])
    const step = optimizerStep({ name: 'sgd', learningRate: 0.1, momentum: 0.5, weightDecay: 0.5 }, 1)
    step(weights, new Float32Array([1]), 0.1)
    expect(weights[0]).toBeCloseTo(1 * 0.95 - 0.1, 6)
    step(weights, new Float32Array([0]), 0.1)
    expect(weights[0]).toBeCloseTo(0.85 * 0.95 - 0.05, 6)
  })

  test('a decay that is coupled is part of the gradient, and of the momentum', () => {
    const weights = new Float32Array([1])
    const recipe = { name: 'sgd', learningRate: 0.1, momentum: 0.5, weightDecay: 0.5, coupled: true } as const
    const step = optimizerStep(recipe, 1)
    step(weights, new Float32Array([1]), 0.1)
    expect(weights[0]).toBeCloseTo(1 - 0.1 * 1.5, 6)
    step(weights, new Float32Array([0]), 0.1)
    expect(weights[0]).toBeCloseTo(0.85 - 0.05 * 1.5 - 0.1 * 0.5 * 0.85, 6)
  })
})

describe('training a head', () => {
  const random = new Random(4)
  const label = (i: number) => i % CLASSES
  const data: HeadData = {
    classes: CLASSES,
    train: vectors(200, random, label).map((vector, i) => ({ views: [vector], label: label(i) })),
    validation: vectors(200, random, label).map((features, i) => ({ features, label: label(i) })),
  }

  test('learns what can be learned', () => {
    expect(evaluate(trainSoftmaxHead(data, recipe, 1), data.validation).accuracy).toBeGreaterThan(0.6)
  })

  test('the same seed gives the same head, another seed another', () => {
    const kernel = (seed: number) => [...trainSoftmaxHead(data, recipe, seed).kernel]
    expect(kernel(5)).toEqual(kernel(5))
    expect(kernel(5)).not.toEqual(kernel(6))
  })

  test('a plateau in the monitored value lowers the rate: weights move less', () => {
    const plateau = { monitor: 'val_loss', mode: 'max', factor: 1e-6, patience: 1 } as const
    const stopped = { ...recipe, plateau: { ...plateau, minDelta: 0, cooldown: 0, minLearningRate: 0 } }
    expect([...trainSoftmaxHead(data, stopped, 1).kernel]).not.toEqual([
      ...trainSoftmaxHead(data, recipe, 1).kernel,
    ])
  })
})
