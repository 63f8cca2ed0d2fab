import { expect, test } from 'vitest'
import { conclude } from '../../src/diagnosis/conclude.ts'
import type { Finding } from '../../src/model/finding.ts'
import { found, symptom, trial } from './found.ts'

const nothing = { project: 'p', curves: false, images: { all: 0, evaluation: 0 }, labels: null }
const causesOf = (findings: Finding[]) => conclude(findings, nothing).causes
const ranked = (...findings: Finding[]) => causesOf(findings).map(({ cause }) => cause)

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
  const [cause] = causesOf([
    found('leakage/exact-duplicate', shared),
    found('leakage/exact-duplicate', shared),
  ])
  expect(cause?.because).toEqual([
    'leakage/exact-duplicate is at fault (and 1 more)',
    'the trial says inconclusive',
  ])
  const [untried] = causesOf([found('leakage/exact-duplicate', { trial: trial('not-run') })])
  expect(untried?.because).toEqual(['leakage/exact-duplicate is at fault'])
})

test('the weights never add up to more than 1', () => {
  for (let count = 1; count <= 60; count++) {
    const causes = causesOf(Array.from({ length: count }, (_, index) => found(`training/rule-${index}`)))
    const sum = causes.reduce((total, { weight }) => total + weight * 1000, 0)
    expect(Math.round(sum)).toBeLessThanOrEqual(1000)
  }
})

const seen = { project: 'my project', curves: true, images: { all: 0, evaluation: 0 }, labels: null }

test('without curves, or with curves that show nothing of it, the order is that of severity and confidence', () => {
  const findings = [found('training/learning-rate'), found('leakage/exact-duplicate', { confidence: 0.9 })]
  expect(ranked(...findings)).toEqual(['training/learning-rate', 'leakage/exact-duplicate'])
})

test('a cause that explains what the curves show rises above one that is as sure', () => {
  const noisy = symptom('noisy-validation', { kind: 'more-than-sampling' })
  const findings = [found('augmentation/in-validation'), found('leakage/exact-duplicate'), noisy]
  expect(ranked(...findings)[0]).toBe('leakage/exact-duplicate')
  const [first] = conclude(findings, seen).causes
  expect(first?.cause).toBe('augmentation/in-validation')
  expect(first?.because).toContain(
    'This explains noise of validation beyond sampling: every evaluation sees other random images',
  )
})

test('a cause that contradicts what the curves show falls, and says so', () => {
  const findings = [
    found('training/no-regularisation'),
    found('preprocessing/channel-order', { confidence: 0.9 }),
    symptom('underfitting'),
  ]
  const causes = conclude(findings, seen).causes
  expect(causes.map(({ cause }) => cause)).toEqual([
    'preprocessing/channel-order',
    'training/no-regularisation',
  ])
  expect(causes[1]?.because).toContain(
    'The curves show underfitting, which speaks against it: a free head fits its training images',
  )
})

test('a confirmed trial outranks every cause that curves speak for', () => {
  const findings = [
    found('training/learning-rate', { evidence: { learningRate: 0.1, usual: 0.001 } }),
    symptom('oscillation'),
    symptom('divergence'),
    found('labels/conflicting-duplicates', { severity: 'warning', trial: trial('confirmed', 0.01) }),
  ]
  expect(conclude(findings, seen).causes[0]?.cause).toBe('labels/conflicting-duplicates')
})

test('a trial that confirmed a small effect does not outrank what explains the curves', () => {
  const small = (verdict: 'confirmed' | 'inconclusive', interval: [number, number]) => {
    const findings = [
      found('training/learning-rate', { evidence: { learningRate: 0.00001, usual: 0.001 } }),
      symptom('underfitting'),
      found('leakage/exact-duplicate', { trial: { ...trial(verdict, -0.002), interval } }),
    ]
    return conclude(findings, seen).causes
  }
  const [first, second] = small('confirmed', [-0.015, 0])
  expect([first?.cause, second?.cause]).toEqual(['training/learning-rate', 'leakage/exact-duplicate'])
  expect(second?.weight).toBe(small('inconclusive', [-0.015, 0.001])[1]?.weight)
  expect(small('confirmed', [-0.15, -0.01])[0]?.cause).toBe('leakage/exact-duplicate')
})

test('effects on a loss compare with effects on an accuracy by the probability of the true class', () => {
  const loss = (baseline: number, fixed: number) => ({
    ...trial('confirmed', fixed - baseline),
    metric: 'validationLoss' as const,
    baseline,
    fixed,
  })
  // exp(-0.5) - exp(-0.6) is 0.06, exp(-0.1) - exp(-1) is 0.54.
  const findings = (size: number) => [
    found('training/learning-rate', { trial: loss(size, size - 0.1) }),
    found('leakage/exact-duplicate', { trial: trial('confirmed', -0.1) }),
  ]
  expect(ranked(...findings(0.6))[0]).toBe('leakage/exact-duplicate')
  expect(
    ranked(
      found('training/learning-rate', { trial: loss(1, 0.1) }),
      found('leakage/exact-duplicate', { trial: trial('confirmed', -0.1) }),
    )[0],
  ).toBe('training/learning-rate')
})

test('effects on a Brier score, which goes to 2, count by half', () => {
  const brier = { ...trial('confirmed', -0.15), metric: 'brierScore' as const }
  const findings = [
    found('preprocessing/channel-order', { trial: brier }),
    found('preprocessing/wrong-range', { trial: trial('confirmed', -0.1) }),
  ]
  expect(ranked(...findings)[0]).toBe('preprocessing/wrong-range')
})

test('advice becomes a faint cause where it explains the curves, and only there', () => {
  const advice = found('augmentation/missing', { severity: 'info' })
  expect(conclude([advice], seen).causes).toEqual([])
  expect(conclude([advice, symptom('plateau')], seen).causes).toEqual([])
  const causes = conclude([advice, symptom('overfitting'), found('training/no-regularisation')], seen).causes
  expect(causes.map(({ cause }) => cause)).toEqual(['training/no-regularisation', 'augmentation/missing'])
})

test('a trial that leaves room for a small effect only lowers its cause; one that leaves it open does not', () => {
  const tried = (low: number, high: number) =>
    found('leakage/exact-duplicate', { trial: { ...trial('inconclusive'), interval: [low, high] } })
  const other = found('preprocessing/channel-order', { confidence: 0.8 })
  expect(ranked(tried(-0.01, 0.01), other)[0]).toBe('preprocessing/channel-order')
  expect(ranked(tried(-0.2, 0.01), other)[0]).toBe('leakage/exact-duplicate')
})

test('a symptom is never a cause, however severe the project takes it', () => {
  const severe = { ...symptom('overfitting'), severity: 'error' as const }
  expect(conclude([severe], seen).causes).toEqual([])
})

test('what nothing explains is said, with the next measurement; what a cause explains is not', () => {
  const findings = [symptom('overfitting'), symptom('noisy-validation'), found('training/validation-steps')]
  const { unexplained } = conclude(findings, seen)
  expect(unexplained.map(({ symptom: rule }) => rule)).toEqual(['symptoms/overfitting'])
  expect(unexplained[0]?.next).toContain("`doctor check 'my project' --rule labels/likely-mislabelled`")
})

test('validation above training that dropout explains is left alone', () => {
  const mild = { ...symptom('validation-above-training'), confidence: 0.3 }
  expect(conclude([mild], seen).unexplained).toEqual([])
})
