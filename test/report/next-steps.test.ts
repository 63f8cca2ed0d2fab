import { expect, test } from 'vitest'
import { fixCommand, shellWord } from '../../src/model/fix-command.ts'
import { mendable, nextSteps } from '../../src/report/next-steps.ts'
import { golden } from './golden/report.ts'

test.each([
  ['photos', 'photos'],
  ['./my-project', './my-project'],
  ['my project', "'my project'"],
  ["it's", "'it'\\''s'"],
  ['$(rm -rf ~)', "'$(rm -rf ~)'"],
  ['-rf', './-rf'],
  ['a\nb', "'a\nb'"],
])('%j is one word of a shell', (name, word) => {
  expect(shellWord(name)).toBe(word)
})

test('what can be mended counts neither advice, nor settings, nor what a trial refuted', () => {
  expect(golden.findings.filter(({ fix }) => fix?.applicability === 'safe')).toHaveLength(14)
  expect(mendable(golden)).toEqual({ safe: 13, unsafe: 3 })
  expect(nextSteps(golden).map(({ command }) => command)).toEqual([
    'doctor fix ./grocery-leaky',
    'doctor fix ./grocery-leaky --unsafe --dry-run',
    'doctor undo ./grocery-leaky',
  ])
  expect(nextSteps({ ...golden, findings: [] })).toEqual([])
})

test('the command for a finding says --unsafe where it must', () => {
  const of = (rule: string) =>
    fixCommand(
      '.',
      [rule],
      golden.findings.filter((finding) => finding.rule === rule),
    )
  expect(of('leakage/exact-duplicate')).toBe('doctor fix . leakage/exact-duplicate')
  expect(of('labels/conflicting-duplicates')).toBe('doctor fix . labels/conflicting-duplicates --unsafe')
  expect(of('training/plateau-schedule')).toBeNull()
  expect(of('preprocessing/wrong-range')).toBeNull()
})
