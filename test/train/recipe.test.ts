import { describe, expect, test } from 'vitest'
import type { HeadLayer } from '../../src/model/network.ts'
import type { Pipeline, Step } from '../../src/model/pipeline.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import type { Read, Span } from '../../src/model/span.ts'
import type { Callback, Compile, Run } from '../../src/model/training.ts'
import { recipeOf } from '../../src/train/recipe.ts'

const span: Span = { path: 'train.py', line: 1, column: 1, endLine: 1, endColumn: 2, snippet: '' }
const code = <T>(value: T): Read<T> => ({ from: 'code', value, span })
const unknown: Read<never> = { from: 'unknown', value: null }

const compile: Compile = {
  order: 0,
  span,
  optimizer: { name: 'sgd', learningRate: code(0.02), momentum: code(0.9), span },
  loss: null,
  metrics: [],
}

const run = (order: number, changes: Partial<Run['fit']> = {}, compiled: Compile | null = compile): Run => ({
  model: 'model',
  compile: compiled,
  fit: {
    order,
    span,
    train: 'train',
    validation: null,
    complete: true,
    epochs: code(7),
    batchSize: code(16),
    callbacks: [],
    callbacksKnown: true,
    classWeights: false,
    ...changes,
  },
})

const head: HeadLayer[] = [
  { kind: 'pooling', name: 'GlobalAveragePooling2D', span },
  { kind: 'dropout', name: 'Dropout', span, rate: code(0.3) },
  { kind: 'dense', name: 'Dense', span, l2: code(0.001) },
]

const setup = (runs: Run[], changes: Partial<TrainingSetup> = {}): TrainingSetup => ({
  file: 'train.py',
  language: 'python',
  framework: 'keras',
  backbone: 'InceptionV3',
  pipelines: [],
  models: [
    {
      id: 'model',
      span,
      backbone: {
        name: 'InceptionV3',
        module: 'inception_v3',
        wants: null,
        weights: code('imagenet'),
        includeTop: code(false),
        inputShape: code([224, 224, 3]),
        training: code(false),
        span,
        input: null,
        insertPreprocess: null,
      },
      inputSteps: [],
      head,
      trainable: [],
      complete: true,
    },
  ],
  runs,
  gaps: [],
  suppressions: [],
  ...changes,
})

const plateau = (given: Callback['arguments']): Callback => ({
  kind: 'reduce-on-plateau',
  name: 'ReduceLROnPlateau',
  span,
  arguments: given,
})

describe('the recipe', () => {
  test('is the first run of the setup with InceptionV3', () => {
    const other = setup([run(0, { epochs: code(1) })], { file: 'other.py', backbone: 'ResNet50' })
    const recipe = recipeOf([other, setup([run(5, { epochs: code(3) }), run(2)])], 20)
    expect(recipe).toEqual({
      optimizer: { name: 'sgd', learningRate: 0.02, momentum: 0.9, weightDecay: 0 },
      batchSize: 16,
      hidden: [],
      dropout: 0.3,
      l1: 0,
      l2: 0.001,
      epochs: 7,
      plateau: null,
      inputSize: 224,
      origin: 'train.py',
    })
  })

  test.each([
    ['keras', 'adamw', { weightDecay: 0.004 }],
    ['pytorch', 'adamw', { weightDecay: 0.01 }],
    ['pytorch', 'adam', { weightDecay: 0, coupled: true }],
    ['keras', 'adam', { weightDecay: 0 }],
  ] as const)('in %s %s decays as it does by itself', (framework, name, expected) => {
    const optimizer = { name, learningRate: code(0.01), span }
    const { optimizer: found } = recipeOf([setup([run(0, {}, { ...compile, optimizer })], { framework })], 20)
    expect(found).toEqual({ name, learningRate: 0.01, momentum: 0, ...expected })
  })

  test('a dataset that batches decides, whatever fit would do with arrays', () => {
    const batch: Step = {
      kind: 'batch',
      name: 'batch_size',
      span,
      removal: null,
      size: code(360),
      dropRemainder: code(false),
    }
    const train: Pipeline = {
      id: 'train',
      name: null,
      role: 'train',
      roleFrom: 'fit',
      span,
      origin: { kind: 'unknown', span },
      split: null,
      steps: [batch],
      channels: 'rgb',
      parent: null,
    }
    const implied = run(0, { batchSize: { from: 'default', value: 32 } })
    expect(recipeOf([setup([implied], { pipelines: [train] })], 20).batchSize).toBe(360)
    expect(recipeOf([setup([implied])], 20).batchSize).toBe(32)
  })

  test('caps the epochs', () => {
    expect(recipeOf([setup([run(0, { epochs: code(100) })])], 20).epochs).toBe(20)
  })

  test('reads ReduceLROnPlateau with the defaults of Keras', () => {
    const callbacks = [plateau({ monitor: code('val_acc'), factor: code(0.5) })]
    expect(recipeOf([setup([run(0, { callbacks })])], 20).plateau).toEqual({
      monitor: 'val_accuracy',
      mode: 'max',
      factor: 0.5,
      patience: 10,
      minDelta: 1e-4,
      cooldown: 0,
      minLearningRate: 0,
    })
  })

  test('falls back on the usual values for what is unknown', () => {
    const unclear = run(0, { epochs: unknown, batchSize: unknown, callbacksKnown: false }, null)
    const usual = recipeOf([], 20)
    expect(recipeOf([setup([unclear], { models: [] })], 20)).toEqual({ ...usual, origin: 'train.py' })
    expect(usual).toMatchObject({ batchSize: 32, dropout: 0.5, epochs: 20, inputSize: 299 })
    expect(usual.optimizer).toMatchObject({ name: 'adam', learningRate: 0.001 })
  })

  test('a rate that makes no sense is not taken', () => {
    const broken: Compile = { ...compile, optimizer: { name: 'adam', learningRate: code(-1), span } }
    expect(recipeOf([setup([run(0, {}, broken)])], 20).optimizer.learningRate).toBe(0.001)
  })
})
