import { describe, expect, test } from 'vitest'
import { Random } from '../../src/model/random.ts'
import {
  crossedBootstrap,
  type Differences,
  type Estimate,
  estimateAt,
  pValueOf,
} from '../../src/probe/statistics/crossed.ts'
import { studentOf, uncertaintyOf } from '../../src/probe/statistics/random-effects.ts'
import { levelFor } from '../../src/probe/statistics/several.ts'
import { samplesToDecide, verdictOf } from '../../src/probe/statistics/verdict.ts'

interface Truth {
  mean: number
  repetitions: number
  samples: number
  /** Standard deviations of what a sample, a repetition and a single outcome add. */
  sample: number
  repetition: number
  single: number
}

function draw(truth: Truth, random: Random): Differences {
  const samples = Array.from({ length: truth.samples }, () => random.normal() * truth.sample)
  return Array.from({ length: truth.repetitions }, () => {
    const shift = truth.mean + random.normal() * truth.repetition
    return samples.map((sample) => shift + sample + random.normal() * truth.single)
  })
}

const crossedEstimate = (values: Differences, random: Random): Estimate =>
  estimateAt(crossedBootstrap(values, random), 0.95)

const typical = { repetitions: 5, samples: 100, sample: 0.2, repetition: 0.015, single: 0.3 }

describe('the interval of the crossed bootstrap', () => {
  test.each([
    ['samples differ most', { ...typical, mean: 0.1 }],
    ['repetitions differ much', { ...typical, mean: 0.1, repetition: 0.03 }],
    ['few samples', { ...typical, mean: -0.05, samples: 25 }],
    ['three repetitions', { ...typical, mean: -0.05, repetitions: 3 }],
  ])('covers the truth at least 9 times of 10: %s', (name, truth) => {
    const random = new Random(11, name)
    const covered = Array.from({ length: 100 }, (_, run) => {
      const { interval } = crossedEstimate(draw(truth, random), new Random(run))
      return interval[0] <= truth.mean && truth.mean <= interval[1]
    })
    expect(covered.filter(Boolean).length).toBeGreaterThanOrEqual(90)
  })

  test('is no wider than it has to be', () => {
    const random = new Random(12)
    const covered = Array.from({ length: 200 }, (_, run) => {
      const values = draw({ ...typical, mean: 0, repetition: 0.03 }, random)
      const { error, freedom } = uncertaintyOf(values)
      const half = error * studentOf(1.96, freedom)
      const [low, high] = crossedEstimate(values, new Random(run)).interval
      // The tails are those of the resampled means, so about as wide as by the formula.
      expect((high - low) / (2 * half)).toBeCloseTo(1, 0)
      return low <= 0 && 0 <= high
    }).filter(Boolean).length
    expect(covered).toBeGreaterThanOrEqual(0.91 * 200)
    expect(covered).toBeLessThanOrEqual(0.98 * 200)
  })

  test('is the same for the same seed', () => {
    const values = draw({ ...typical, mean: 0 }, new Random(1))
    expect(crossedEstimate(values, new Random(2))).toEqual(crossedEstimate(values, new Random(2)))
  })

  test('is a point where nothing varies', () => {
    const estimate = crossedEstimate([new Array(30).fill(0.5), new Array(30).fill(0.5)], new Random(1))
    expect(estimate).toEqual({ mean: 0.5, interval: [0.5, 0.5] })
  })
})

describe('the uncertainty of a mean', () => {
  test('of independent outcomes is that of all of them, with about as many degrees of freedom', () => {
    const random = new Random(3)
    const values = Array.from({ length: 20 }, () => Array.from({ length: 200 }, () => random.normal()))
    expect(uncertaintyOf(values).error).toBeGreaterThan(0.014)
    expect(uncertaintyOf(values).error).toBeLessThan(0.02)
  })

  test('of repetitions that agree in every sample is that of the samples', () => {
    const row = [0, 1, 2, 3]
    const { error, freedom } = uncertaintyOf([row, row, row])
    expect(error).toBeCloseTo(Math.sqrt(5 / 3 / 4))
    expect(freedom).toBeCloseTo(3)
  })

  test('of samples that agree is that of the repetitions', () => {
    const { error, freedom } = uncertaintyOf([1, 2, 4].map((value) => new Array(50).fill(value)))
    expect(error).toBeCloseTo(Math.sqrt(7 / 3 / 3))
    expect(freedom).toBeCloseTo(2)
  })

  test.each([
    [2, 4.303],
    [4, 2.776],
    [10, 2.228],
    [100, 1.984],
  ])("Student's quantile of 97.5 %% with %d degrees of freedom", (freedom, quantile) => {
    expect(Math.abs(studentOf(1.95996, freedom) / quantile - 1)).toBeLessThan(0.02)
  })
})

