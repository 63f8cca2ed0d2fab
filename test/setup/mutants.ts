import type { Program } from '../../src/setup/program.ts'

/** mulberry32: the same inputs on every run. */
export function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Cuts, doubles and moves parts of a source and sprinkles shards over it. */
export function mutate(source: string, shards: readonly string[], random: () => number): string {
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

/** The spans of a program that do not lie inside its text; `lineEnd` as the language counts lines. */
export function spansOutside(program: Program, text: string, lineEnd: RegExp): unknown[] {
  const lines = text.split(lineEnd)
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
