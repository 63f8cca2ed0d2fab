import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseNotebook } from '../../../src/setup/python/notebook.ts'
import { parsePython } from '../../../src/setup/python/parse.ts'
import { generator, mutate, spansOutside } from '../mutants.ts'
import { show } from '../show.ts'

const sources = ['grocery-leaky', 'grocery-clean'].map((name) =>
  readFileSync(new URL(`../../../fixtures/${name}/train.py`, import.meta.url), 'utf8'),
)

/** What breaks parsers: unbalanced brackets, half tokens, odd line ends and indents, lone surrogates. */
const shards = ['(', ')', '[', ']', '{', '}', '"', "'", '"""', "f'{", '\\', '\t', '    ', '\n', '\r', '\r\n', '\f', '\0', '\ud800', 'é', '#', ':', ':=', '*', '**', '@', 'lambda ', 'yield ', 'match x:\n case ', 'def ', 'class ', 'import ', 'from . import ', 'if ', 'else:', 'for x in ', '%%', '!', '?', ';', '9e999', '0x', '\\U00110000', '\\N{'] // biome-ignore format: one list

const lineEnd = /\r\n|[\r\n]/

describe('no input makes the parser throw or stall', () => {
  const random = generator(20_250_207)
  const inputs = Array.from({ length: 400 }, (_, index) =>
    mutate(sources[index % sources.length] ?? '', shards, random),
  )

  test.each([0, 1, 2, 3])('quarter %i of 400 mutated scripts', async (quarter) => {
    for (const [index, text] of inputs.entries()) {
      if (index % 4 !== quarter) continue
      const program = await parsePython({ path: 'a.py', text })
      expect(spansOutside(program, text, lineEnd), `input ${index}`).toEqual([])
      expect(show(program.body), `input ${index}`).toBeTypeOf('string')
    }
  })

  test('100 mutated notebooks, as a cell and as a file', async () => {
    for (const [index, source] of inputs.slice(0, 100).entries()) {
      const cells = [{ cell_type: 'code', source }]
      const whole = await parseNotebook({ path: 'a.ipynb', text: JSON.stringify({ cells }) })
      expect(spansOutside(whole, source, lineEnd), `input ${index}`).toEqual([])
      const text = mutate(JSON.stringify({ cells, metadata: {} }), shards, random)
      await parseNotebook({ path: 'a.ipynb', text })
    }
  })

  test.each([
    ['nothing', ''],
    ['binary', String.fromCharCode(...Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256))],
    ['Latin-1 read as UTF-8', 'x = "caf\ufffd"\ny = 1'],
    ['JavaScript', 'const f = async (x) => { await x }\n'],
    ['a line of a million characters', `x = "${'a\\n'.repeat(333_333)}"`],
    ['a million quotes', '"'.repeat(1_000_000)],
    ['many statements on one line', 'a;'.repeat(250_000)],
    ['f-strings that are not closed', "f'{\n".repeat(10_000)],
  ])('%s', async (_, text) => {
    const program = await parsePython({ path: 'a.py', text })
    expect(spansOutside(program, text, lineEnd)).toEqual([])
    await parseNotebook({ path: 'a.ipynb', text: JSON.stringify({ cells: [{ cell_type: 'code', source: `!\n${text}` }] }) }) // biome-ignore format: one call
  })
})

describe('10,000 levels deep', () => {
  const many = 10_000
  test.each([
    ['parentheses', `x = ${'('.repeat(many)}1${')'.repeat(many)}`],
    ['unclosed brackets', '[{('.repeat(many)],
    ['a sum', `x = ${'a + '.repeat(many)}1`],
    ['calls', `x = a${'.b()'.repeat(many)}`],
    ['lambdas', `x = ${'lambda: '.repeat(many)}1`],
    ['targets', `${'('.repeat(many)}a${',)'.repeat(many)} = 1`],
    ['chained targets', `${'a = '.repeat(many)}1`],
    ['elif', `if a: b\n${'elif c: d\n'.repeat(many)}`],
    ['blocks', Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join('')],
    ['f-strings', `x = ${"f'{".repeat(many)}`],
  ])('%s', async (_, text) => {
    const program = await parsePython({ path: 'a.py', text })
    expect(show(program.body)).toBeTypeOf('string')
  })
})

test('a file of 20,000 lines stays fast', async () => {
  const text = (sources[0] ?? '').repeat(300).split('\n').slice(0, 20_000).join('\n')
  await parsePython({ path: 'a.py', text: 'x = 1' })
  const before = process.cpuUsage()
  const program = await parsePython({ path: 'a.py', text })
  const { user, system } = process.cpuUsage(before)
  expect(program.body.length).toBeGreaterThan(1000)
  // Processor time, about 0.6 s on one core; ten times that would be a different order of growth.
  expect((user + system) / 1e6).toBeLessThan(6)
})
