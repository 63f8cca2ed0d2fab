import { expect, test } from 'vitest'
import type { Span } from '../../src/model/span.ts'
import { renderGithub } from '../../src/report/github.ts'
import { fromWorkingFolder } from '../../src/report/places.ts'
import { codeFindings } from './golden/code-findings.ts'
import { golden } from './golden/report.ts'

const lines = renderGithub(golden).trimEnd().split('\n')

test('every line is one command, whatever the names hold', () => {
  for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) [a-zA-Z]+=[^:]*::[^\r\n]+$/)
})

test('one annotation for a finding in code, with its place', () => {
  expect(lines).toContainEqual(
    expect.stringMatching(
      /^::error title=augmentation\/in-validation,file=grocery-leaky\/src\/train\.py,line=41,endLine=41,col=20,endColumn=69::Random transforms reach the validation data: RandomFlip and RandomRotation\.%0AAugment the training data alone/,
    ),
  )
})

test('one annotation for all findings of a rule in the data', () => {
  const leaks = lines.filter((line) => line.includes('title=leakage/near-duplicate'))
  expect(leaks).toHaveLength(1)
  expect(leaks[0]).toContain('(and 8 more like this)')
})

test('a cell of a notebook has no line in its file', () => {
  expect(lines).toContainEqual(
    expect.stringMatching(
      /file=grocery-leaky\/notebooks\/explore <b>\.ipynb::notebooks\/explore <b>\.ipynb, cell 7/,
    ),
  )
})

test('no columns for several lines; percent signs, commas and colons are escaped', () => {
  const [finding] = codeFindings
  const [place] = finding?.locations ?? []
  if (finding === undefined || place === undefined || !('line' in place))
    throw new Error('no finding in code')
  const long: Span = { ...place, path: 'a,b:c%.py', endLine: 44 }
  const text = renderGithub({
    ...golden,
    project: '.',
    findings: [{ ...finding, message: '50%\nmore', locations: [long] }],
  })
  expect(text).toContain('file=a%2Cb%3Ac%25.py,line=41,endLine=44::50%25\\nmore%0A')
})

test('ends with the verdict', () => {
  expect(lines.at(-1)).toBe(
    '::notice title=training-doctor::The validation score cannot be trusted%0A16 errors, 2 warnings, 3 info',
  )
})

test('paths are told from the working folder where the project was given relatively', () => {
  expect(fromWorkingFolder('.', 'a.py')).toBe('a.py')
  expect(fromWorkingFolder('./sub/', 'a.py')).toBe('sub/a.py')
  expect(fromWorkingFolder('sub\\project', '../a.py')).toBe('sub/a.py')
  expect(fromWorkingFolder('/abs/project', 'a.py')).toBe('a.py')
  expect(fromWorkingFolder('C:\\project', 'a.py')).toBe('a.py')
})
