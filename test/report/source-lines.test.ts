import { expect, test } from 'vitest'
import type { Edit } from '../../src/model/fix.ts'
import type { Span } from '../../src/model/span.ts'
import { markLine, placeWords, sourceChanges } from '../../src/report/source-lines.ts'
import { span } from './golden/places.ts'

const line = 'val = val.map(augment).batch(8)'
const edit = (at: Span, text: string): Edit => ({ op: 'edit', span: at, text })
const insertion = (at: Span): Span => ({ ...at, endLine: at.line, endColumn: at.column })

test('marks the covered text; tabs take one column', () => {
  expect(markLine(span('a.py', 3, '\tx = f(y)', 'f(y)'))).toEqual({
    before: ' x = ',
    marked: 'f(y)',
    after: '',
  })
})

test('a span over several lines is marked to the end of its first', () => {
  const first = { ...span('a.py', 3, line, 'val.map'), endLine: 5, endColumn: 2 }
  expect(markLine(first)).toEqual({ before: 'val = ', marked: 'val.map(augment).batch(8)', after: '' })
})

test('a column beyond a cut snippet marks nothing', () => {
  expect(markLine({ ...span('a.py', 3, 'short', 'short'), column: 300, endColumn: 310 }).marked).toBe('')
})

test('places in scripts and in notebooks', () => {
  expect(placeWords(span('a.py', 3, line, 'val.map'))).toBe('a.py:3:7')
  expect(placeWords(span('a.ipynb', 3, line, 'val.map', 2))).toBe('a.ipynb, cell 2, line 3')
})

test('a replacement inside a line', () => {
  expect(sourceChanges([edit(span('a.py', 3, line, '.map(augment)'), '')])).toEqual([
    { place: 'a.py:3:10', removed: [line], added: ['val = val.batch(8)'], hidden: 0 },
  ])
})

test('several edits of one line are one change, whatever their order', () => {
  const edits = [edit(span('a.py', 3, line, '8'), '16'), edit(span('a.py', 3, line, '.map(augment)'), '')]
  const changes = sourceChanges(edits)
  expect(changes).toEqual(sourceChanges([...edits].reverse()))
  expect(changes[0]?.added).toEqual(['val = val.batch(16)'])
})

test('an insertion above or below a line leaves it out of the diff', () => {
  const start = insertion(span('a.py', 3, line, 'val = '))
  expect(sourceChanges([edit(start, 'import x\n')])[0]).toMatchObject({ removed: [], added: ['import x'] })
  const end = { ...start, column: line.length + 1, endColumn: line.length + 1 }
  expect(sourceChanges([edit(end, '\nprint(1)')])[0]).toMatchObject({ removed: [], added: ['print(1)'] })
})

test('whole lines that go: the first is shown, the others are counted', () => {
  const whole = { ...span('a.py', 3, line, line), endLine: 6, endColumn: 1 }
  expect(sourceChanges([edit(whole, '')])).toEqual([
    { place: 'a.py:3:1', removed: [line], added: [], hidden: 2 },
  ])
})

test('edits of lines that follow one another are one change, others are not', () => {
  const edits = [3, 4, 6].map((at) => edit(span('a.py', at, line, '8'), `${at}`))
  expect(sourceChanges(edits)).toEqual([
    {
      place: 'a.py:3:30',
      removed: [line, line],
      added: ['val = val.map(augment).batch(3)', 'val = val.map(augment).batch(4)'],
      hidden: 0,
    },
    { place: 'a.py:6:30', removed: [line], added: ['val = val.map(augment).batch(6)'], hidden: 0 },
  ])
})

test('changes stand in source order', () => {
  const places = sourceChanges([
    edit(span('b.py', 1, line, 'val'), 'x'),
    edit(span('a.py', 20, line, 'val'), 'x'),
    edit(span('a.py', 3, line, 'val'), 'x'),
  ]).map((change) => change.place)
  expect(places).toEqual(['a.py:3:1', 'a.py:20:1', 'b.py:1:1'])
})
