import { expect, test } from 'vitest'
import { type Finding, isSpan } from '../../src/model/finding.ts'
import { discover } from '../../src/project/discover.ts'
import { withExcerpts } from '../../src/setup/excerpts.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const cell = (source: string) => ({
  cell_type: 'code',
  source,
  metadata: {},
  outputs: [],
  execution_count: 1,
})

async function excerpts(files: Record<string, string>, place: object) {
  const project = await discover(await temporaryFolder(files))
  const span = { path: 'a.py', line: 2, column: 1, endLine: 2, endColumn: 6, snippet: 'b = 2', ...place }
  const finding: Finding = {
    ...{ id: '1', rule: 'x/y', severity: 'error', confidence: 1, message: '', why: '', how: '' },
    ...{ locations: [span, { path: 'train/1.jpg' }], evidence: {} },
  }
  const [{ locations } = finding] = withExcerpts(project, [finding])
  expect(locations[1]).toEqual({ path: 'train/1.jpg' })
  return locations.filter(isSpan).map(({ excerpt }) => excerpt)
}

test('places in code get the line before and the line behind them', async () => {
  expect(await excerpts({ 'a.py': 'a = 1\nb = 2\nc = 3\nd = 4\n' }, {})).toEqual([
    { line: 1, lines: ['a = 1', 'b = 2', 'c = 3'] },
  ])
  expect(await excerpts({ 'a.py': 'b = 2\r\nc = 3' }, { line: 1, endLine: 1 })).toEqual([
    { line: 1, lines: ['b = 2', 'c = 3'] },
  ])
})

test('lines of a notebook count inside their cell', async () => {
  const notebook = JSON.stringify({
    cells: [cell('z = 0\ny = 1'), cell('a = 1\nb = 2')],
    metadata: {},
    nbformat: 4,
  })
  expect(await excerpts({ 'n.ipynb': notebook }, { path: 'n.ipynb', cell: 2 })).toEqual([
    { line: 1, lines: ['a = 1', 'b = 2'] },
  ])
})

test('of a long place the first lines are taken', async () => {
  const text = ['x = [', ...Array.from({ length: 50 }, () => '  1,'), ']'].join('\n')
  const [excerpt] = await excerpts({ 'a.py': text }, { line: 1, endLine: 52, snippet: 'x = [' })
  expect(excerpt?.lines).toHaveLength(9)
})

test('a file that has changed since, or is no source, has none', async () => {
  expect(await excerpts({ 'a.py': 'a = 1\nc = 3\n' }, {})).toEqual([undefined])
  expect(await excerpts({ 'a.py': 'a = 1\n', 'log.csv': 'a = 1\nb = 2\n' }, { path: 'log.csv' })).toEqual([
    undefined,
  ])
})
