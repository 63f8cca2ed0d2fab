import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { parsePython } from '../../../src/setup/python/parse.ts'
import { outline } from '../outline.ts'

/** Made by oracle/make_trees.py: what CPython makes of texts that cover its grammar. */
const { trees } = z
  .object({
    trees: z.record(z.string(), z.array(z.object({ text: z.string(), outline: z.array(z.string()) }))),
  })
  .parse(JSON.parse(readFileSync(new URL('oracle/trees.json', import.meta.url), 'utf8')))

test.each(Object.entries(trees))('%s are read as CPython reads them', (_, cases) => {
  for (const { text, outline: expected } of cases) {
    const { body, gaps } = parsePython({ path: 'a.py', text })
    expect(gaps, text).toEqual([])
    expect(outline(body), text).toEqual(expected)
  }
})
