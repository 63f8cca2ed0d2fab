import { expect, test } from 'vitest'
import { agreement, doubts, provenDoubts } from '../../src/judge/doubtful-labels.ts'
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

/** A hundred of each class, every tenth a hard one, and beside them so many of each that are surely of the other. */
function withWrong(count: number): Predictions {
  const samples = [0, 1].flatMap((label) =>
    Array.from({ length: 100 + count }, (_, i) => {
      const own = i >= 100 ? 0.03 : i % 10 === 0 ? 0.55 : 0.97
      const path = `${i < 100 ? 'right' : 'wrong'}-${label}-${i}.jpg`
      return { path, label, probabilities: label === 0 ? [own, 1 - own] : [1 - own, own] }
    }),
  )
  return { classes: ['cat', 'dog'], samples, left: 0 }
}

test('as many labels are doubted as are estimated to be wrong, the likeliest wrong first', () => {
  const { rate, least, labels } = doubts(withWrong(20))
  expect(rate).toBeCloseTo(40 / 240, 1)
  expect(least).toBeLessThan(rate)
  expect(labels).toHaveLength(Math.round(rate * 240))
  for (const { sample, suggested } of labels)
    expect([sample.label, suggested]).toEqual([1 - suggested, suggested])
  expect(labels.slice(0, 30).every(({ sample }) => sample.path.startsWith('wrong'))).toBe(true)
  const sure = labels.map(({ wrong }) => wrong)
  expect(sure).toEqual(sure.toSorted((a, b) => b - a))
})

test('the set is judged by heads that learned from all sides, the labels by those that did not', () => {
  const wrong = withWrong(30)
  const sound = withWrong(0)
  const samples = wrong.samples.map((sample) => ({
    ...sample,
    byAll: sound.samples.find(({ label }) => label === sample.label)?.probabilities ?? [],
  }))
  expect(provenDoubts({ ...wrong, samples }).labels).toEqual([])
  const back = wrong.samples.map((sample) => ({ ...sample, byAll: sample.probabilities }))
  expect(provenDoubts({ ...wrong, samples: back }).labels).toHaveLength(provenDoubts(wrong).labels.length)
})

test('heads that are often unsure tell no wrong labels, however many there are', () => {
  const { classes, samples } = withWrong(30)
  const unknown = Array.from({ length: 400 }, (_, i) => ({
    path: `unknown-${i}.jpg`,
    label: i % 2,
    probabilities: [0.5, 0.5],
  }))
  const unsure = { classes, samples: [...samples, ...unknown], left: 0 }
  expect(provenDoubts(unsure).least).toBeGreaterThan(0.05)
  expect(provenDoubts(unsure).labels).toEqual([])
})

test('single doubts of a good set are not told', () => {
  const few = withWrong(3)
  expect(doubts(few).labels.length).toBeGreaterThan(0)
  expect(provenDoubts(few).labels).toEqual([])
  expect(provenDoubts(withWrong(30)).labels.length).toBeGreaterThanOrEqual(40)
  expect(doubts({ classes: ['cat', 'dog'], samples: [], left: 0 }).labels).toEqual([])
})
