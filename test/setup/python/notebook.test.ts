import { describe, expect, test } from 'vitest'
import { parseNotebook } from '../../../src/setup/python/notebook.ts'
import { show } from '../show.ts'

const notebook = (cells: string[], metadata: unknown = { kernelspec: { language: 'python' } }) =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata,
    cells: cells.map((source) => ({ cell_type: 'code', source: source.split(/(?<=\n)/), outputs: [] })),
  })

const parsed = (text: string) => parseNotebook({ path: 'train.ipynb', text })

describe('what IPython takes for itself is left out', () => {
  test.each([
    ['line magics and shell commands', '%matplotlib inline\n!pip install \\\n  keras\nx = 1', 'x = 1'],
    ['their results', 'files = !ls data\nx, y = %who_ls', 'files = ?()\n(x, y) = ?()'],
    ['help', '?model\nmodel.fit?\nmodel??\nx = 1', 'x = 1'],
    ['automagic', 'pip install keras\nx = 1', 'x = 1'],
    ['the only line of a block', 'if colab:\n    !ls\nx = 1', 'if colab:\n  0\nx = 1'],
    ['%time runs its statement', '%time model.fit(\n  x)', '0\nmodel.fit(x)'],
    ['%%time runs its cell', '%%time\nmodel.fit(x)', 'model.fit(x)'],
    ['%%bash runs something else', '%%bash\nls | grep x', ''],
    [
      'continuation lines are Python',
      'x = ("%d"\n% n) \\\n% m\ny = (a\n!= b)\n%cd',
      'x = (("%d" % n) % m)\ny = (a != b)',
    ],
    ['a cell that is indented as a whole', '  x = 1\n  if x:\n    y', 'x = 1\nif x:\n  y'],
    ['strings stay as they are', 's = """\n%cd\n!ls\n"""\n!ls', 's = "\\n%cd\\n!ls\\n"'],
  ])('%s', async (_, cell, program) => {
    const { body, gaps } = await parsed(notebook([cell]))
    expect(gaps).toEqual([])
    expect(show(body)).toBe(program)
  })
})

test('spans carry the cell, lines count inside it and stay right behind magics', async () => {
  const { body, suppressions } = await parsed(
    notebook(['import keras', '%cd data\n\n# doctor-ignore leakage: known\nx = 1']),
  )
  expect(body.map(({ span }) => [span.cell, span.line, span.snippet])).toEqual([
    [1, 1, 'import keras'],
    [2, 4, 'x = 1'],
  ])
  expect(suppressions).toMatchObject([{ rule: 'leakage', reason: 'known', span: { cell: 2, line: 3 } }])
})

test('a cell that does not parse is one gap, and the other cells go on', async () => {
  const { body, gaps } = await parsed(notebook(['a = 1', 'b = (\nc = = 2', 'd = 3']))
  expect(show(body)).toBe('a = 1\nd = 3')
  expect(gaps).toMatchObject([{ reason: 'cell 2 does not parse as Python', span: { cell: 2 } }])
})

test('markdown is not code and is not counted', async () => {
  const cells = [
    { cell_type: 'markdown', source: 'import x' },
    { cell_type: 'code', source: 'a = 1' },
  ]
  const { body } = await parsed(`\ufeff${JSON.stringify({ cells })}`)
  expect(body).toMatchObject([{ kind: 'assign', span: { cell: 1 } }])
})

test('nbformat 3: worksheets, input, a language on every cell', async () => {
  const cells = [
    { cell_type: 'code', language: 'python', input: ['a = 1\n', 'b = 2'] },
    { cell_type: 'code', language: 'R', input: 'b <- 2' },
    { cell_type: 'code', language: 'python', input: 'c = 3' },
  ]
  const { body, gaps } = await parsed(JSON.stringify({ nbformat: 3, metadata: {}, worksheets: [{ cells }] }))
  expect(gaps).toEqual([])
  expect(body.map(({ span }) => [span.cell, span.line])).toEqual([
    [1, 1],
    [1, 2],
    [3, 1],
  ])
})

describe('what is no notebook of Python is a gap', () => {
  test.each([
    ['broken JSON', notebook(['a = 1']).slice(0, -9), 'is not a readable Jupyter notebook'],
    ['another document', '[1, 2]', 'is not a readable Jupyter notebook'],
    ['cells of a wrong shape', '{"cells": [{"source": 1}]}', 'is not a readable Jupyter notebook'],
    ['nothing', '', 'is not a readable Jupyter notebook'],
    [
      'R',
      notebook(['a <- 1'], { kernelspec: { language: 'R' } }),
      'is a notebook of another language than Python',
    ],
    [
      'Julia',
      notebook(['a = 1'], { language_info: { name: 'julia' } }),
      'is a notebook of another language than Python',
    ],
  ])('%s', async (_, text, reason) => {
    expect(await parsed(text)).toMatchObject({ body: [], gaps: [{ reason }] })
  })
})
