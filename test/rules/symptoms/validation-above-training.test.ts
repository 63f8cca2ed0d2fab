import { expect, test } from 'vitest'
import rule from '../../../rules/symptoms/validation-above-training.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import type { TrainingSetup } from '../../../src/model/setup.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { facts, images, log, noisy, symptom, towards } from './logs.ts'

const upTo = (top: number, seed = 1) => noisy(towards(0.3, top, 4), 0.005, seed)
const thousand = images([500, 500], [500, 500])
/** Validation ahead of training by `lead` in every epoch. */
const ahead = (lead: number) => log(20, { accuracy: upTo(0.85), val_accuracy: upTo(0.85 + lead, 2) })

ruleTester(rule, {
  healthy: [
    { name: 'training ahead', facts: facts(log(20, { accuracy: upTo(0.95), val_accuracy: upTo(0.9) })) },
    { name: 'a lead of two points', facts: facts(ahead(0.02), thousand) },
    {
      name: 'a lead in the first epochs',
      facts: facts(log(20, { accuracy: towards(0.2, 0.95, 3), val_accuracy: towards(0.6, 0.9, 3) })),
    },
    {
      name: 'a lead that forty images may show by luck',
      facts: facts(ahead(0.08), images([500, 500], [20, 20])),
    },
    {
      name: 'training averaged over a steep epoch',
      facts: facts(
        log(12, { accuracy: (e) => 0.2 + 0.06 * e, val_accuracy: (e) => 0.23 + 0.06 * e }),
        thousand,
      ),
    },
    {
      name: 'a lead in every other epoch',
      facts: facts(log(20, { accuracy: () => 0.8, val_accuracy: (e) => (e % 2 ? 0.7 : 0.9) })),
    },
    {
      name: 'too few epochs to say',
      facts: facts(log(4, { accuracy: () => 0.8, val_accuracy: () => 0.95 })),
    },
  ],
  sick: [
    {
      name: 'a lead of ten points',
      facts: facts(ahead(0.1)),
      findings: [{ at: 'training.log:21', says: 'dropout or augmentation in training may explain it' }],
      unfixed: symptom,
    },
    {
      name: 'a lead of five points that a thousand images leave no doubt about',
      facts: facts(ahead(0.05), thousand),
      findings: [{ at: 'training.log:21', says: 'validation accuracy stays' }],
      unfixed: symptom,
    },
    {
      name: 'a lead of fifteen points on two hundred images',
      facts: facts(
        log(20, { accuracy: upTo(0.7), val_accuracy: upTo(0.85, 2) }),
        images([500, 500], [100, 100]),
      ),
      findings: [{ at: 'training.log:21' }],
      unfixed: symptom,
    },
    {
      name: 'a code without dropout or augmentation',
      facts: { ...facts(ahead(0.1)), setups: { ok: true, value: [setup([])] } },
      findings: [{ at: 'training.log:21', says: 'neither dropout nor augmentation' }],
      unfixed: symptom,
    },
    {
      name: 'a code with dropout',
      facts: { ...facts(ahead(0.1)), setups: { ok: true, value: [setup([0.5])] } },
      findings: [{ at: 'training.log:21', says: 'training is measured under dropout (0.5)' }],
      unfixed: symptom,
    },
    {
      name: 'setups that could not be read',
      facts: { ...facts(ahead(0.1)), setups: { ok: false, reason: 'broken' } },
      findings: [{ at: 'training.log:21', says: 'may explain it' }],
      unfixed: symptom,
    },
  ],
})

test('an explained lead is believed less', () => {
  const confidence = (dropout: number[]) => {
    const known = { ...facts(ahead(0.1)), setups: { ok: true as const, value: [setup(dropout)] } }
    return [...rule.check(unwrap(known, rule.wants))][0]?.confidence ?? 0
  }
  expect(confidence([0.5])).toBeLessThan(confidence([]))
})

/** A setup whose head has these dropout layers. */
function setup(dropout: number[]): TrainingSetup {
  const span = { path: 'train.py', line: 1, column: 1, endLine: 1, endColumn: 2, snippet: '' }
  return {
    file: 'train.py',
    language: 'python',
    framework: 'keras',
    backbone: null,
    pipelines: [],
    models: [
      {
        id: 'model',
        span,
        backbone: null,
        inputSteps: [],
        head: dropout.map((rate) => ({
          kind: 'dropout',
          name: 'Dropout',
          span,
          rate: { from: 'default', value: rate },
        })),
        trainable: [],
        complete: true,
      },
    ],
    runs: [],
    gaps: [],
    suppressions: [],
  }
}
