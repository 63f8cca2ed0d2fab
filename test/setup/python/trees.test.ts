import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parsePython } from '../../../src/setup/python/parse.ts'
import { outline } from '../outline.ts'

const texts = z.array(z.string())
/** Made by oracle/make_trees.py: what CPython makes of texts that cover its grammar. */
const { trees, rejected, tolerated } = z
  .object({
    trees: z.record(z.string(), z.array(z.object({ text: z.string(), outline: texts }))),
    /** No Python 3; of the tolerated we say nothing. */
    rejected: texts,
    tolerated: texts,
  })
  .parse(JSON.parse(readFileSync(new URL('oracle/trees.json', import.meta.url), 'utf8')))

test.each(Object.entries(trees))('%s are read as CPython reads them', (_, cases) => {
  for (const { text, outline: expected } of cases) {
    const { body, gaps } = parsePython({ path: 'a.py', text })
    expect(gaps, text).toEqual([])
    expect(outline(body), text).toEqual(expected)
  }
})

const silent = (text: string): boolean => parsePython({ path: 'a.py', text }).gaps.length === 0

test('what is no Python is named as a gap', () => {
  expect(rejected.length).toBeGreaterThan(250)
  expect(rejected.filter(silent)).toEqual([])
})

test('Python 2 and what a closer look alone would tell are read all the same', () => {
  expect(tolerated.filter((text) => !silent(text))).toEqual([])
})
