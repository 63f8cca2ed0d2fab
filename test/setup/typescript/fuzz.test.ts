import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Program } from '../../../src/setup/program.ts'
import { parseTypeScript } from '../../../src/setup/typescript/parse.ts'
import { show } from './show.ts'

const sources = ['grocery-leaky', 'grocery-clean'].map((name) =>
  readFileSync(new URL(`../../../fixtures/${name}/train.ts`, import.meta.url), 'utf8'),
)

/** What breaks parsers: unbalanced brackets, half tokens, odd line ends, lone surrogates, huge numbers. */
const shards = ['(', ')', '{', '}', '[', '=>', '...', '`', '${', "'", '/*', '//', '/', '<', '</a>', '@', '#', '?.', 'yield ', 'await ', 'class ', 'function ', 'import ', 'export default ', 'switch (x) { case ', '\u2028', '\r', '\0', '\ud800', '9e999', '0x', '\\u{110000}', ' in ', ' of ', '=', ',', ';'] // biome-ignore format: one list

describe('no input makes the parser throw or stall', () => {
  const random = generator(20_231_118)
  const inputs = Array.from({ length: 400 }, (_, index) =>
    mutate(sources[index % sources.length] ?? '', random),
  )

  test.each([0, 1, 2, 3])('quarter %i of 400 mutated scripts', async (quarter) => {
    for (const [index, text] of inputs.entries()) {
      if (index % 4 !== quarter) continue
      const path = `a.${['ts', 'tsx', 'js', 'mts'][index % 7] ?? 'cjs'}`
      const program = await parseTypeScript({ path, text })
      expect(spansOutside(program, text), `input ${index}`).toEqual([])
      expect(show(program.body), `input ${index}`).toBeTypeOf('string')
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
    expect(spansOutside(program, text)).toEqual([])
  })
})

function mutate(source: string, random: () => number): string {
  const at = (length: number) => Math.floor(random() * length)
  let text = source
  for (let step = 0; step <= at(6); step += 1) {
    const from = at(text.length + 1)
    const to = from + at(text.length + 1 - from)
    const piece = text.slice(from, Math.min(to, from + 400))
    const shard = shards[at(shards.length)] ?? ''
    text =
      [
        () => text.slice(0, from) + text.slice(from + piece.length),
        () => text.slice(0, from) + piece + text.slice(from),
        () => text.slice(0, from) + shard + text.slice(from),
        () => text.slice(0, from) + shard.repeat(at(300)) + text.slice(from),
        () => text.slice(0, from),
        () => text.slice(to) + text.slice(0, to),
      ][at(6)]?.() ?? text
  }
  return text
}

/** Every span in the program must lie inside the text. */
function spansOutside(program: Program, text: string): unknown[] {
  const lines = text.split(/\r\n|[\r\n\u2028\u2029]/)
  const bad: unknown[] = []
  JSON.stringify(program, (key, value: unknown) => {
    if (!/span$/i.test(key) || typeof value !== 'object' || value === null) return value
    const span = Object.fromEntries(Object.entries(value))
    const fits = (line: number, column: number) =>
      line >= 1 && column >= 1 && column <= (lines[line - 1] ?? '').length + 1
    if (!fits(Number(span.line), Number(span.column)) || !fits(Number(span.endLine), Number(span.endColumn)))
      bad.push(value)
    return value
  })
  return bad
}

/** mulberry32: the same inputs on every run. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
