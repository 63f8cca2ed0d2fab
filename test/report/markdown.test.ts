import { expect, test } from 'vitest'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { leakFindings } from './golden/data-findings.ts'
import { golden } from './golden/report.ts'

const [leak] = leakFindings

test('what a reviewer sees', async () => {
  await expect(renderMarkdown(golden)).toMatchFileSnapshot('./golden/comment.txt')
})

test('names are code, prose is prose: no HTML, no markup, no mentions', () => {
  if (leak === undefined) throw new Error('the golden report has no leak')
  const nasty = {
    ...leak,
    message: '@everyone [x](http://y) <img src=x> *b*',
    locations: [{ path: 'a`b``c <b>.jpg' }],
  }
  const text = renderMarkdown({ ...golden, findings: [nasty] })
  expect(text).toContain('- @&#8203;everyone \\[x\\](http://y) &lt;img src=x&gt; \\*b\\*')
  expect(text).toContain('  - ```a`b``c <b>.jpg```')
})

test('a flood still fits in a comment and says what is left out', () => {
  if (leak === undefined) throw new Error('the golden report has no leak')
  const findings = Array.from({ length: 400 }, (_, index) => ({
    ...leak,
    id: `${index}`,
    rule: `leakage/rule-${index}`,
  }))
  const text = renderMarkdown({ ...golden, findings })
  expect(text.length).toBeLessThan(65_536)
  expect(text).toMatch(/\*\d+ more rules found something: see the full report\.\*/)
})

test('an empty report says so', () => {
  const summary = { ...golden.summary, error: 0, warning: 0, info: 0, suppressed: 0 }
  expect(
    renderMarkdown({ ...golden, summary, findings: [], diagnosis: [], unexplained: [], notExamined: [] }),
  ).toBe(
    '## No problems found\n\n0 errors, 0 warnings, 0 info in 317 images and 3 source files of `./grocery-leaky`.\n\n\n<sub>training-doctor 0.1.0</sub>\n',
  )
})
