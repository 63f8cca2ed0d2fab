import { expect, test } from 'vitest'
import { conclude } from '../../src/diagnosis/conclude.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Trial } from '../../src/model/trial.ts'

const found = (rule: string, changes: Partial<Finding> = {}): Finding => ({
  id: rule,
  rule,
  severity: 'error',
  confidence: 1,
  message: `${rule} is at fault`,
  why: '',
  how: '',
  locations: [],
  evidence: {},
  ...changes,
})

const trial = (verdict: Trial['verdict'], effect = 0): Trial => ({
  verdict,
  reason: `the trial says ${verdict}`,
  metric: 'validationAccuracy',
  expect: 'drop',
  effect,
  seeds: 5,
  samples: 100,
  backend: '',
  weights: '',
  durationMs: 0,
})

const ranked = (...findings: Finding[]) => conclude(findings).map(({ cause }) => cause)

test('a confirmed fix outranks every unproven finding, and a larger effect a smaller one', () => {
  expect(
    ranked(
      found('preprocessing/wrong-range'),
      found('leakage/near-duplicate', { trial: trial('confirmed', -0.02) }),
      found('labels/conflicting-duplicates', { severity: 'warning', trial: trial('confirmed', 0.2) }),
    ),
  ).toEqual(['labels/conflicting-duplicates', 'leakage/near-duplicate', 'preprocessing/wrong-range'])
})

test('a refuted fix and mere information are no causes', () => {
  expect(
    ranked(
      found('leakage/near-duplicate', { trial: trial('refuted', 0.1) }),
      found('symptoms/overfitting', { severity: 'info' }),
    ),
  ).toEqual([])
})

test('untried findings rank by severity, confidence and kind', () => {
  expect(
    ranked(
      found('images/unreadable'),
      found('training/plateau-schedule', { severity: 'warning' }),
      found('preprocessing/wrong-range', { confidence: 0.6 }),
      found('leakage/exact-duplicate'),
    ),
  ).toEqual([
    'leakage/exact-duplicate',
    'preprocessing/wrong-range',
    'training/plateau-schedule',
    'images/unreadable',
  ])
})

test('findings of one rule are one cause, with each trial told once, but not those that were not run', () => {
  const shared = { trial: trial('inconclusive') }
  const [cause] = conclude([
    found('leakage/exact-duplicate', shared),
    found('leakage/exact-duplicate', shared),
  ])
  expect(cause?.because).toEqual([
    'leakage/exact-duplicate is at fault (and 1 more)',
    'the trial says inconclusive',
  ])
  const [untried] = conclude([found('leakage/exact-duplicate', { trial: trial('not-run') })])
  expect(untried?.because).toEqual(['leakage/exact-duplicate is at fault'])
})

test('the weights never add up to more than 1', () => {
  for (let count = 1; count <= 60; count++) {
    const causes = conclude(Array.from({ length: count }, (_, index) => found(`training/rule-${index}`)))
    const sum = causes.reduce((total, { weight }) => total + weight * 1000, 0)
    expect(Math.round(sum)).toBeLessThanOrEqual(1000)
  }
})
