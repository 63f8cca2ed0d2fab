import { expect, test } from 'vitest'
import { parsePython } from '../../../src/setup/python/parse.ts'

/** The text that the value of the last assignment spans, cut out by line and column. */
async function valueSpan(text: string) {
  const { body } = await parsePython({ path: 'a.py', text })
  const last = body.at(-1)
  if (last?.kind !== 'assign') throw new Error('no assignment')
  const { line, column, endLine, endColumn, snippet } = last.value.span
  return { place: `${line}:${column}-${endLine}:${endColumn}`, snippet }
}

test.each([
  ['ASCII', 'x = 1\ny = f(x)', '2:5-2:9', 'y = f(x)'],
  ['columns count UTF-16 code units', '"é😀"; y = f(x)', '1:12-1:16', '"é😀"; y = f(x)'],
  ['CR LF', 'x = 1\r\ny = f(\r\n  x)\r\n', '2:5-3:5', 'y = f('],
  ['CR alone', 'x = 1\ry = f(x)\r', '2:5-2:9', 'y = f(x)'],
  ['tabs count one', 'x = [\n\t1]\ny =\tf(x)', '3:5-3:9', 'y =\tf(x)'],
  ['a byte order mark', '\ufeffx = 1\ny = f(x)', '2:5-2:9', 'y = f(x)'],
  ['a line separator ends no line', '"\u2028"; y = f(x)', '1:10-1:14', '"\u2028"; y = f(x)'],
])('%s', async (_, text, place, snippet) => {
  expect(await valueSpan(text)).toEqual({ place, snippet })
})

test('the snippet of a long line is cut', async () => {
  const { snippet } = await valueSpan(`y = "${'a'.repeat(1_000_000)}"`)
  expect(snippet).toHaveLength(200)
})

test('keywords belong to the span of an argument', async () => {
  const { body } = await parsePython({ path: 'a.py', text: 'Adam(lr=1e-3)' })
  expect(body).toMatchObject([
    {
      value: {
        arguments: [{ name: 'lr', span: { column: 6, endColumn: 13 }, value: { span: { column: 9 } } }],
      },
    },
  ])
})
