import { expect, test } from 'vitest'
import type { Finding } from '../../src/model/finding.ts'
import type { Report } from '../../src/model/report.ts'
import { pairsOf } from '../../src/report/pairs.ts'
import { picturesByFinding, wantedThumbnails } from '../../src/report/wanted-thumbnails.ts'
import { leakFindings } from './golden/data-findings.ts'
import { golden } from './golden/report.ts'

const [template] = leakFindings

/** `count` leaked pairs of a rule. */
function pairs(rule: string, count: number): Finding[] {
  if (template === undefined) throw new Error('the golden report has no leak')
  return Array.from({ length: count }, (_, index) => ({
    ...template,
    id: `${rule}${index}`,
    rule,
    evidence: { pairs: [[`${rule}/train/${index}.jpg`, `${rule}/val/${index}.jpg`]] },
    locations: [{ path: `${rule}/train/${index}.jpg` }, { path: `${rule}/val/${index}.jpg` }],
  }))
}
const reportOf = (findings: Finding[]): Report => ({ ...golden, findings, diagnosis: [] })

test('wants the images of the golden report, each once, and no folders or source files', () => {
  const wanted = wantedThumbnails(golden)
  expect(new Set(wanted).size).toBe(wanted.length)
  expect(wanted).toContain('train/kiwi/<script>alert(1)</script>.jpg')
  expect(wanted).not.toContain('train/Tomato')
  expect(wanted.filter((path) => path.endsWith('.py'))).toEqual([])
})

test('a thousand leaks want at most 500 pictures', () => {
  expect(wantedThumbnails(reportOf(pairs('leakage/near-duplicate', 1000)))).toHaveLength(500)
})

test('a flood of one rule does not take the pictures of another', () => {
  const flood = reportOf([...pairs('leakage/exact-duplicate', 1000), ...pairs('leakage/near-duplicate', 3)])
  const shown = picturesByFinding(flood)
  for (const index of [0, 1, 2]) expect(shown.has(`leakage/near-duplicate${index}`)).toBe(true)
})

test('a large cluster shows nine images', () => {
  const [one] = pairs('leakage/near-duplicate', 1)
  if (one === undefined) throw new Error('no finding')
  const locations = Array.from({ length: 40 }, (_, index) => ({ path: `copy${index}.jpg` }))
  expect(wantedThumbnails(reportOf([{ ...one, evidence: {}, locations }]))).toHaveLength(9)
})

test('a cluster shows its images by side, and its pairs, those across splits first', () => {
  const [one] = pairs('leakage/near-duplicate', 1)
  if (one === undefined) throw new Error('no finding')
  const at = (path: string, split: 'train' | 'validation') => ({ path, split })
  const locations = [at('a.jpg', 'train'), at('b.jpg', 'train'), at('c.jpg', 'validation')]
  const evidence = {
    pairs: [
      ['a.jpg', 'b.jpg'],
      ['a.jpg', 'c.jpg'],
      ['b.jpg', 'c.jpg'],
    ],
  }
  const shown = picturesByFinding(reportOf([{ ...one, locations, evidence }])).get(one.id)
  expect(shown?.pairs.map(({ a, b }) => a.path + b.path)).toEqual(['a.jpgc.jpg', 'b.jpgc.jpg', 'a.jpgb.jpg'])
  expect(shown?.images.map(({ path }) => path)).toEqual(['a.jpg', 'b.jpg', 'c.jpg'])
})

test('pairs are read with their own measures, with shared ones, and without any', () => {
  const [one] = pairs('leakage/near-duplicate', 1)
  if (one === undefined) throw new Error('no finding')
  const because = (evidence: Finding['evidence']) => pairsOf({ ...one, evidence }).map((pair) => pair.because)
  expect(because({ pairs: [['a.jpg', 'b.jpg']], distance: 3 })).toEqual([['3 of 256 hash bits differ']])
  expect(
    because({
      pairs: [{ a: 'a.jpg', b: 'b.jpg', correlation: 0.914, orientation: 'rotate-180', grade: 'probable' }],
    }),
  ).toEqual([['rotated by 180 degrees', 'correlation 0.91']])
  expect(because({ pairs: [{ a: 'a.jpg', b: 'b.jpg', grade: 'same-bytes', distance: 0 }] })).toEqual([
    ['the same file, byte for byte'],
  ])
  expect(because({ pairs: [['a.jpg', 'b.jpg']], distance: 'far' })).toEqual([[]])
  expect(because({ pairs: 'none' })).toEqual([])
})
