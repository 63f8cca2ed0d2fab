import { describe, expect, test } from 'vitest'
import { partOf, planOf } from '../../../src/probe/fine-tuning/plan.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { budgetOf } from '../../../src/train/budget.ts'
import type { ProbeSample } from '../../../src/train/ground.ts'

const samples = (count: number, side: string): ProbeSample[] =>
  Array.from({ length: count }, (_, i) => {
    const path = `${side}/${i}.jpg`
    return { path, source: { path }, bytesDigest: path, label: i % 4 === 0 ? 'a' : 'b' }
  })

const session = (mode: 'quick' | 'full', train: number, evaluation: number, size = 299) => ({
  request: { mode },
  budget: budgetOf(mode, undefined),
  size,
  ground: {
    train: samples(train, 'train'),
    evaluation: samples(evaluation, 'val'),
    evaluationSplit: 'validation' as const,
    classes: ['a', 'b'],
  },
  seeds: [1, 2, 3, 4, 5, 6],
  work: { seed: 1 },
})

/** A model of which the layers from `from` on are trained. */
async function phase(trunk: string, from: number) {
  const [setup] = await setupsOf([
    {
      path: 'train.py',
      kind: 'python',
      text: `
from tensorflow import keras
train = keras.utils.image_dataset_from_directory('train')
base = keras.applications.${trunk}(include_top=False, weights='imagenet', pooling='avg')
for layer in base.layers[:${from}]:
    layer.trainable = False
model = keras.Sequential([base, keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, epochs=3)
`,
    },
  ])
  const [model, run] = [setup?.models[0], setup?.runs[0]]
  if (model === undefined || run === undefined) throw new Error('no run was found')
  return { model, run }
}

describe('what is trained', async () => {
  const own = await phase('InceptionV3', 249)
  const whole = await phase('InceptionV3', 0)
  const other = await phase('ResNet50', 100)

  test('quick: the last block, few images, three seeds, small images', () => {
    const plan = planOf(session('quick', 2000, 1000), own)
    expect(plan).toMatchObject({ boundary: 'mixed9', size: 150, seeds: [1, 2, 3], epochs: 2 })
    expect([plan.ground.train.length, plan.ground.evaluation.length]).toEqual([160, 240])
    // Class shares stay.
    expect(plan.ground.train.filter(({ label }) => label === 'a')).toHaveLength(40)
    expect(planOf(session('quick', 40, 20, 75), own)).toMatchObject({ size: 75, epochs: 8 })
  })

  test('full: what the run trains, from mixed7 on at most', () => {
    const boundary = (one: typeof own) => planOf(session('full', 2000, 1000), one).boundary
    expect([own, whole, other].map(boundary)).toEqual(['mixed8', 'mixed7', 'mixed7'])
    expect(planOf(session('full', 2000, 1000), own).seeds).toHaveLength(5)
  })

  test('is told, and where the project trains another part', () => {
    expect(partOf({ boundary: 'mixed8' }, own)).toBe('on mixed9 and mixed10 of the trunk')
    expect(partOf({ boundary: 'mixed9' }, own)).toBe(
      'on mixed10 of the trunk (the project trains mixed9 and mixed10)',
    )
    expect(partOf({ boundary: 'mixed7' }, whole)).toBe(
      'on mixed8 to mixed10 of the trunk (the project trains another part)',
    )
    expect(partOf({ boundary: 'mixed9' }, other)).toBe(
      'on mixed10 of InceptionV3 (the project trains ResNet50)',
    )
  })
})
