import { expect, it } from 'vitest'
import { score } from '../../bench/score.ts'
import { emptyTruth } from '../../scripts/fixtures/truth.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Report } from '../../src/model/report.ts'
import type { Truth } from '../support/truth.ts'

const none = emptyTruth(['kiwi'])
const truth: Truth = {
  ...none,
  clusters: {
    ...none.clusters,
    'leakage/exact-duplicate': [{ members: ['data/train/a.jpg', 'data/val/b.jpg'], plant: 'same-bytes' }],
    harmless: [{ members: ['data/train/c.jpg', 'data/train/d.jpg'], plant: 'same-bytes' }],
  },
  code: [{ rule: 'augmentation/in-validation', path: 'train.py', line: 7 }],
}

const span = (line: number) => ({
  path: 'train.py',
  line,
  column: 1,
  endLine: line,
  endColumn: 2,
  snippet: '',
})
const finding = (rule: string, locations: Finding['locations']): Finding => ({
  id: `${rule} ${JSON.stringify(locations)}`,
  rule,
  severity: 'error',
  confidence: 1,
  message: '',
  why: '',
  how: '',
  locations,
  evidence: {},
})

const report = (findings: Finding[]): Report => ({
  schemaVersion: 1,
  tool: { name: 'training-doctor', version: '0.0.0' },
  project: '.',
  summary: { error: 0, warning: 0, info: 0, suppressed: 0, images: 0, sourceFiles: 0, durationMs: 0 },
  dataset: { splits: [], origin: '' },
  setups: [],
  findings,
  diagnosis: [],
  notExamined: [],
  healthy: [],
})

const ofRule = (findings: Finding[], rule: string) =>
  score(report(findings), truth).find((one) => one.rule === rule)

it('counts a cluster when exactly its members are named, in any order', () => {
  const whole = finding('leakage/exact-duplicate', [{ path: 'data/val/b.jpg' }, { path: 'data/train/a.jpg' }])
  expect(ofRule([whole], 'leakage/exact-duplicate')).toMatchObject({ precision: 1, recall: 1 })
  const part = finding('leakage/exact-duplicate', [{ path: 'data/val/b.jpg' }])
  expect(ofRule([part], 'leakage/exact-duplicate')).toMatchObject({
    precision: 0,
    recall: 0,
    missed: ['data/train/a.jpg + data/val/b.jpg'],
    invented: ['data/val/b.jpg'],
  })
})

it('counts a code finding when one of its places is on the line', () => {
  const right = finding('augmentation/in-validation', [span(9), span(7)])
  const wrong = finding('augmentation/in-validation', [span(8)])
  expect(ofRule([right, wrong], 'augmentation/in-validation')).toMatchObject({ precision: 0.5, recall: 1 })
})

it('expects nothing of harmless copies and of rules that the truth does not name', () => {
  const harmless = finding('leakage/near-duplicate', [
    { path: 'data/train/c.jpg' },
    { path: 'data/train/d.jpg' },
  ])
  expect(ofRule([harmless], 'leakage/near-duplicate')).toMatchObject({ expected: 0, precision: 0, recall: 1 })
  expect(ofRule([finding('images/blank', [{ path: 'x.jpg' }])], 'images/blank')?.precision).toBe(0)
})
