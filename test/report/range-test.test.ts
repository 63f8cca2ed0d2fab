import { expect, test } from 'vitest'
import { rangeTestPlot } from '../../src/report/html/range-test.ts'

const rates = [1e-7, 1e-5, 1e-3, 1e-1, 10]

test('a range test is a line with the two rates in their places on a logarithmic axis', () => {
  const page = rangeTestPlot({ rates, losses: [2, 1.9, 0.5, 3, 16], given: 0.1, advised: 0.001 }).html
  // 62 to 306 stand for 1e-7 to 10.
  expect(page).toMatch(/<text class="zero-label" x="245" [^>]*>as it is</)
  expect(page).toMatch(/<text class="zero-label" x="184" [^>]*>advised</)
  const points = /points="([^"]*)"/.exec(page)?.[1]?.split(' ') ?? []
  expect(points.map((point) => Number(point.split(',')[0]))).toEqual([62, 123, 184, 245, 306])
  const heights = points.map((point) => Number(point.split(',')[1]))
  expect(heights[2]).toBeGreaterThan(heights[0] ?? 0)
  expect(Math.min(...heights)).toBe(heights[4])
  expect(page.match(/>1e-?\d+</g)).toEqual(['>1e-7<', '>1e-5<', '>1e-3<', '>1e-1<', '>1e1<'])
})

test('rates outside the axis stand at its ends, nothing is drawn of nothing', () => {
  const page = rangeTestPlot({ rates, losses: [2, 2, 1, 2, 3], given: 1000, advised: 1e-9 }).html
  expect(page).toMatch(/x="306" [^>]*>as it is</)
  expect(page).toMatch(/x="62" [^>]*>advised</)
  expect(rangeTestPlot({ rates: [], losses: [], given: 1, advised: 1 }).html).toBe('')
})