describe('the verdict', () => {
  const judged = (mean: number, run: number) => {
    const random = new Random(run, 'verdict', mean)
    const effect = crossedEstimate(draw({ ...typical, mean }, random), random)
    const change = crossedEstimate(draw({ ...typical, mean }, random), random)
    return verdictOf({ effect, change, expect: 'drop' })
  }
  const verdicts = (mean: number) => Array.from({ length: 100 }, (_, run) => judged(mean, run))
  const count = (list: string[], verdict: string) => list.filter((one) => one === verdict).length

  test('an effect of nothing is confirmed at most 5 times of 100, and refuted at most 10 times', () => {
    const list = verdicts(0)
    expect(count(list, 'confirmed')).toBeLessThanOrEqual(5)
    expect(count(list, 'refuted')).toBeLessThanOrEqual(10)
  })

  test('a large effect is confirmed, its opposite refuted', () => {
    expect(count(verdicts(-0.15), 'confirmed')).toBeGreaterThanOrEqual(95)
    expect(count(verdicts(0.15), 'refuted')).toBeGreaterThanOrEqual(95)
  })

  test('both contrasts must agree', () => {
    const none = { mean: 0, interval: [-0.1, 0.1] } as const
    const drop = { mean: -0.2, interval: [-0.3, -0.1] } as const
    const of = (effect: typeof none | typeof drop, change: typeof none | typeof drop) =>
      verdictOf({
        effect: { ...effect, interval: [...effect.interval] },
        change: { ...change, interval: [...change.interval] },
        expect: 'drop',
      })
    expect(of(drop, none)).toBe('inconclusive')
    expect(of(none, drop)).toBe('inconclusive')
    expect(of(drop, drop)).toBe('confirmed')
  })
})

test('four times the samples halve an interval', () => {
  expect(samplesToDecide({ mean: 0.1, interval: [-0.1, 0.3] }, 100)).toBe(400)
  expect(samplesToDecide({ mean: 0.001, interval: [-0.1, 0.1] }, 100)).toBeNull()
})

describe('several trials side by side', () => {
  test('one alone keeps its 95 %', () => {
    expect(levelFor([0.01])).toBeCloseTo(0.95)
    expect(levelFor([0.6])).toBeCloseTo(0.95)
  })

  test('where all stand out nothing is asked beyond 95 %, where one does the most', () => {
    expect(levelFor([0.001, 0.002, 0.01, 0.04])).toBeCloseTo(0.95)
    expect(levelFor([0.001, 0.5, 0.6, 0.9])).toBeCloseTo(1 - 0.05 / 4)
    expect(levelFor([0.04, 0.5, 0.6, 0.9])).toBeCloseTo(1 - 0.05 / 4)
    expect(levelFor([])).toBeCloseTo(0.95)
  })

  test('of 10 effects of nothing hardly any is told, and intervals agree with p-values', () => {
    let told = 0
    for (let round = 0; round < 20; round += 1) {
      const random = new Random(round, 'several')
      const all = Array.from({ length: 10 }, () =>
        crossedBootstrap(draw({ ...typical, mean: 0 }, random), random),
      )
      const level = levelFor(all.map(pValueOf))
      const excludes = ({ interval }: Estimate) => interval[0] > 0 || interval[1] < 0
      if (all.some((one) => excludes(estimateAt(one, level)))) told += 1
    }
    // 5 % of the rounds are 1; each at 95 % of its own, 8 of them would tell something.
    expect(told).toBeLessThanOrEqual(4)
  })
})
