import { expect, test } from 'vitest'
import { labelNoise } from '../../src/judge/label-noise.ts'
import { Random } from '../../src/model/random.ts'

const CLASSES = 4

/**
 * Samples of which a head is as sure as it is right (the true class is drawn from its probabilities), softened by
 * `power` as an ill-calibrated head's would be, and labels wrong at a rate.
 */
function sampled(count: number, rate: number, pair: boolean, power = 1) {
  const random = new Random(9, 'noise', rate, String(pair))
  const rows: number[][] = []
  const [labels, wrong]: [number[], boolean[]] = [[], []]
  for (let i = 0; i < count; i++) {
    const logits = Array.from({ length: CLASSES }, () => 2.5 * random.normal())
    const row = normal(logits.map(Math.exp))
    let at = random.uniform()
    const truth = row.findIndex((p) => {
      at -= p
      return at < 0
    })
    const flipped = random.uniform() < rate
    const other = pair ? truth + 1 : truth + 1 + random.below(CLASSES - 1)
    labels.push(flipped ? other % CLASSES : truth)
    wrong.push(flipped)
    rows.push(normal(row.map((p) => p ** power)))
  }
  return { data: { labels, probabilities: rows, classes: CLASSES }, wrong }
}

function normal(row: number[]): number[] {
  const sum = row.reduce((all, one) => all + one, 0)
  return row.map((one) => one / sum)
}

test('the rate of wrong labels is found, however soft or sharp the probabilities are', () => {
  for (const rate of [0, 0.05, 0.1, 0.2])
    for (const power of [0.5, 2])
      for (const pair of [false, true]) {
        const noise = labelNoise(sampled(1500, rate, pair, power).data)
        expect(Math.abs(noise.rate - rate), `${rate} ${power} ${pair}`).toBeLessThan(0.04)
      }
})

test('the interval begins below the true rate, nearer to it with more labels, and at nothing without wrong ones', () => {
  for (const pair of [false, true]) {
    const [few, many] = [300, 3000].map((count) => labelNoise(sampled(count, 0.2, pair).data).least)
    expect(few).toBeGreaterThan(0.05)
    expect(many).toBeGreaterThan(few ?? 1)
    expect(many).toBeLessThan(0.2)
  }
  // As soft as it may be: hard photos are no wrong labels.
  for (const power of [0.5, 1, 2])
    expect(labelNoise(sampled(1500, 0, false, power).data).least).toBeLessThanOrEqual(0.01)
})

test('the likeliest other class is never the label', () => {
  const { data, wrong } = sampled(1500, 0.2, false)
  const { other } = labelNoise(data)
  expect(other.filter((k, i) => k === data.labels[i])).toEqual([])
  expect(wrong.filter(Boolean).length).toBeGreaterThan(200)
})

test('the probability of being wrong is as often true as it says', () => {
  const { data, wrong } = sampled(4000, 0.15, false)
  const noise = labelNoise(data)
  for (const [low, high] of [
    [0.05, 0.2],
    [0.2, 0.5],
    [0.5, 0.8],
    [0.8, 1],
  ] as const) {
    const inside = noise.wrong.flatMap((p, i) =>
      p >= low && p < high ? [{ p, wrong: wrong[i] ? 1 : 0 }] : [],
    )
    const mean = (of: (one: { p: number; wrong: number }) => number) =>
      inside.reduce((sum, one) => sum + of(one), 0) / inside.length
    expect(Math.abs(mean(({ p }) => p) - mean((one) => one.wrong))).toBeLessThan(0.09)
  }
})

test('rates of pairs are believed where labels go from one class to the next, not where they go anywhere', () => {
  const doubtOf = (pair: boolean, sees: number, label: number) => {
    const { data } = sampled(2000, 0.2, pair)
    const row = Array.from({ length: CLASSES }, (_, k) => (k === sees ? 0.6 : k === label ? 0.3 : 0.05))
    const asked = { ...data, labels: [...data.labels, label], probabilities: [...data.probabilities, row] }
    return labelNoise(asked).wrong.at(-1) ?? 0
  }
  expect(doubtOf(true, 0, 1)).toBeGreaterThan(doubtOf(true, 1, 0) + 0.15)
  expect(doubtOf(false, 0, 1)).toBeCloseTo(doubtOf(false, 1, 0), 5)
})

test('two classes, one sample and none', () => {
  expect(
    labelNoise({
      labels: [0, 1],
      probabilities: [
        [0.9, 0.1],
        [0.2, 0.8],
      ],
      classes: 2,
    }).rate,
  ).toBeLessThan(0.1)
  expect(labelNoise({ labels: [0], probabilities: [[1, 0]], classes: 2 }).wrong).toHaveLength(1)
  expect(labelNoise({ labels: [], probabilities: [], classes: 2 })).toEqual({
    rate: 0,
    least: 0,
    wrong: [],
    other: [],
  })
})
