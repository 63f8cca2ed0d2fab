import { expect, test } from 'vitest'
import type { Span } from '../../src/model/span.ts'
import { codeFrame } from '../../src/report/terminal/frame.ts'
import { paintOf } from '../../src/report/terminal/paint.ts'

const page = { paint: paintOf(false), width: 60 }

/** A span from `line:column` to `endLine:endColumn` of a text, as the doctor takes it out of the source. */
function spanIn(text: string, place: string, end: string, around = 1): Span {
  const lines = text.split('\n')
  const [line = 1, column = 1] = place.split(':').map(Number)
  const [endLine = 1, endColumn = 1] = end.split(':').map(Number)
  const from = Math.max(1, line - around)
  const excerpt = { line: from, lines: lines.slice(from - 1, Math.min(endLine, line + 7) + around) }
  return { path: 'train.py', line, column, endLine, endColumn, snippet: lines[line - 1] ?? '', excerpt }
}

const frame = (span: Span, alone = false) => codeFrame(span, 'error', page, alone)

const source = `def data():

    train = load(
        'data/train',
        seed=1,
    )
    return train.map(flip)
`

test('one line between the lines around it, less the indentation that they share', () => {
  expect(frame(spanIn(source, '7:12', '7:27'))).toEqual([
    '--> train.py:7:12',
    '6 | )',
    '7 | return train.map(flip)',
    '  |        ^^^^^^^^^^^^^^^',
  ])
})

test('a span over several lines has a rail from its first character to its last; blank ends are left out', () => {
  expect(frame(spanIn(source, '3:13', '6:6'))).toEqual([
    '--> train.py:3:13',
    '3 |   train = load(',
    '  |  _________^',
    "4 | |     'data/train',",
    '5 | |     seed=1,',
    '6 | | )',
    '  | |_^',
    '7 |   return train.map(flip)',
  ])
})

test('a span that its line begins with has its rail from there', () => {
  expect(frame(spanIn(source, '3:5', '6:6')).slice(1, 6)).toEqual([
    '3 | / train = load(',
    "4 | |     'data/train',",
    '5 | |     seed=1,',
    '6 | | )',
    '  | |_^',
  ])
})

test('numbers of different length are aligned, and an end in column 1 covers nothing of its line', () => {
  const long = `${'\n'.repeat(8)}a = (\n  1)\nb = 2`
  expect(frame(spanIn(long, '9:1', '11:1'))).toEqual([
    '--> train.py:9:1',
    ' 9 | / a = (',
    '10 | |   1)',
    '   | |____^',
    '11 |   b = 2',
  ])
})

test('of a long span the first lines are shown, and how many follow', () => {
  const long = ['x = [', ...Array.from({ length: 20 }, (_, index) => `  ${index},`), ']'].join('\n')
  const lines = frame(spanIn(long, '1:5', '22:2', 0))
  expect(lines).toHaveLength(11)
  expect(lines.at(-1)).toBe('  | | ... (14 more lines)')
})

test('only the marked line where it is one place of several, or where the report knows no more', () => {
  const alone = ['--> train.py:3:13', '3 | train = load(', '  |         ^^^^^']
  expect(frame(spanIn(source, '3:13', '6:6'), true)).toEqual(alone)
  const { excerpt: _, ...bare } = spanIn(source, '3:13', '6:6')
  expect(frame(bare)).toEqual(alone)
})

test('no line is wider than the page, and what is marked far to the right is shown alone', () => {
  const wide = `short = 1\n${'argument, '.repeat(12)}marked${', argument'.repeat(9)}\n${'long '.repeat(30)}`
  const lines = frame(spanIn(wide, '2:121', '2:127'))
  expect(lines).toHaveLength(3)
  const at = (lines[2] ?? '').indexOf('^')
  expect((lines[1] ?? '').slice(at, at + 6)).toBe('marked')
  for (const line of [...lines, ...frame(spanIn(wide, '1:1', '1:6'))])
    expect(line.length).toBeLessThanOrEqual(60)
})

test('tabs and control characters of the source cannot move the carets or the terminal', () => {
  const [, , line = '', carets = ''] = frame(spanIn('if x:\n\ta = "\u001b[2J" + f()\n', '2:15', '2:18'))
  expect(line).not.toContain('\u001b')
  const at = carets.indexOf('^')
  expect(line.slice(at, at + 3)).toBe('f()')
})
