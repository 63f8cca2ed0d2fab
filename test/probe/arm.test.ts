import { expect, test } from 'vitest'
import { Random } from '../../src/model/random.ts'
import { armOf } from '../../src/probe/trials/arm.ts'

const ofRight = (share: number, seeds: number, samples: number) => {
  const random = new Random(1, 'arm test')
  return Array.from({ length: seeds }, () =>
    Array.from({ length: samples }, () => (random.uniform(0, 1) < share ? 1 : 0)),
  )
}

test('an arm has the mean of each seed and an interval around their mean', () => {
  const outcomes = ofRight(0.8, 5, 200)
  const { name, values, interval = [0, 0] } = armOf('fixed', outcomes, new Random(0, 'x'))
  expect(name).toBe('fixed')
  expect(values).toHaveLength(5)
  const mean = values.reduce((sum, value) => sum + value, 0) / 5
  const [low, high] = interval
  expect(low).toBeLessThan(mean)
  expect(high).toBeGreaterThan(mean)
  // The samples are other ones for each seed here: the standard error lies between that of 200 and of 1000 draws.
  expect(high - low).toBeGreaterThan(2 * 1.96 * Math.sqrt(0.16 / 1000))
  expect(high - low).toBeLessThan(2 * 2.3 * Math.sqrt(0.16 / 200))
  expect(armOf('fixed', outcomes, new Random(0, 'x')).interval).toEqual(interval)
})

test('fewer samples leave a wider interval, and equal values none', () => {
  const width = (samples: number) => {
    const [low, high] = armOf('baseline', ofRight(0.5, 3, samples), new Random(0, 'x')).interval ?? [0, 0]
    return high - low
  }
  expect(width(30)).toBeGreaterThan(1.5 * width(300))
  expect(
    armOf(
      'baseline',
      [
        [1, 1],
        [1, 1],
      ],
      new Random(0, 'x'),
    ).interval,
  ).toEqual([1, 1])
})
