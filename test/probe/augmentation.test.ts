import path from 'node:path'
import { expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Pipeline, Step } from '../../src/model/pipeline.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import type { Span } from '../../src/model/span.ts'
import { prove } from '../../src/probe/prove.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { findingOf, projectOf, workIn } from './project-of.ts'

const spanIn = (file: string): Span => ({
  path: file,
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 2,
  snippet: '',
})

const step = (file: string, name: string, value: number | number[]): Step => ({
  kind: 'random-transform',
  name,
  span: spanIn(file),
  removal: null,
  parameters: { [name]: { from: 'code', value, span: spanIn(file) } },
})

const pipeline = (file: string, role: 'train' | 'validation', steps: Step[]): Pipeline => ({
  id: role,
  name: null,
  role,
  roleFrom: 'fit',
  span: spanIn(file),
  origin: { kind: 'unknown', span: spanIn(file) },
  split: null,
  steps,
  channels: 'rgb',
  parent: null,
})

const setup = (file: string, validation: Step[]): TrainingSetup => ({
  file,
  language: 'python',
  framework: 'keras',
  backbone: null,
  pipelines: [pipeline(file, 'train', []), pipeline(file, 'validation', validation)],
  models: [],
  runs: [],
  gaps: [],
  suppressions: [],
})

const finding = (file: string, rule = 'augmentation/in-validation'): Finding => ({
  ...findingOf(rule, [], []),
  id: file,
  locations: [spanIn(file)],
})

/** Nearly black. */
const ruin = [step('ruin.py', 'brightness_range', [0.02, 0.1])]

test('each program is tried with its own transforms', { timeout: 300_000 }, async () => {
  const root = path.join(import.meta.dirname, '../../fixtures/grocery-clean')
  const whole = await projectOf(root)
  const probe = { size: 75, samples: 150, seeds: 3, budgetSeconds: 600 }
  const project = { ...whole, project: { ...whole.project, config: { probe } } }
  const files = ['ruin.py', 'nothing.py', 'unknown.py', 'plain.py']
  const setups = [
    setup('ruin.py', ruin),
    setup('nothing.py', [step('nothing.py', 'rotation_range', 0)]),
    setup('unknown.py', [step('unknown.py', 'Mystery', 1)]),
    setup('plain.py', []),
  ]
  const findings = [
    ...files.map((file) => finding(file)),
    { ...finding('train.py', 'augmentation/missing'), id: 'missing' },
  ]
  const request = { ...project, setups, findings, rules, mode: 'quick' as const }
  const trials = await prove(request, workIn(await temporaryFolder()))
  const [rotated, same, unknown, plain] = files.map((file) => trials.get(file))
  expect(rotated).toMatchObject({ verdict: 'confirmed', metric: 'brierScore', expect: 'drop' })
  expect(rotated?.reason).toMatch(
    /^Under its random transforms the validation Brier score reads [\d.]+ too high/,
  )
  expect(same).toMatchObject({ verdict: 'inconclusive', effect: 0 })
  expect(unknown).toMatchObject({
    verdict: 'not-run',
    reason: 'the random transform Mystery cannot be repeated here',
  })
  expect(plain).toMatchObject({
    verdict: 'not-run',
    reason: 'the random transforms of the validation pipeline could not be followed',
  })
  const missing = trials.get('missing')
  expect(missing).toMatchObject({ metric: 'brierScore', expect: 'drop', seeds: 3 })
  expect(missing?.reason).toMatch(/^With flips, rotations and zooms of the training images a head predicts/)
  // The arms are two: views of the bank were learned.
  expect(missing?.fixed).not.toBe(missing?.baseline)
})
