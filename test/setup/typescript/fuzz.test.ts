import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { TrainingSetup } from '../../../src/model/setup.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { parseTypeScript } from '../../../src/setup/typescript/parse.ts'
import { labelledScripts } from '../../support/code-corpus.ts'
import { generator, mutate, spansOutside } from '../mutants.ts'
import { show } from '../show.ts'

const sources = [
  ...['grocery-leaky', 'grocery-clean'].map((name) =>
    readFileSync(new URL(`../../../fixtures/${name}/train.ts`, import.meta.url), 'utf8'),
  ),
  ...(await labelledScripts()).filter(({ kind }) => kind === 'typescript').map(({ text }) => text),
]

/** What breaks parsers: unbalanced brackets, half tokens, odd line ends, lone surrogates, huge numbers. */
const shards = ['(', ')', '{', '}', '[', '=>', '...', '`', '${', "'", '/*', '//', '/', '<', '</a>', '@', '#', '?.', 'yield ', 'await ', 'class ', 'function ', 'import ', 'export default ', 'switch (x) { case ', '\u2028', '\r', '\0', '\ud800', '9e999', '0x', '\\u{110000}', ' in ', ' of ', '=', ',', ';'] // biome-ignore format: one list

const lineEnd = /\r\n|[\r\n\u2028\u2029]/

const TrainingSetups = z.array(TrainingSetup)

describe('no input makes the parser or the interpreter throw or stall', () => {
  const random = generator(20_231_118)
  const inputs = Array.from({ length: 1200 }, (_, index) =>
    mutate(sources[index % sources.length] ?? '', shards, random),
  )

  test.each([0, 1, 2, 3])('quarter %i of 1,200 mutated scripts', { timeout: 60_000 }, async (quarter) => {
    for (const [index, text] of inputs.entries()) {
      if (index % 4 !== quarter) continue
      const path = `a.${['ts', 'tsx', 'js', 'mts'][index % 7] ?? 'cjs'}`
      const program = await parseTypeScript({ path, text })
      expect(spansOutside(program, text, lineEnd), `input ${index}`).toEqual([])
      expect(show(program.body), `input ${index}`).toBeTypeOf('string')
      const setups = await setupsOf([{ path, kind: 'typescript', text }])
      expect(TrainingSetups.safeParse(setups).success, `input ${index}`).toBe(true)
    }
  })

  test.each([
    ['nothing', ''],
    ['a byte order mark', '\ufeffconst a = 1'],
    ['binary', String.fromCharCode(...Array.from({ length: 4096 }, (_, index) => (index * 7919) % 256))],
    ['a hash-bang', '#!/usr/bin/env node\nf()'],
    ['JSON', '{"a": [1, 2, {"b": null}]}'],
    ['Python', 'def f(x):\n  return x ** 2\n'],
  ])('%s', async (_, text) => {
    const program = await parseTypeScript({ path: 'a.js', text })
    expect(spansOutside(program, text, lineEnd)).toEqual([])
  })
})
