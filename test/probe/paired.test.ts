import { expect, test } from 'vitest'
import { unlessContradicted } from '../../src/probe/trials/agreement.ts'
import { paired } from '../../src/probe/trials/paired.ts'
import { pairedScores } from '../../src/probe/trials/paired-scores.ts'
import type { Ground } from '../../src/train/ground.ts'
import { workIn } from './project-of.ts'

const count = 40
const sample = { path: '', source: { path: '' }, bytesDigest: '', label: 'a' }
const ground: Ground = {
  train: [],
  evaluation: new Array(count).fill(sample),
  evaluationSplit: 'validation',
  classes: ['a'],
}
const losses = (at: number, pace: number) =>
  [1, 2, 3].map((seed) => Array.from({ length: count }, (_, i) => at + ((i * pace + seed) % 5) / 100))

const verdictOf = (given: number, fixed: number, margin: number) =>
  paired(
    { given: losses(given, 1), fixed: losses(fixed, 2), expect: 'drop', margin, describe: () => '' },
    { ground, work: workIn(null), seeds: [1, 2, 3] },
  )

test('an effect within the margin counts as none, whichever way it goes', () => {
  expect(verdictOf(1, 0.95, 0).conclude(0.95).verdict).toBe('confirmed')
  expect(verdictOf(1, 0.95, 0.1).conclude(0.95).verdict).toBe('inconclusive')
  expect(verdictOf(1, 0.85, 0.1).conclude(0.95).verdict).toBe('confirmed')
  expect(verdictOf(1, 1.05, 0.1).conclude(0.95).verdict).toBe('inconclusive')
  expect(verdictOf(1, 1.15, 0.1).conclude(0.95).verdict).toBe('refuted')
  expect(verdictOf(1, 0.95, 0.1).pValue).toBeGreaterThan(0.9)
})

test('what is told is the effect itself', () => {
  const { effect, interval } = verdictOf(1, 0.85, 0.1).conclude(0.95)
  expect(effect).toBeCloseTo(-0.15)
  expect(interval?.[0]).toBeLessThanOrEqual(effect ?? 0)
  expect(interval?.[1]).toBeGreaterThanOrEqual(effect ?? 0)
  expect(interval?.[1]).toBeLessThan(-0.1)
})

test('what another metric contradicts is not confirmed', () => {
  const [better, same, worse] = [verdictOf(1, 0.9, 0), verdictOf(1, 1.001, 0.1), verdictOf(1, 1.1, 0)]
  const told = (other: typeof better) => unlessContradicted(better, other, 'the other falls').conclude(0.95)
  expect(told(same).verdict).toBe('confirmed')
  expect(told(worse)).toMatchObject({ verdict: 'inconclusive', reason: ', but the other falls' })
  expect(unlessContradicted(worse, better, '').conclude(0.95).verdict).toBe('refuted')
})

test('what held-out training images confirm is not, where the validation images get worse', () => {
  const train = new Array(3 * count).fill(sample)
  const session = {
    ground: { ...ground, train },
    heldOut: { folds: 3, foldsOf: () => train.map(() => 0) },
    work: workIn(null),
    seeds: [1, 2, 3],
  }
  const right = losses(0.5, 0).map((row) => [...row, ...row, ...row, ...row])
  /** Brier scores of the validation images, and of three times as many held-out ones. */
  const scores = (ofValidation: number, ofTraining: number, pace: number) => ({
    right,
    brier: losses(ofValidation, pace).map((row, i) => {
      const held = losses(ofTraining, pace)[i] ?? []
      return [...row, ...held, ...held, ...held]
    }),
  })
  const told = (ofValidation: number) =>
    pairedScores(
      { given: scores(0.8, 0.8, 1), fixed: scores(ofValidation, 0.6, 2), change: 'this' },
      session,
    ).conclude(0.95)
  expect(told(0.7).verdict).toBe('confirmed')
  expect(told(0.8).verdict).toBe('confirmed')
  expect(told(0.9)).toMatchObject({
    verdict: 'inconclusive',
    reason: expect.stringMatching(
      /^With this a head predicts better: Brier score of validation images and of 120 training images held out in turn .*, but the validation images by themselves are predicted worse$/,
    ),
  })
})
