import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from '../../../rules/index.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import { TrainingSetup } from '../../../src/model/setup.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { labelledScripts } from '../../support/code-corpus.ts'
import { notebook } from '../../support/notebook.ts'
import { pathological } from '../../support/pathological.ts'
import { sourcesOf } from '../../support/rule-tester.ts'
import { generator, mutate } from '../mutants.ts'

const codeRules = rules.filter((rule) => rule.needs.every((need) => need === 'setups'))
const scripts = [
  ...['grocery-leaky', 'grocery-clean'].map((name) =>
    readFileSync(new URL(`../../../fixtures/${name}/train.py`, import.meta.url), 'utf8'),
  ),
  ...(await labelledScripts()).filter(({ kind }) => kind === 'python').map(({ text }) => text),
]

/** Pieces of programs that parse and mean something, so that the interpreter is reached, not only the parser. */
const shards = ['train_gen', 'val_gen', 'model', 'base', 'None', 'True', '-1', '1e400', "''", '[]', '{}', '(1,)', 'lambda *a, **k: k', '*args', '**args', '.layers[:5]', '[::-1]', '[0]', '.output', '(x)', '.fit(val_gen)', '.map(augment)', '.take(-1)', '\nfor x in base.layers:\n    x.trainable = x\n', '\ndef main(): return main()\n', '\nclass Model(Model): pass\n', '\ntrain_gen = val_gen = model\n', '\nwhile True: args = [args]\n', '\nmodel = model(model)\n', '\nself.self = self\n', ' if x else ', ' / 0', ' % 0', '=', ',', ')', '\n    '] // biome-ignore format: one list

async function examine(files: Record<string, string>): Promise<TrainingSetup[]> {
  const setups = await setupsOf(sourcesOf(files))
  for (const setup of setups) TrainingSetup.parse(setup)
  const facts = { setups: { ok: true as const, value: setups } }
  for (const rule of codeRules) [...rule.check(unwrap(facts, rule.wants))]
  return setups
}

/** What an editor of another system, or a broken disk, makes of a text. */
const disguises: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('    ', '\t'),
  (text) => Buffer.from(text, 'latin1').toString('utf8'),
  (text) => Buffer.from(text).toString('latin1'),
  (text) => `\ufeff${text}`,
]

describe('no program makes the interpreter or a rule throw', () => {
  const random = generator(7)
  const inputs = Array.from({ length: 8000 }, (_, index) => {
    const text = mutate(scripts[index % scripts.length] ?? '', shards, random)
    return (disguises[index % 11] ?? disguises[0])?.(text) ?? text
  })

  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'eighth %i of 8,000 mutated scripts',
    { timeout: 120_000 },
    async (part) => {
      for (let index = part; index < inputs.length; index += 8) await examine({ 'a.py': inputs[index] ?? '' })
    },
  )

  test('1,000 mutated notebooks, cut into cells', { timeout: 120_000 }, async () => {
    for (const text of inputs.slice(0, 1000)) await examine({ 'a.ipynb': notebook(...text.split(/\n\n+/)) })
  })

  test('300 truncated notebook files, and 300 of random bytes', { timeout: 120_000 }, async () => {
    for (let index = 0; index < 300; index += 1) {
      const whole = notebook(...(scripts[index % scripts.length] ?? '').split(/\n\n+/))
      await examine({ 'a.ipynb': whole.slice(0, Math.floor(random() * whole.length)) })
      const bytes = Array.from({ length: Math.floor(random() * 2000) }, () => Math.floor(random() * 256))
      await examine({ 'a.py': `import keras\n${Buffer.from(bytes).toString('utf8')}` })
    }
  })
})

/** A hang is what this looks for: in milliseconds, ten times what a quiet machine needs beside the other tests. */
const limit = 25_000

describe('worst cases end in time', () => {
  test.each(pathological)('%s', { timeout: 60_000 }, async (_, text) => {
    const start = performance.now()
    await examine({ 'a.py': text })
    expect(performance.now() - start).toBeLessThan(limit)
  })

  test('1,000 files that import one another in a row', { timeout: 60_000 }, async () => {
    const start = performance.now()
    const files = Array.from({ length: 1000 }, (_, n) => [
      `f${n}.py`,
      `import keras\nfrom f${n + 1} import n\nmodel.fit(data, epochs=n)\n`,
    ])
    const setups = await examine(Object.fromEntries(files))
    expect(setups.map((setup) => setup.file)).toEqual(['f0.py'])
    expect(performance.now() - start).toBeLessThan(limit)
  })
})
