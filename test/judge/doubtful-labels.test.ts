import { expect, test } from 'vitest'
import { agreement } from '../../src/judge/doubtful-labels.ts'
import type { Predictions } from '../../src/model/predictions.ts'

/** Samples by [label, predicted class]. */
const predicted = (pairs: [number, number][]): Predictions => ({
  classes: ['cat', 'dog'],
  samples: pairs.map(([label, guess], i) => ({
    path: `${i}.jpg`,
    label,
    probabilities: guess === 0 ? [0.9, 0.1] : [0.1, 0.9],
  })),
  left: 0,
})

test('agreement is one where every label is predicted, zero where predictions say nothing', () => {
  const all = (label: number, guess: number, count: number) =>
    Array.from({ length: count }, (): [number, number] => [label, guess])
  expect(agreement(predicted([...all(0, 0, 5), ...all(1, 1, 5)]))).toBe(1)
  expect(agreement(predicted([...all(0, 0, 9), ...all(1, 0, 1)]))).toBe(0)
  expect(agreement(predicted([...all(0, 0, 5), ...all(0, 1, 5), ...all(1, 0, 5), ...all(1, 1, 5)]))).toBe(0)
  // The example of https://en.wikipedia.org/wiki/Cohen%27s_kappa: 20, 5, 10, 15.
  const example = predicted([...all(0, 0, 20), ...all(0, 1, 5), ...all(1, 0, 10), ...all(1, 1, 15)])
  expect(agreement(example)).toBeCloseTo(0.4, 10)
  expect(agreement(predicted([]))).toBe(0)
})
