import path from 'node:path'
import { expect, test } from 'vitest'
import { rules } from '../../../rules/index.ts'
import { prove } from '../../../src/probe/prove.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { findingOf, projectOf, workIn } from '../project-of.ts'

const program = `
from tensorflow import keras
train = keras.utils.image_dataset_from_directory('data/train', image_size=(75, 75), batch_size=48)
val = keras.utils.image_dataset_from_directory('data/val', image_size=(75, 75))
base = keras.applications.InceptionV3(include_top=False, weights='imagenet', pooling='avg', input_shape=(75, 75, 3))
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(6, activation='softmax')])
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss='sparse_categorical_crossentropy')
model.fit(train, validation_data=val, epochs=5)
`

test('a frozen trunk is tried against three depths, in a full probe alone', {
  timeout: 1_200_000,
}, async () => {
  const whole = await projectOf(path.join(import.meta.dirname, '../../../fixtures/grocery-clean'))
  const config = { probe: { size: 75, samples: 80, seeds: 1, budgetSeconds: 600 } }
  const setups = await setupsOf([{ path: 'train.py', kind: 'python', text: program }])
  const fit = setups[0]?.runs[0]?.fit.span
  if (fit === undefined) throw new Error('no run was found')
  const finding = { ...findingOf('preprocessing/domain-mismatch', [], []), locations: [fit] }
  const request = {
    ...whole,
    project: { ...whole.project, config },
    setups,
    findings: [finding],
    rules,
  }
  const work = workIn(await temporaryFolder())
  const [quick] = (await prove({ ...request, mode: 'quick' }, work)).values()
  expect(quick).toMatchObject({ verdict: 'not-run', reason: expect.stringContaining('--probe full') })
  const [trial] = (await prove({ ...request, mode: 'full' }, work)).values()
  expect(trial).toMatchObject({ metric: 'brierScore', expect: 'drop', seeds: 1, samples: 32 })
  expect(trial?.reason).toMatch(
    /^With mixed\d+( and mixed10| to mixed10)? trained after the head at a tenth of its rate, tried against a frozen trunk, the best of 3 depths \(mixed.+ 0\.\d+, mixed.+ 0\.\d+\), the network predicts/,
  )
  expect(trial?.arms?.map(({ values }) => values.length)).toEqual([1, 1])
  expect(trial?.backend).toContain('TensorFlow.js on WebAssembly for the trained part')
})
