import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { noiseOf, swings } from '../../../rules/symptoms/statistics/noise.ts'
import { chiSquareUpperTail, signTest, upperTail } from '../../../rules/symptoms/statistics/normal.ts'
import { evaluatedImages, standardError } from '../../../rules/symptoms/statistics/sampling.ts'
import { median, trendOf } from '../../../rules/symptoms/statistics/trend.ts'
import { chanceOf } from './synthetic.ts'

const oracle = z
  .object({
    normal: z.array(z.tuple([z.number(), z.number()])),
    chiSquare: z.array(z.tuple([z.number(), z.number(), z.number()])),
    sign: z.array(z.tuple([z.number(), z.number(), z.number()])),
    trend: z.array(
      z.object({ values: z.array(z.number()), slope: z.number(), z: z.number(), p: z.number() }),
    ),
  })
  .parse(JSON.parse(await readFile(path.join(import.meta.dirname, 'oracle', 'statistics.json'), 'utf8')))

describe('distributions, against scipy', () => {
  test.each(oracle.normal)('P(Z > %d)', (value, p) => {
    expect(upperTail(value)).toBeCloseTo(p, 6)
  })

  test.each(oracle.chiSquare)('P(chi-square > %d) of %d degrees', (value, degrees, p) => {
    expect(Math.abs(chiSquareUpperTail(value, degrees) - p)).toBeLessThan(0.004)
  })

  test.each(oracle.sign)('%i of %i or more heads', (heads, throws, p) => {
    expect(signTest(heads, throws)).toBeCloseTo(p, 10)
  })
})

describe('trend', () => {
  test('median', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN])
  })

  test.each(oracle.trend.filter(({ z: score }) => score !== 0))(
    'slope and significance of $values, against scipy and pymannkendall',
    (one) => {
      const trend = trendOf(one.values)
      expect(trend.slope).toBeCloseTo(one.slope, 10)
      expect(one.z > 0 ? trend.rising : trend.falling).toBeCloseTo(one.p, 6)
    },
  )

  test('a hundred thousand values are no trouble', () => {
    const chance = chanceOf(2)
    const trend = trendOf(Array.from({ length: 100_000 }, (_, at) => at / 1000 + chance.normal(5)))
    expect(trend.slope).toBeCloseTo(0.001, 4)
    expect(trend.rising).toBeLessThan(1e-6)
  })

  test('nothing is significant about a constant or about three values', () => {
    expect(trendOf([2, 2, 2, 2, 2])).toEqual({ slope: 0, rising: 1, falling: 1 })
    expect(trendOf([1, 2, 3]).rising).toBeGreaterThan(0.05)
  })

  test('false alarms of the 5 % test on noise: at most 6 %', () => {
    let alarms = 0
    for (let seed = 0; seed < 1000; seed += 1) {
      const chance = chanceOf(seed)
      if (trendOf(Array.from({ length: 12 }, () => chance.normal(1))).rising < 0.05) alarms += 1
    }
    expect(alarms).toBeLessThanOrEqual(60)
  })
})

describe('noise', () => {
  test('is found about a straight line, and does not count the line', () => {
    const chance = chanceOf(5)
    expect(noiseOf(Array.from({ length: 40 }, (_, at) => 3 * at))?.deviation).toBeCloseTo(0, 10)
    expect(noiseOf(Array.from({ length: 400 }, (_, at) => 3 * at + chance.normal(2)))?.deviation).toBeCloseTo(
      2,
      0,
    )
    expect(noiseOf([1, 2, 3])).toBeNull()
  })

  test('its degrees of freedom: the variance of many estimates is that of chi-square', () => {
    const squares = Array.from({ length: 2000 }, (_, seed) => {
      const chance = chanceOf(seed)
      return (noiseOf(Array.from({ length: 12 }, () => chance.normal(1)))?.deviation ?? 0) ** 2
    })
    const mean = squares.reduce((sum, value) => sum + value, 0) / squares.length
    const variance = squares.reduce((sum, value) => sum + (value - mean) ** 2, 0) / squares.length
    expect(mean).toBeCloseTo(1, 1)
    expect((2 * mean ** 2) / variance).toBeCloseTo(10 / 1.944, 0)
  })

  test('noise swings, a drift and a wave do not', () => {
    const chance = chanceOf(3)
    expect(swings(Array.from({ length: 30 }, () => chance.normal(1)))).toBe(true)
    expect(swings(Array.from({ length: 30 }, (_, at) => at))).toBe(false)
    expect(swings(Array.from({ length: 30 }, (_, at) => Math.sin(at / 3)))).toBe(false)
  })
})

describe('sampling', () => {
  test('standard error', () => {
    expect(standardError(0.8, 400)).toBeCloseTo(0.02, 10)
  })

  test.each([[16], [48], [377], [1234]])('%i images are told from 32-bit accuracies', (count) => {
    const chance = chanceOf(count)
    const accuracies = Array.from({ length: 20 }, () => Math.fround(chance.share(count, 0.8)))
    expect(evaluatedImages(accuracies)).toBe(count)
  })

  test('not from rounded, averaged or too few values', () => {
    const chance = chanceOf(1)
    expect(
      evaluatedImages(Array.from({ length: 20 }, () => Number(chance.between(0.7, 0.9).toFixed(2)))),
    ).toBeNull()
    expect(evaluatedImages(Array.from({ length: 20 }, () => chance.between(0.7, 0.9)))).toBeNull()
    expect(evaluatedImages([0.5, 0.5, 0.5, 0.75])).toBeNull()
  })
})
