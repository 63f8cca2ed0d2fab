import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rules } from '../../../rules/index.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import { TrainingSetup } from '../../../src/model/setup.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { notebook } from '../../support/notebook.ts'
import { sourcesOf } from '../../support/rule-tester.ts'
import { generator, mutate } from '../mutants.ts'

const codeRules = rules.filter((rule) => rule.needs.every((need) => need === 'setups'))
const scripts = ['grocery-leaky', 'grocery-clean'].map((name) =>
  readFileSync(new URL(`../../../fixtures/${name}/train.py`, import.meta.url), 'utf8'),
)

/** Pieces of programs that parse and mean something, so that the interpreter is reached, not only the parser. */
const shards = ['train_gen', 'val_gen', 'model', 'base', 'None', 'True', '-1', '1e400', "''", '[]', '{}', '(1,)', 'lambda *a, **k: k', '*args', '**args', '.layers[:5]', '[::-1]', '[0]', '.output', '(x)', '.fit(val_gen)', '.map(augment)', '.take(-1)', '\nfor x in base.layers:\n    x.trainable = x\n', '\ndef main(): return main()\n', '\nclass Model(Model): pass\n', '\ntrain_gen = val_gen = model\n', '\nwhile True: args = [args]\n', '\nmodel = model(model)\n', '\nself.self = self\n', ' if x else ', ' / 0', ' % 0', '=', ',', ')', '\n    '] // biome-ignore format: one list

async function examine(files: Record<string, string>): Promise<TrainingSetup[]> {
  const setups = await setupsOf(sourcesOf(files))
  for (const setup of setups) TrainingSetup.parse(setup)
  const facts = { setups: { ok: true as const, value: setups } }
  for (const rule of codeRules) [...rule.check(unwrap(facts, rule.wants))]
  return setups
}

describe('no program makes the interpreter or a rule throw', () => {
  const random = generator(7)
  const inputs = Array.from({ length: 2000 }, (_, index) =>
    mutate(scripts[index % scripts.length] ?? '', shards, random),
  )

  test.each([0, 1, 2, 3])('quarter %i of 2000 mutated scripts', { timeout: 60_000 }, async (quarter) => {
    for (let index = quarter; index < inputs.length; index += 4)
      await examine({ 'a.py': inputs[index] ?? '' })
  })

  test('500 mutated notebooks, cut into cells', { timeout: 60_000 }, async () => {
    for (const text of inputs.slice(0, 500)) await examine({ 'a.ipynb': notebook(...text.split(/\n\n+/)) })
  })
})

/** A hang is what this looks for: in milliseconds, ten times what a quiet machine needs beside the other tests. */
const limit = 25_000

describe('worst cases end in time', () => {
  const train = 'import keras\n'
  test.each([
    ['20,000 lines', train + 'x = [keras.layers.Dense(5, activation="relu")(y), {"a": 1}]\n'.repeat(20_000)],
    ['10,000 functions that call the next', `${train + Array.from({ length: 10_000 }, (_, n) => `def f${n}(x):\n    return f${n + 1}(x)\n`).join('')}f0(1)\n`],
    ['functions that call the next one three times', `${train + Array.from({ length: 30 }, (_, n) => `def f${n}(x):\n    return [f${n + 1}(x), f${n + 1}(x), f${n + 1}(x)]\n`).join('')}f0(1)\n`],
    ['a function that calls itself twice', `${train}def f(x):\n    return f(f(x)) + f(f(x))\nf(f(f(1)))\n`],
    ['undecided branches in a row', `${train}${'if unseen():\n    x = [x, 1]\nelse:\n    x = [x, 2]\n'.repeat(3000)}`],
    ['a list that doubles', `${train}x = [1]\n${'x = x + x\n'.repeat(200)}`],
    ['a list that holds itself', `${train}x = []\nx.append(x)\nmodel.fit(x, callbacks=x, epochs=x)\n`],
    ['a dict that holds itself', `${train}x = {}\nx['x'] = x\nmodel.fit(x, **x)\n`],
    ['a string that doubles', `${train}x = 'ab'\n${'x = x + x\n'.repeat(200)}`],
    ['a class that is its own base', `${train}class A(A): pass\nA().fit(1, epochs=2)\nclass B(C): pass\nclass C(B): pass\nB().x\n`],
    ['an instance that holds itself', `${train}class A:\n    def __init__(self):\n        self.a = self\nmodel.fit(A(), callbacks=A())\n`],
    ['a chain of 3,000 maps', `import tensorflow as tf\nd = tf.keras.utils.image_dataset_from_directory('d')\n${'d = d.map(lambda x, y: (x / 2, y))\n'.repeat(3000)}model.fit(d)\n`],
    ['a model of 3,000 layers', `${train}x = keras.Input((2, 2, 3))\n${'x = keras.layers.Dense(3)(x)\n'.repeat(3000)}m = keras.Model(x, x)\nm.compile("adam")\nm.fit(d)\n`],
    ['3,000 datasets, all used', `import tensorflow as tf\n${Array.from({ length: 3000 }, (_, n) => `d${n} = tf.keras.utils.image_dataset_from_directory('d${n}')\nmodel.fit(d${n})\n`).join('')}`],
  ])('%s', { timeout: 60_000 }, async (_, text) => {
    const start = performance.now()
    await examine({ 'a.py': text })
    expect(performance.now() - start).toBeLessThan(limit)
  }) // biome-ignore format: a table

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
