import { expect, test } from 'vitest'
import { conclude } from '../../src/diagnosis/conclude.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Span } from '../../src/model/span.ts'
import { found, trial } from './found.ts'

const images = (...paths: string[]) => ({ locations: paths.map((path) => ({ path })) })
const line = (number: number, path = 'train.py'): { locations: Span[] } => ({
  locations: [{ path, line: number, column: 1, endLine: number, endColumn: 2, snippet: 'x' }],
})
const causes = (...findings: Finding[]) =>
  conclude(findings, {
    project: 'p',
    curves: false,
    images: { all: 0, evaluation: 0 },
    labels: null,
  }).causes.map(({ cause, also = [] }) => [cause, ...also].join(' + '))

test('leaks that name the same images are one cause, told by the surer rule', () => {
  const both = images('train/a.jpg', 'val/b.jpg')
  expect(
    causes(
      found('leakage/same-group', { ...both, confidence: 0.8 }),
      found('leakage/near-duplicate', { ...both, confidence: 0.9 }),
    ),
  ).toEqual(['leakage/near-duplicate + leakage/same-group'])
})

test('rules whose fixes one trial measured together are one cause, unless nothing was measured', () => {
  const leaks = (verdict: 'confirmed' | 'not-run') => [
    found('leakage/exact-duplicate', { ...images('train/a.jpg', 'val/a.jpg'), trial: trial(verdict, -0.1) }),
    found('leakage/near-duplicate', { ...images('train/b.jpg', 'val/b.jpg'), trial: trial(verdict, -0.1) }),
  ]
  expect(causes(...leaks('confirmed'))).toEqual(['leakage/exact-duplicate + leakage/near-duplicate'])
  expect(causes(...leaks('not-run'))).toHaveLength(2)
})

test('leaks of other images are causes of their own', () => {
  expect(
    causes(
      found(
        'leakage/same-group',
        images('train/a.jpg', 'train/c.jpg', 'train/f.jpg', 'train/g.jpg', 'val/b.jpg'),
      ),
      found(
        'leakage/near-duplicate',
        images('train/a.jpg', 'train/h.jpg', 'val/d.jpg', 'val/e.jpg', 'val/i.jpg'),
      ),
    ),
  ).toHaveLength(2)
})

test('a tail of other classes explains missing classes and shares; without it they stand alone', () => {
  const followers = [found('labels/class-mismatch'), found('split/unstratified', { severity: 'warning' })]
  expect(causes(found('split/class-ordered-tail'), ...followers)).toEqual([
    'labels/class-mismatch + split/class-ordered-tail + split/unstratified',
  ])
  expect(causes(...followers)).toHaveLength(2)
})

test('scaling faults of one file are one, those of two scripts are two', () => {
  const range = found('preprocessing/wrong-range', line(3))
  expect(causes(range, found('preprocessing/double-scaling', line(9)))).toHaveLength(1)
  expect(causes(range, found('preprocessing/double-scaling', line(3, 'other.py')))).toHaveLength(2)
})

test('one rate told of by two rules is one cause when they point at one line', () => {
  const unfrozen = found('fine-tuning/unfrozen-under-new-head', { ...line(20), severity: 'warning' })
  expect(causes(unfrozen, found('training/learning-rate', line(20)))).toHaveLength(1)
  expect(causes(unfrozen, found('training/learning-rate', line(21)))).toHaveLength(2)
})

test('a refuted part of a root is not told', () => {
  const both = images('train/a.jpg')
  const refuted = {
    verdict: 'refuted',
    reason: 'no',
    metric: 'validationAccuracy',
    expect: 'drop',
    seeds: 1,
    samples: 1,
    backend: '',
    weights: '',
    durationMs: 0,
  } as const
  expect(
    causes(
      found('leakage/exact-duplicate', both),
      found('leakage/near-duplicate', { ...both, trial: refuted }),
    ),
  ).toEqual(['leakage/exact-duplicate'])
})
