import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { Report } from '../../src/model/report.ts'
import { columnsOf } from '../../src/report/terminal/wrap.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { trialWords } from '../../src/report/words.ts'
import { golden } from './golden/report.ts'
import { leakTrial } from './golden/trials.ts'

const plain = (report: Report, width = 80) =>
  renderTerminal(report, { color: false, width, reportPath: '.doctor/report.html' })

/** A report without anything to tell. */
const healthy: Report = {
  ...golden,
  summary: { ...golden.summary, error: 0, warning: 0, info: 0, suppressed: 0 },
  findings: [],
  diagnosis: [],
  unexplained: [],
  notExamined: [],
}

test('what people see at 80 columns', async () => {
  await expect(plain(golden)).toMatchFileSnapshot('./golden/terminal-80.txt')
})

test('what people see when all is well', () => {
  expect(plain(healthy)).toBe(
    [
      'training-doctor 0.1.0  ./grocery-leaky',
      '317 images (train 208, validation 109), from folders train/ and val/; 3 source',
      'files',
      '',
      'No problems found; 4 rules found nothing; 1 min 24 s',
      'Report: .doctor/report.html',
      '',
    ].join('\n'),
  )
})

test.each([60, 80, 100])('no line is longer than %i columns', (width) => {
  for (const line of plain(golden, width).split('\n'))
    expect(columnsOf(line), line).toBeLessThanOrEqual(width)
})

test('colours are the only control characters, and only when wanted', () => {
  const coloured = renderTerminal(golden, { color: true, width: 80, reportPath: '.doctor/report.html' })
  expect(coloured).toContain('\u001b[31m')
  expect(stripVTControlCharacters(coloured)).toBe(plain(golden))
  expect(plain(golden)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]/)
})

test('a name with a newline cannot start a line of its own', () => {
  expect(plain(golden)).toContain('train/orange/first\\nerror second.jpg')
  expect(plain(golden)).not.toMatch(/^error second/m)
})

test('every rule has one block, the worst first, with the number of its findings', () => {
  const heads = plain(golden).match(/^(error|warning|info) \S+ -+ \d+ findings?$/gm)
  expect(heads?.map((head) => head.replace(/ -+ /, ' '))).toEqual([
    'error leakage/near-duplicate 9 findings',
    'error leakage/exact-duplicate 2 findings',
    'error augmentation/in-validation 2 findings',
    'error preprocessing/wrong-range 1 finding',
    'error images/unreadable 1 finding',
    'error labels/conflicting-duplicates 1 finding',
    'warning labels/inconsistent-names 1 finding',
    'warning training/plateau-schedule 1 finding',
    'info augmentation/missing 1 finding',
    'info symptoms/divergence 1 finding',
    'info symptoms/overfitting 1 finding',
  ])
})

test('why is told once for a rule with many findings', () => {
  const nearDuplicates = golden.findings.filter((finding) => finding.rule === 'leakage/near-duplicate')
  const text = plain({ ...golden, findings: nearDuplicates, diagnosis: [] })
  expect(text.match(/The network has seen the validation image/g)).toHaveLength(1)
  expect(text).toContain('and 6 more like these')
})

test('many rules that were not examined for one reason are counted; files are all named', () => {
  const notExamined = (names: readonly string[]) =>
    plain({ ...healthy, notExamined: names.map((rule) => ({ rule, reason: 'no code' })) }).split('\n\n')[1]
  const rules = Array.from(
    { length: 9 },
    (_, i) => `${i < 4 ? 'training' : 'leakage'}/rule-${'abcdefghi'[i]}`,
  )
  expect(notExamined(rules)).toBe('Not examined\n  9 rules (training and leakage): no code')
  expect(notExamined(rules.slice(0, 8))).toContain('training/rule-a')
  expect(notExamined([...rules, 'src/model.py'])).toContain('src/model.py')
})

test('carets stand under the marked text', () => {
  const lines = plain(golden).split('\n')
  const at = lines.findIndex((line) => line.includes('17 | augment = keras'))
  const [source = '', carets = ''] = lines.slice(at)
  const from = carets.indexOf('^')
  expect(source.slice(from, from + carets.trim().length - '| '.length).trim()).toContain('RandomFlip()')
})

test('a trial is told in the words that all reports share', () => {
  const unwrapped = plain(golden).replace(/\s+/g, ' ')
  expect(unwrapped).toContain(trialWords(leakTrial))
  expect(unwrapped).toContain('(95 % interval 4.5 to 10.1)')
})
