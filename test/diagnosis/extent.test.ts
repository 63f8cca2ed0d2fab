import { expect, test } from 'vitest'
import { conclude } from '../../src/diagnosis/conclude.ts'
import { extentOf } from '../../src/diagnosis/extent.ts'
import { found, symptom } from './found.ts'

const pair = {
  locations: [
    { path: 'train/a/1.jpg', split: 'train' as const, label: 'a' },
    { path: 'train/b/2.jpg', split: 'train' as const, label: 'b' },
  ],
}

test('counts the different images of all findings; folders and lines are no images', () => {
  const findings = [
    found('labels/conflicting-duplicates', pair),
    found('labels/conflicting-duplicates', pair),
  ]
  expect(extentOf(findings, 100)).toEqual({ images: 2, of: 100, small: false })
  expect(extentOf(findings, 101)?.small).toBe(true)
  expect(extentOf([found('split/too-small', { locations: [{ path: 'val/a' }] })], 100)).toBeNull()
  expect(extentOf(findings, 0)).toBeNull()
})

test('a few images explain no symptom: it stays unexplained, and they rank below what touches all', () => {
  const findings = [
    found('labels/conflicting-duplicates', pair),
    found('split/too-small', { severity: 'warning' }),
    symptom('overfitting'),
  ]
  const few = conclude(findings, { project: 'p', curves: true, images: 1000 })
  expect(few.unexplained.map(({ symptom: rule }) => rule)).toEqual(['symptoms/overfitting'])
  expect(few.causes[0]?.because).toContain('It touches 2 of 1000 images: too few to move the score by much')
  const many = conclude(findings, { project: 'p', curves: true, images: 20 })
  expect(many.unexplained).toEqual([])
  expect(many.causes[0]?.weight).toBeGreaterThan(few.causes[0]?.weight ?? 1)
})
