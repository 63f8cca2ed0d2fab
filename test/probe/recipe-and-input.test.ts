import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { judge } from '../../src/judge/judge.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import { inputFaultOf } from '../../src/probe/input-faults.ts'
import { overlayOf } from '../../src/probe/overlay.ts'
import { prove } from '../../src/probe/prove.ts'
import { setupsOf } from '../../src/setup/gather.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { projectOf, workIn } from './project-of.ts'

const program = (lines: Partial<Record<'scale' | 'head' | 'optimizer' | 'callbacks' | 'epochs', string>>) => `
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
train = keras.utils.image_dataset_from_directory('data/train', image_size=(150, 150))
val = keras.utils.image_dataset_from_directory('data/val', image_size=(150, 150))
base = keras.applications.InceptionV3(include_top=False, weights='imagenet', input_shape=(150, 150, 3))
base.trainable = False
inputs = keras.Input((150, 150, 3))
x = ${lines.scale ?? 'keras.applications.inception_v3.preprocess_input(inputs)'}
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
${lines.head ?? 'x = layers.Dropout(0.5)(x)'}
outputs = layers.Dense(8, activation='softmax')(x)
model = keras.Model(inputs, outputs)
model.compile(optimizer=${lines.optimizer ?? 'keras.optimizers.Adam(1e-3)'}, loss='sparse_categorical_crossentropy')
model.fit(train, validation_data=val, epochs=${lines.epochs ?? '15'}, callbacks=[${lines.callbacks ?? ''}])
`

/** What the code rules say about a program, as findings, and its setups. */
async function examined(text: string): Promise<{ setups: TrainingSetup[]; findings: Finding[] }> {
  const setups = await setupsOf([{ path: 'train.py', kind: 'python', text }])
  const codeRules = rules.filter(({ needs }) => needs.every((need) => need === 'setups'))
  const { findings } = judge(codeRules, { setups: { ok: true, value: setups } }, {})
  return { setups, findings }
}

const faulty = {
  rate: program({ optimizer: 'keras.optimizers.Adam(0.3)' }),
  twice: program({
    scale: 'keras.applications.inception_v3.preprocess_input(layers.Rescaling(1 / 255)(inputs))',
  }),
  mode: program({
    callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', mode='max', patience=2)",
  }),
  patience: program({
    epochs: '100',
    callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', patience=200)",
  }),
  free: program({ head: "x = layers.Dense(128, activation='relu')(x)", epochs: '60' }),
}

describe('the recipe with and without a fix', () => {
  const overlay = async (text: string, rule: string) => {
    const { setups, findings } = await examined(text)
    const finding = findings.find((one) => one.rule === rule)
    if (finding === undefined) throw new Error(`no ${rule} in ${findings.map((one) => one.rule)}`)
    return overlayOf(finding, setups, 20)
  }

  test('another learning rate', async () => {
    const { given, fixed, change } = await overlay(faulty.rate, 'training/learning-rate')
    expect(given.optimizer.learningRate).toBe(0.3)
    expect(fixed).toEqual({ ...given, optimizer: { ...given.optimizer, learningRate: 0.001 } })
    expect(change).toBe('a learning rate of 0.001 instead of 0.3')
  })

  test('the mode that the fix writes', async () => {
    const { given, fixed } = await overlay(faulty.mode, 'training/plateau-schedule')
    expect([given.plateau?.mode, fixed.plateau?.mode]).toEqual(['max', 'min'])
    expect(given.plateau?.patience).toBe(2)
  })

  test('a patience shortened as the run is', async () => {
    const { given, fixed } = await overlay(faulty.patience, 'training/plateau-schedule')
    expect(given.epochs).toBe(20)
    expect(given.plateau?.patience).toBe(40)
    expect(fixed.plateau?.patience).toBe(1)
  })

  test("the person's hidden layers, with and without weight decay", async () => {
    const { given, fixed, change } = await overlay(faulty.free, 'training/no-regularisation')
    const layer = { units: 128, activation: 'relu', dropout: 0, l1: 0, l2: 0 }
    expect(given).toMatchObject({ hidden: [layer], dropout: 0, epochs: 20, origin: 'train.py' })
    expect(fixed).toEqual({ ...given, hidden: [{ ...layer, l2: 0.01 }] })
    expect(change).toBe('weight decay of 0.01 on its hidden layer of 128 units')
    const flat = faulty.free.replace('GlobalAveragePooling2D', 'Flatten')
    expect((await overlay(flat, 'training/no-regularisation')).change).toMatch(
      /units \(on pooled features here\)$/,
    )
  })

  test('hidden layers that are no layers of a trial', async () => {
    const tanh = faulty.free.replace("'relu'", "'tanh'")
    await expect(overlay(tanh, 'training/no-regularisation')).rejects.toThrow(/layers that are not tried/)
  })

  test('other fixes are tried without them', async () => {
    const both = faulty.rate.replace(
      'x = layers.Dropout(0.5)(x)',
      "x = layers.Dense(128, activation='relu')(x)",
    )
    const { given } = await overlay(both, 'training/learning-rate')
    expect(given).toMatchObject({ hidden: [], origin: 'train.py without its hidden layers' })
  })

  test('a run that trains the trunk is not tried on a head', async () => {
    const unfrozen = faulty.rate.replace('base.trainable = False', 'base.trainable = True')
    await expect(overlay(unfrozen, 'training/learning-rate')).rejects.toThrow(/heads on a frozen/)
  })
})

