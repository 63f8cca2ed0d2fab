import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import {
  classThresholds,
  confidentJoint,
  type LabelledProbabilities,
  labelIssues,
  normalisedMargin,
  roundKeepingSum,
  selfConfidence,
} from '../../src/judge/confident-learning.ts'

const numbers = z.array(z.number())
const methods = ['prune_by_noise_rate', 'prune_by_class', 'both', 'confident_learning'] as const
const Vector = z.object({
  name: z.string(),
  classes: z.int(),
  labels: numbers,
  /** In millionths. */
  probabilities: z.array(numbers),
  thresholds: numbers,
  joint: z.array(numbers),
  issues: z.record(z.enum(methods), numbers),
  selfConfidence: numbers,
  normalisedMargin: numbers,
})

/** Made by cleanlab 2.7.1 with the script beside them. */
const vectors = z
  .array(Vector)
  .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'oracle/confident-learning.json5'), 'utf8')))

const dataOf = ({ classes, labels, probabilities }: z.infer<typeof Vector>): LabelledProbabilities => ({
  classes,
  labels,
  probabilities: probabilities.map((row) => row.map((p) => p / 1e6)),
})

describe.each(vectors)('cleanlab and we agree: $name', (vector) => {
  const data = dataOf(vector)

  test('on the thresholds of the classes', () => {
    classThresholds(data).forEach((threshold, k) => {
      expect(threshold).toBeCloseTo(vector.thresholds[k] ?? -1, 8)
    })
  })

  test('on the calibrated confident joint', () => {
    expect(confidentJoint(data)).toEqual(vector.joint)
  })

  test.each(methods)('on the issues by %s', (method) => {
    expect(labelIssues(data, method).flatMap((issue, i) => (issue ? [i] : []))).toEqual(vector.issues[method])
  })

  test('on the quality of every label', () => {
    selfConfidence(data).forEach((score, i) => {
      expect(score).toBeCloseTo(vector.selfConfidence[i] ?? -1, 5)
    })
    normalisedMargin(data).forEach((score, i) => {
      expect(score).toBeCloseTo(vector.normalisedMargin[i] ?? -1, 5)
    })
  })
})

test('the vectors hold issues of every kind', () => {
  for (const method of methods)
    expect(vectors.filter(({ issues }) => issues[method].length > 0).length).toBeGreaterThan(6)
})

test('rounding keeps the sum', () => {
  expect(roundKeepingSum([0.5, 1.5, 2.5])).toEqual([0, 2, 2])
  expect(roundKeepingSum([0.4, 0.4, 0.4, 0.8])).toEqual([0, 0, 1, 1])
  expect(roundKeepingSum([1.6, 1.6, 1.6])).toEqual([1, 2, 2])
})
