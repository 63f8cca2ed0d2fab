import { expect, test } from 'vitest'
import { Random } from '../../src/model/random.ts'
import { rangeTest } from '../../src/train/head/range-test.ts'
import type { HeadData } from '../../src/train/head/train.ts'
import { recipeOf } from '../../src/train/recipe.ts'

const recipe = { ...recipeOf([], 10), dropout: 0 }

/** Two classes of vectors that lie apart in every third number; every fifth label is wrong, so that none fit all. */
function data(): HeadData {
  const random = new Random(3)
  const train = Array.from({ length: 200 }, (_, i) => ({
    label: (i + (i % 5 === 0 ? 1 : 0)) % 2,
    views: [Float32Array.from({ length: 60 }, (_, d) => random.normal() + (d % 3 === 0 ? i % 2 : 0))],
  }))
  return { classes: 2, train, validation: [] }
}

const lossNear = ({ rates, losses }: { rates: number[]; losses: number[] }, rate: number) =>
  losses[rates.findIndex((one) => one >= rate * 0.999)] ?? Number.NaN

test('the loss stands still at tiny rates, falls at useful ones and rises beyond', () => {
  const found = rangeTest(data(), recipe, 1)
  expect(found.rates[0]).toBeCloseTo(1e-7, 12)
  expect(found.rates.at(-1)).toBeCloseTo(10, 9)
  expect(found.losses).toHaveLength(found.rates.length)
  expect(Math.abs(lossNear(found, 1e-5) - lossNear(found, 1e-6))).toBeLessThan(0.15)
  const lowest = Math.min(...found.losses)
  const best = found.rates[found.losses.indexOf(lowest)] ?? 0
  expect(best).toBeGreaterThan(1e-3)
  expect(best).toBeLessThan(1)
  expect(lowest).toBeLessThan(lossNear(found, 1e-5) - 0.1)
  expect(found.losses.at(-1)).toBeGreaterThan(2 * lowest)
})

test('the same for the same seed; a loss beyond all numbers stays a number', () => {
  expect(rangeTest(data(), recipe, 1)).toEqual(rangeTest(data(), recipe, 1))
  expect(rangeTest(data(), recipe, 1)).not.toEqual(rangeTest(data(), recipe, 2))
  const steep = { ...recipe, optimizer: { ...recipe.optimizer, name: 'sgd' as const, momentum: 0.99 } }
  const wide = data()
  for (const { views } of wide.train) views[0]?.set(views[0].map((value) => value * 1e18))
  expect(rangeTest(wide, steep, 1).losses.every(Number.isFinite)).toBe(true)
})
