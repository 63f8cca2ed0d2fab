import { expect, test } from 'vitest'
import { conclude } from '../../src/diagnosis/conclude.ts'
import { extentOf } from '../../src/diagnosis/extent.ts'
import { found, symptom } from './found.ts'

const of = (all: number, evaluation = all) => ({ all, evaluation })
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
  expect(extentOf(findings, of(100))).toEqual({ images: 2, of: 100, small: false })
  expect(extentOf(findings, of(101))?.small).toBe(true)
  expect(extentOf([found('split/too-small', { locations: [{ path: 'val/a' }] })], of(100))).toBeNull()
  expect(extentOf(findings, of(0))).toBeNull()
})

test('a few images explain no symptom: it stays unexplained, and they rank below what touches all', () => {
  const findings = [
    found('labels/conflicting-duplicates', pair),
    found('split/too-small', { severity: 'warning' }),
    symptom('overfitting'),
  ]
  const few = conclude(findings, { project: 'p', curves: true, images: of(1000), labels: null })
  expect(few.unexplained.map(({ symptom: rule }) => rule)).toEqual(['symptoms/overfitting'])
  expect(few.causes[0]?.because).toContain('It touches 2 of 1000 images: too few to move the score by much')
  const many = conclude(findings, { project: 'p', curves: true, images: of(20), labels: null })
  expect(many.unexplained).toEqual([])
  expect(many.causes[0]?.weight).toBeGreaterThan(few.causes[0]?.weight ?? 1)
})

test('of a leak the images that are measured on count', () => {
  const leaked = {
    locations: [
      { path: 'train/a/1.jpg', split: 'train' as const, label: 'a' },
      { path: 'val/a/2.jpg', split: 'validation' as const, label: 'a' },
    ],
  }
  expect(extentOf([found('leakage/exact-duplicate', leaked)], of(1000, 20))).toEqual({
    images: 1,
    of: 20,
    small: false,
  })
  expect(extentOf([found('leakage/exact-duplicate', leaked)], of(1000, 100))?.small).toBe(true)
})