test('what reaches the network, as shares of what it wants', async () => {
  const { findings } = await examined(faulty.twice)
  const [fault] = findings.flatMap((finding) => inputFaultOf(finding) ?? [])
  expect(findings.map(({ rule }) => rule)).toEqual(['preprocessing/double-scaling'])
  expect(fault?.train.range[0]).toBeCloseTo(0)
  expect(fault?.train.range[1]).toBeCloseTo(1 / 255)
  expect(fault?.evaluation).toEqual(fault?.train)
})

describe('on the shipped clean project', () => {
  test('a rate far too high and a double scaling are confirmed', { timeout: 300_000 }, async () => {
    const root = path.join(import.meta.dirname, '../../fixtures/grocery-clean')
    const project = await projectOf(root)
    const cache = await temporaryFolder()
    const [rate, twice] = [await examined(faulty.rate), await examined(faulty.twice)]
    const request = { ...project, rules, mode: 'quick' as const }
    const tried = await prove({ ...request, ...rate }, workIn(cache))
    const [trial] = tried.values()
    expect(trial).toMatchObject({ verdict: 'confirmed', metric: 'brierScore' })
    expect(trial?.rangeTest).toMatchObject({ given: 0.3, advised: 0.001 })
    expect(trial?.rangeTest?.losses).toHaveLength(trial?.rangeTest?.rates.length ?? 0)
    expect([...tried.values()][0]?.reason).toMatch(
      /^With a learning rate of 0.001 instead of 0.3 a head predicts better: validation Brier score from [\d.]+ to [\d.]+ \(by/,
    )
    const input = await prove({ ...request, ...twice }, workIn(cache))
    expect([...input.values()]).toMatchObject([{ verdict: 'confirmed', metric: 'brierScore' }])
  })

  test('weight decay of a hidden layer is tried on that layer', { timeout: 300_000 }, async () => {
    const root = path.join(import.meta.dirname, '../../fixtures/grocery-clean')
    const { setups, findings } = await examined(faulty.free)
    expect(findings.map(({ rule }) => rule)).toContain('training/no-regularisation')
    const own = findings.filter(({ rule }) => rule === 'training/no-regularisation')
    const request = { ...(await projectOf(root)), rules, mode: 'quick' as const, setups }
    const cache = await temporaryFolder()
    const triedWith = async (wanted: number) => {
      const asked = own.map((finding) => ({ ...finding, evidence: { ...finding.evidence, wanted } }))
      return [...(await prove({ ...request, findings: asked }, workIn(cache))).values()][0]
    }
    const told = await triedWith(0.01)
    expect(told?.reason).toMatch(
      /^With weight decay of 0.01 on its hidden layer of 128 units a head predicts/,
    )
    expect(told?.backend).toContain('own softmax head with hidden layers by train.py')
    expect(told).toMatchObject({ metric: 'brierScore', expect: 'drop', seeds: 5 })
    const useless = await triedWith(1e-7)
    expect(useless?.reason).toMatch(/neither better nor worse/)
  })

  test('a rate that is no better is not confirmed', { timeout: 300_000 }, async () => {
    const root = path.join(import.meta.dirname, '../../fixtures/grocery-clean')
    const { setups, findings } = await examined(faulty.rate.replace('Adam(0.3)', 'Adam(0.0012)'))
    expect(findings).toEqual([])
    const invented = (await examined(faulty.rate)).findings
    const tried = await prove(
      { ...(await projectOf(root)), rules, mode: 'quick', setups, findings: invented },
      workIn(await temporaryFolder()),
    )
    expect([...tried.values()][0]?.verdict).not.toBe('confirmed')
    expect([...tried.values()][0]?.verdict).not.toBe('not-run')
  })
})
