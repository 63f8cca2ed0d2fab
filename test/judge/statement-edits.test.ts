import { expect, test } from 'vitest'
import { applyEdits } from '../../src/fix/edits.ts'
import { copyOfCall, insertedBefore, withoutArgument } from '../../src/judge/statement-edits.ts'
import type { Span } from '../../src/model/span.ts'

/** The span of `part` in one line of `text`. */
function spanOf(text: string, part: string): Span {
  const before = text.slice(0, text.indexOf(part))
  const line = before.split('\n').length
  const snippet = text.split('\n')[line - 1] ?? ''
  const column = snippet.indexOf(part) + 1
  return { path: 'a.py', line, column, endLine: line, endColumn: column + part.length, snippet }
}

const drop = (text: string, part: string) => {
  const edit = withoutArgument(spanOf(text, part))
  return edit === null ? null : applyEdits(text, [edit])
}

test.each([
  ['f(a=1, b=2)', 'a=1', 'f(b=2)'],
  ['f(a=1, b=2)', 'b=2', 'f(a=1)'],
  ['f(a=1)', 'a=1', 'f()'],
  ['f(\n    a=1,\n    b=2,\n)', 'a=1', 'f(\n    b=2,\n)'],
  ['f(\n    a=1,\n    b=2\n)', 'b=2', 'f(\n    a=1,\n)'],
  ['f(a=1,\n  b=2)', 'a=1', 'f(b=2)'],
])('takes an argument out of %j', (text, part, without) => {
  expect(drop(text, part)?.replaceAll(/\(\s*b=2\)/g, '(b=2)')).toBe(without)
})

test('an argument of several lines, or on a line that was cut, stays', () => {
  expect(withoutArgument({ ...spanOf('f(a=1)', 'a=1'), endLine: 2 })).toBeNull()
  expect(withoutArgument({ ...spanOf('f(a=1)', 'a=1'), snippet: 'f(' })).toBeNull()
})

test('a call is copied with one part replaced', () => {
  const text = "  model.compile(Adam(1e-3), 'mse')"
  const call = spanOf(text, "model.compile(Adam(1e-3), 'mse')")
  expect(copyOfCall({ span: call }, { span: spanOf(text, '1e-3'), text: '1e-4' })).toBe(
    "model.compile(Adam(1e-4), 'mse')",
  )
  expect(copyOfCall({ span: call }, { span: { ...spanOf(text, '1e-3'), line: 9 }, text: '1e-4' })).toBe(
    "model.compile(Adam(1e-3), 'mse')",
  )
  expect(copyOfCall({ span: { ...call, endLine: 2 } }, null)).toBeNull()
})

test('a call of several lines is copied where its text is at hand', () => {
  const text = "model.compile(\n    optimizer=Adam(0.01),\n    loss='mse',\n)"
  const call = { ...spanOf(text, 'model.compile('), endLine: 4, endColumn: 2 }
  const lower = { span: spanOf(text, '0.01'), text: '0.001' }
  expect(copyOfCall({ span: call, text }, lower)).toBe(text.replace('0.01', '0.001'))
  expect(copyOfCall({ span: call, text }, { ...lower, span: { ...lower.span, line: 7, endLine: 7 } })).toBe(
    text,
  )
})

test('a statement goes before the one that holds a call, at its depth', () => {
  const text = "  model.compile('adam', 'mse')\n  history = model.fit(x)\n"
  const [compile, fit] = [spanOf(text, "model.compile('adam', 'mse')"), spanOf(text, 'model.fit(x)')]
  const edit = insertedBefore(fit, compile, "model.compile('sgd', 'mse')")
  expect(edit && applyEdits(text, [edit])).toBe(
    "  model.compile('adam', 'mse')\n  model.compile('sgd', 'mse')\n  history = model.fit(x)\n",
  )
  const deeper = { ...fit, snippet: `  ${fit.snippet}`, column: fit.column + 2 }
  expect(insertedBefore(deeper, compile, 'x')).toBeNull()
  expect(insertedBefore({ ...fit, snippet: '  print(model.fit(x))', column: 9 }, compile, 'x')).toBeNull()
})
