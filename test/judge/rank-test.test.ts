import { expect, test } from 'vitest'
import { rankTest } from '../../src/judge/rank-test.ts'

test('one stratum is the Mann-Whitney test, with ties', () => {
  // scipy 1.17.1: mannwhitneyu([4, 5, 5, 8, 9], [1, 2, 3, 3, 5], method='asymptotic', use_continuity=False):
  // U = 23, p = 0.025921463186570296; U / 25 = 0.92, norm.isf(p / 2) = 2.2273863607376247.
  const result = rankTest([{ here: [1, 2, 3, 3, 5], there: [4, 5, 5, 8, 9] }])
  expect(result?.above).toBeCloseTo(0.92, 10)
  expect(result?.z).toBeCloseTo(2.2273863607376247, 12)
})

test('strata are weighed by what they can tell, and say how many of them agree', () => {
  const up = { here: [1, 2, 3], there: [4, 5, 6] }
  const down = { here: [4, 5, 6], there: [1, 2, 3] }
  expect(rankTest([up, up, down])).toMatchObject({ above: 2 / 3, agreeing: 2 / 3 })
  expect(rankTest([up, down])).toMatchObject({ above: 0.5, z: 0, agreeing: 0 })
})

test('equal values tell nothing, an empty side is no stratum', () => {
  expect(rankTest([{ here: [1, 1], there: [1, 1, 1] }])).toEqual({ above: 0.5, z: 0, agreeing: 0 })
  expect(rankTest([{ here: [], there: [1] }])).toBeNull()
  expect(rankTest([])).toBeNull()
})
