import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { pipelineLines, setupOf } from './summary.ts'

const fixture = (name: string) =>
  setupOf({
    'train.ts': readFileSync(new URL(`../../../fixtures/${name}/train.ts`, import.meta.url), 'utf8'),
  })

describe('fixtures/grocery-leaky/train.ts is understood in full', async () => {
  const setup = await fixture('grocery-leaky')

  test('both pipelines run through the same random steps', () => {
    const steps =
      'decode@32, resize 299x299@33, rescale 0.003922x+0@33, random tf.reverse@35, random Math.random@38, shuffle@47, batch 32@47'
    expect(pipelineLines(setup)).toEqual([`train: ${steps}`, `validation: ${steps}`])
  })

  test('the folders are known from the calls', () => {
    expect(setup.pipelines.map((one) => [one.name, one.roleFrom, one.origin.kind])).toEqual([
      ['trainSet', 'fit', 'directory'],
      ['valSet', 'fit', 'directory'],
    ])
    expect(
      setup.pipelines.map((one) => (one.origin.kind === 'directory' ? one.origin.path.value : null)),
    ).toEqual(['data/train', 'data/val'])
  })

  test('a frozen InceptionV3 under a head', () => {
    const [model] = setup.models
    expect(setup.models).toHaveLength(1)
    expect(model?.backbone).toMatchObject({
      name: 'InceptionV3',
      weights: { value: 'file://./inception_v3_notop/model.json' },
    })
    expect(model?.head.map((layer) => layer.kind)).toEqual(['pooling', 'dropout', 'dense'])
    expect(model?.trainable).toMatchObject([{ target: 'backbone', value: { value: false } }])
    expect(model?.complete).toBe(true)
  })

  test('compiled and fitted', () => {
    expect(setup.runs).toHaveLength(1)
    expect(setup.runs[0]).toMatchObject({
      compile: {
        optimizer: { name: 'adam', learningRate: { from: 'code', value: 1e-3 } },
        loss: { name: 'categoricalCrossentropy' },
        metrics: [{ value: 'accuracy' }],
      },
      fit: {
        complete: true,
        callbacksKnown: true,
        callbacks: [
          { kind: 'early-stopping', arguments: { monitor: { value: 'val_loss' }, patience: { value: 5 } } },
        ],
      },
    })
    const [train, validation] = setup.pipelines
    expect([setup.runs[0]?.fit.train, setup.runs[0]?.fit.validation]).toEqual([train?.id, validation?.id])
  })

  test('nothing is left open', () => {
    expect(setup).toMatchObject({
      language: 'typescript',
      framework: 'tfjs',
      gaps: [],
      backbone: 'InceptionV3',
    })
  })
})

test('fixtures/grocery-clean/train.ts augments its training side alone and scales to [-1, 1]', async () => {
  const setup = await fixture('grocery-clean')
  const prepared = 'decode@31, resize 299x299@33, rescale 0.007843x+0@33, rescale 1x+-1@33'
  expect(pipelineLines(setup)).toEqual([
    `train: ${prepared}, random tf.reverse@42, random Math.random@45, shuffle@74, batch 32@75`,
    `validation: ${prepared}, batch 32@76`,
  ])
  expect(setup.models[0]?.backbone).toMatchObject({ name: 'InceptionV3', training: { value: false } })
})
