import rule from '../../../rules/labels/imbalance.ts'
import type { Facts } from '../../../src/model/facts.ts'
import type { Project } from '../../../src/model/project.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { dataFacts } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** So many samples in each folder. */
function facts(
  counts: Record<string, number>,
  setups: NonNullable<Facts['setups']> = noCode,
  files: Project['files'] = [],
): Facts {
  const paths = Object.entries(counts).flatMap(([folder, count]) =>
    Array.from({ length: count }, (_, index) => `${folder}/${index}.jpg`),
  )
  const project = { root: '/p', given: '/p', config: {}, files, problems: [] }
  return { ...dataFacts(paths), setups, project: { ok: true, value: project } }
}

const noCode: NonNullable<Facts['setups']> = {
  ok: false,
  reason: 'the project holds no training code that we know',
}

const weighted = await setupsOf([
  {
    path: 'train.py',
    kind: 'python',
    text: [
      'from tensorflow import keras',
      'train = keras.utils.image_dataset_from_directory("train")',
      'model = keras.Sequential([keras.layers.Dense(2, activation="softmax")])',
      'model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")',
      'model.fit(train, epochs=3, class_weight={0: 1.0, 1: 20.0})',
    ].join('\n'),
  },
])
const unfixed = 'which remedy is right is for a person to say'

ruleTester(rule, {
  healthy: [
    { name: 'even classes', facts: facts({ 'train/a': 30, 'train/b': 28 }) },
    { name: 'a tenth exactly', facts: facts({ 'train/a': 100, 'train/b': 10 }) },
    {
      name: 'rare in validation only',
      facts: facts({ 'train/a': 50, 'train/b': 40, 'validation/a': 40, 'validation/b': 1 }),
    },
    {
      name: 'code that could not be read, which may weight the classes',
      facts: facts({ 'train/a': 50, 'train/b': 2 }, noCode, [
        { path: 'train.py', kind: 'python', size: 9, modifiedMs: 0 },
      ]),
    },
    { name: 'one class', facts: facts({ 'train/a': 50 }) },
    {
      name: 'class weights in the code',
      facts: facts({ 'train/a': 100, 'train/b': 2 }, { ok: true, value: weighted }),
    },
    {
      name: 'a class without training images, which is a mismatch',
      facts: facts({ 'train/a': 100, 'validation/b': 5 }),
    },
    {
      name: 'a class of two spellings',
      facts: facts({ 'train/soy-milk': 60, 'train/Soy_Milk': 5, 'train/tea': 60 }),
    },
    { name: 'no labels', facts: dataFacts([]).dataset?.ok ? facts({ train: 20 }) : {} },
  ],
  sick: [
    {
      name: 'a rare class',
      facts: facts({ 'train/a': 100, 'train/b': 9 }),
      findings: [{ at: 'train/b', says: '"b" has 9 training images where "a" has 100' }],
      unfixed,
    },
    {
      name: 'a class of one image',
      facts: facts({ 'train/a': 20, 'train/b': 1 }),
      findings: [{ at: 'train/b', says: '1 training image where' }],
      unfixed,
    },
    {
      name: 'two rare classes',
      facts: facts({ 'train/a': 50, 'train/b': 2, 'train/c': 3 }),
      findings: [{ at: 'train/b' }, { at: 'train/c' }],
      unfixed,
    },
    {
      name: 'data without a split',
      facts: facts({ 'all/a': 50, 'all/b': 2 }),
      findings: [{ at: 'all/b' }],
      unfixed,
    },
    {
      name: 'rare in train, whatever validation has',
      facts: facts({ 'train/a': 50, 'train/b': 2, 'validation/a': 5, 'validation/b': 50 }),
      findings: [{ at: 'train/b' }],
      unfixed,
    },
    {
      name: 'the first class as the rare one',
      facts: facts({ 'train/a': 2, 'train/b': 90 }),
      findings: [{ at: 'train/a' }],
      unfixed,
    },
  ],
})
