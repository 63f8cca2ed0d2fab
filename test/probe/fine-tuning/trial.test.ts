import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { rules } from '../../../rules/index.ts'
import { boundaries } from '../../../src/embed/boundary.ts'
import { judge } from '../../../src/judge/judge.ts'
import type { Finding } from '../../../src/model/finding.ts'
import type { TrainingSetup } from '../../../src/model/setup.ts'
import { boundaryOf, lastLayers, phaseOf } from '../../../src/probe/fine-tuning/phase.ts'
import { prove } from '../../../src/probe/prove.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { projectOf, workIn } from '../project-of.ts'

const program = (changes: { unfreeze?: string; optimizer?: string; call?: string; batch?: number } = {}) => `
from tensorflow import keras
from tensorflow.keras import layers
train = keras.utils.image_dataset_from_directory('data/train', image_size=(75, 75), batch_size=${changes.batch ?? 48})
val = keras.utils.image_dataset_from_directory('data/val', image_size=(75, 75))
base = keras.applications.InceptionV3(include_top=False, weights='imagenet', input_shape=(75, 75, 3))
base.trainable = False
inputs = keras.Input((75, 75, 3))
x = keras.applications.inception_v3.preprocess_input(inputs)
x = base(x${changes.call ?? ', training=False'})
x = layers.GlobalAveragePooling2D()(x)
outputs = layers.Dense(6, activation='softmax')(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer=keras.optimizers.Adam(1e-3), loss='sparse_categorical_crossentropy')
model.fit(train, validation_data=val, epochs=5)
base.trainable = True
${changes.unfreeze ?? ''}
model.compile(optimizer=keras.optimizers.${changes.optimizer ?? 'Adam(1e-2)'}, loss='sparse_categorical_crossentropy')
model.fit(train, validation_data=val, epochs=5)
`

/** What the code rules say about a program, as findings, and its setups. */
async function examined(text: string): Promise<{ setups: TrainingSetup[]; findings: Finding[] }> {
  const setups = await setupsOf([{ path: 'train.py', kind: 'python', text }])
  const codeRules = rules.filter(({ id, needs }) => id.startsWith('fine-tuning/') && needs.length === 1)
  const { findings } = judge(codeRules, { setups: { ok: true, value: setups } }, {})
  return { setups, findings }
}

async function phaseIn(text: string, rule = 'fine-tuning/learning-rate') {
  const { setups, findings } = await examined(text)
  const finding = findings.find((one) => one.rule === rule)
  if (finding === undefined) throw new Error(`no ${rule} in ${findings.map((one) => one.rule)}`)
  return phaseOf(finding, setups)
}

describe('the run that is tried', () => {
  test('is the one that fine-tunes, after the one that trains the head', async () => {
    const { run, headRun } = await phaseIn(program())
    expect([
      run.compile?.optimizer?.learningRate.value,
      headRun?.compile?.optimizer?.learningRate.value,
    ]).toEqual([0.01, 0.001])
    const awake = await phaseIn(program({ call: '', optimizer: 'Adam(1e-5)' }), 'fine-tuning/batch-norm')
    expect(awake.run.compile?.optimizer?.learningRate.value).toBe(1e-5)
  })

  test.each([
    ['for layer in base.layers[:249]:\n    layer.trainable = False', 'mixed8'],
    ['for layer in base.layers[:260]:\n    layer.trainable = False', 'mixed8'],
    ['for layer in base.layers[:280]:\n    layer.trainable = False', 'mixed9'],
    ['for layer in base.layers[:229]:\n    layer.trainable = False', 'mixed7'],
    ['for layer in base.layers[:100]:\n    layer.trainable = False', null],
    ['', null],
  ])('%j begins behind %s', async (unfreeze, boundary) => {
    expect(boundaryOf(await phaseIn(program({ unfreeze })))).toBe(boundary)
  })

  test('blocks end where they end in the real Keras', async () => {
    const file = path.join(import.meta.dirname, '../../embed/oracle/inception_v3_layers.json')
    const names = z
      .array(z.object({ name: z.string() }))
      .parse(JSON.parse(await readFile(file, 'utf8')))
      .map(({ name }) => name)
    for (const boundary of boundaries) expect(names.indexOf(boundary)).toBe(lastLayers[boundary])
  })
})

describe('on the shipped clean project', async () => {
  const whole = await projectOf(path.join(import.meta.dirname, '../../../fixtures/grocery-clean'))
  const request = async (text: string, budgetSeconds: number) => {
    const config = { probe: { size: 75, samples: 80, seeds: 1, budgetSeconds } }
    const project = { ...whole.project, config }
    return { ...whole, project, ...(await examined(text)), rules, mode: 'quick' as const }
  }

  test('both arms are trained; a short budget and an abort are told', { timeout: 300_000 }, async () => {
    const cache = await temporaryFolder()
    const trials = await prove(await request(program(), 600), workIn(cache))
    const [trial] = trials.values()
    expect(trial?.reason).toMatch(
      /^With a learning rate of 1e-4 instead of 0.01, tried on mixed10 of the trunk \(the project trains another part\), the network predicts/,
    )
    expect(trial).toMatchObject({ metric: 'brierScore', expect: 'drop', seeds: 1, samples: 32 })
    expect(trial?.backend).toContain('TensorFlow.js on WebAssembly for the trained part, 80 images')
    expect(trial?.arms?.map(({ values }) => values.length)).toEqual([1, 1])
    expect(trial?.verdict).not.toBe('refuted')
    const [short] = (await prove(await request(program(), 20), workIn(cache))).values()
    expect(short).toMatchObject({
      verdict: 'not-run',
      reason: expect.stringContaining('longer than the probe'),
    })
    const [stopped] = (
      await prove(await request(program(), 600), workIn(cache, AbortSignal.abort()))
    ).values()
    expect(stopped).toMatchObject({ verdict: 'not-run', reason: 'interrupted' })
  })
})
