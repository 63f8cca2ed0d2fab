import { expect, test } from 'vitest'
import { armCurves } from '../../src/report/html/arm-curves.ts'
import { leakTrial } from './golden/trials.ts'

const heightsOf = (page: string): number[][] =>
  [...page.matchAll(/points="([^"]*)"/g)].map(([, points = '']) =>
    points.split(' ').map((point) => Number(point.split(',')[1])),
  )

test('each arm is a line that ends beside its name', () => {
  const page = armCurves(leakTrial).html
  const [asItIs = [], fixed = [], random = []] = heightsOf(page)
  expect([asItIs, fixed, random].map(({ length }) => length)).toEqual([4, 4, 4])
  // Lower losses stand lower: further from the top.
  expect(asItIs.at(-1)).toBeGreaterThan(fixed.at(-1) ?? 0)
  expect(page.match(/>(as it is|fixed|random)</g)).toEqual(['>as it is<', '>fixed<', '>random<'])
  expect(page).toContain('as it is: 0.92 after the first epoch, 0.30 after 4')
  expect(page).not.toContain('cut off')
})

test('a loss that explodes is cut off, and this is said', () => {
  const curves = { baseline: [2, 9, 15, 16], fixed: [2, 1, 0.6, 0.5], placebo: [2, 1, 0.6, 0.5] }
  const arms = (leakTrial.arms ?? []).map((arm) => ({ ...arm, curve: curves[arm.name] }))
  const page = armCurves({ ...leakTrial, arms }).html
  expect(page).toContain('first seed; cut off at 6<')
  const [exploding = []] = heightsOf(page)
  expect(new Set(exploding.slice(1)).size).toBe(1)
})

test('names of lines that end alike stand below each other, nothing is drawn of nothing', () => {
  const alike = (leakTrial.arms ?? []).map((arm) => ({ ...arm, curve: [1, 0.5] }))
  const page = armCurves({ ...leakTrial, arms: alike }).html
  const places = [...page.matchAll(/y="([\d.]+)">(?:as it is|fixed|random)</g)].map(([, y]) => Number(y))
  expect(places.slice(1).map((y, i) => y - (places[i] ?? 0))).toEqual([13, 13])
  const without = (leakTrial.arms ?? []).map(({ curve: _, ...arm }) => arm)
  expect(armCurves({ ...leakTrial, arms: without }).html).toBe('')
})
