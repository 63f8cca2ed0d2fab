import { describe, expect, test } from 'vitest'
import { parseTypeScript } from '../../../src/setup/typescript/parse.ts'
import { show } from '../show.ts'

async function lowered(text: string, path = 'train.ts'): Promise<string> {
  const program = await parseTypeScript({ path, text })
  expect(program.gaps).toEqual([])
  return show(program.body)
}

describe('expressions', () => {
  const cases: [source: string, program: string][] = [
    ['const x = await load()', 'x = load()'],
    ['const x = (a as Foo)!.b satisfies Bar', 'x = a.b'],
    ['const x = a?.b?.(c)?.[0]', 'x = a.b(c)[0]'],
    ['const x = 1_000 + 0x10 + 1e-3', 'x = ((1000 + 16) + 0.001)'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is source under test
    ['const p = `${dir}/train`', 'p = f("" dir "/train")'],
    [
      'const o = { a, "b-c": 1, [k]: 2, ...rest, f(x) { return x } }',
      'o = {"a": a, "b-c": 1, k: 2, ...rest, "f": <fn (x): return x>}',
    ],
    ['const l = [1, ...more, , undefined]', 'l = [1, *more, null, null]'],
    ['const ok = a === b && !c || d !== e', 'ok = (((a == b) and (not c)) or (d != e))'],
    ['const m = new Model(a, ...b)', 'm = Model(a, *b)'],
    ['const v = t ? 1 : 2', 'v = (t ? 1 ? 2)'],
    ['const f = (x: number, { y, z: [w] } = d, ...r) => x', 'f = <fn (x, {y: y, z: (w)}=d, *r): return x>'],
    ['const r = /a+/.test(s)', 'r = ?().test(s)'],
    ['const j = <div onClick={() => go()}>{n}</div>', 'j = ?(<fn (): return go()>, n)'],
  ]
  test.each(cases)('%s', async (source, program) => {
    expect(await lowered(source, 'train.tsx')).toBe(program)
  })
})

describe('promises are their value', () => {
  const cases: [source: string, program: string][] = [
    ['main().catch(console.error)', 'main()'],
    ['load().then((m) => m.fit(x)).finally(done)', '<fn (m): return m.fit(x)>(load())'],
    ['const [a, b] = await Promise.all([f(), g()])', '(a, b) = [f(), g()]'],
  ]
  test.each(cases)('%s', async (source, program) => {
    expect(await lowered(source)).toBe(program)
  })
})

describe('statements', () => {
  const cases: [source: string, program: string][] = [
    ['let a\nconst b = a = 3', 'a = null\na = 3\nb = a'],
    ['({ x, y: z } = o)', '{x: x, y: z} = o'],
    ['n += 2; n++; m ??= f()', 'n += 2\nn += 1\nm = (m ?? f())'],
    ['go()\nfunction go() { return 1 }', 'def go():\n  return 1\ngo()'],
    ['ready && start()', 'if ready:\n  start()'],
    ['t ? f() : g()', 'if t:\n  f()\nelse:\n  g()'],
    ['for (const [k, v] of m) use(k)', 'for (k, v) in m:\n  use(k)'],
    ['for (let i = 0; i < 3; i++) f(i)', 'i = 0\nwhile (i < 3):\n  f(i)\n  i += 1'],
    ['for (const k in o) f(k)', 'for k in ?(o):\n  f(k)'],
    ['for await (const b of ds) f(b)', 'for b in ds:\n  f(b)'],
    ['do { f() } while (g())', 'while g():\n  f()'],
    ['try { f() } catch (e) { g() } finally { h() }', 'try:\n  f()\nexcept:\n  g()\nfinally:\n  h()'],
    [
      'switch (a) { case 1: case 2: f(); break; default: g() }',
      'if ((a == 1) or (a == 2)):\n  f()\nelse:\n  g()',
    ],
    [
      'outer: for (const x of xs) { if (x) continue outer; throw e }',
      'for x in xs:\n  if x:\n    leave\n  leave',
    ],
    ['function* g() { yield 1; yield* rest() }', 'def g():\n  yield 1\n  yield* rest()'],
    ['interface A { b: number }\ntype C = A\ndeclare const d: C', 'd = null'],
  ]
  test.each(cases)('%s', async (source, program) => {
    expect(await lowered(source)).toBe(program)
  })

  test('a function names what it assigns in an enclosing scope', async () => {
    const source = 'let model\nasync function init() { let own; own = 1; model = await load(own) }'
    expect(await lowered(source)).toBe(
      'def init() outer model:\n  own = null\n  own = 1\n  model = load(own)\nmodel = null',
    )
  })
})

describe('classes take the shape of Python ones', () => {
  test('constructor, parameter properties, fields, methods, statics', async () => {
    const source = `class Loader extends Base {
      #cache = new Map()
      static size = 224
      train = async () => this.fit()
      constructor(private readonly dir: string) { super(dir); this.done = false }
      get ready() { return this.done }
      async load(name: string) { return this.dir + name }
      static build() { return new Loader('x') }
    }`
    expect(await lowered(source)).toBe(
      [
        'class Loader(Base):',
        '  def __init__(this, dir):',
        '    this.dir = dir',
        '    this.#cache = Map()',
        '    this.train = <fn (): return this.fit()>',
        '    super().__init__(dir)',
        '    this.done = false',
        '  size = 224',
        '  def load(this, name):',
        '    return (this.dir + name)',
        '  def build():',
        '    return Loader("x")',
      ].join('\n'),
    )
  })

  test('fields without a constructor', async () => {
    expect(await lowered('class A extends B { x = 1 }')).toBe(
      'class A(B):\n  def __init__(this, *args):\n    super().__init__(*args)\n    this.x = 1',
    )
  })
})

describe('modules', () => {
  const cases: [source: string, program: string][] = [
    [
      "import data, { load as l, type T } from './data.js'",
      'import ./data.js:default as data, ./data.js:load as l',
    ],
    ["import * as tfd from '@tensorflow/tfjs-data'", 'import @tensorflow/tfjs-data: as tfd'],
    ["import lib from '@tensorflow/tfjs'", 'import @tensorflow/tfjs: as lib'],
    ["import type { A } from './a'\nimport './b'", ''],
    ["const { a, b: c } = require('./x')", 'import ./x:a as a, ./x:b as c'],
    ["const lib = await import('./x')", 'import ./x: as lib'],
    ["const layers = require('lib').layers", 'import lib:layers as layers'],
    ["use(require('lib').x)", 'import lib: as require(lib)\nuse(require(lib).x)'],
    ["export { a as b } from './x'\nexport * from './y'", 'import ./x:a as b\nimport ./y: as *'],
    ['export default function make() {}', 'def make(): pass\ndefault = make'],
    ['const v = 1\nexport { v as w }', 'v = 1\nw = v'],
    ['module.exports = { load, b: 2 }', 'b = 2'],
    ['exports.run = () => 1\nmodule.exports = new A()', 'run = <fn (): return 1>\nmodule.exports = A()'],
  ]
  test.each(cases)('%s', async (source, program) => {
    expect(await lowered(source)).toBe(program)
  })

  test('a page script finds tf in a global, unless the file binds it', async () => {
    const script = await parseTypeScript({ path: 'index.js', text: 'tf.sequential()' })
    expect(show(script.body)).toBe('import @tensorflow/tfjs: as tf\ntf.sequential()')
    const own = await parseTypeScript({ path: 'a.js', text: "const tf = require('@tensorflow/tfjs-node')" })
    expect(show(own.body)).toBe('import @tensorflow/tfjs-node: as tf')
  })
})

test('spans count from 1, end exclusive, and keep the source line', async () => {
  const program = await parseTypeScript({ path: 'src/a.js', text: '// ü\r\n  const a =\r\n    f(1)\r\n' })
  expect(program.language).toBe('javascript')
  expect(program.body.at(-1)).toMatchObject({
    kind: 'assign',
    value: {
      kind: 'call',
      span: { path: 'src/a.js', line: 3, column: 5, endLine: 3, endColumn: 9, snippet: '    f(1)' },
    },
  })
})

test('doctor-ignore comments', async () => {
  const text =
    'f() // doctor-ignore training/plateau-schedule: constant rate is wanted\n/* doctor-ignore augmentation: tta */\n'
  const program = await parseTypeScript({ path: 'a.ts', text })
  expect(program.suppressions.map(({ rule, reason, span }) => [rule, reason, span.line])).toEqual([
    ['training/plateau-schedule', 'constant rate is wanted', 1],
    ['augmentation', 'tta', 2],
  ])
})

describe('broken and hostile input', () => {
  test('a syntax error is a gap at its place, and the rest is lowered', async () => {
    const program = await parseTypeScript({ path: 'a.ts', text: 'const a = = 1\nconst b = 2' })
    expect(program.gaps).toMatchObject([
      { reason: 'does not parse: Expression expected.', span: { line: 1 } },
    ])
    expect(show(program.body)).toContain('b = 2')
  })

  test.each([
    ['parentheses', '('.repeat(30_000)],
    ['lists', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['additions', `a${'+a'.repeat(30_000)}`],
    ['calls', `a${'.b()'.repeat(30_000)}`],
    ['branches', 'if (x) '.repeat(30_000)],
    ['arrow functions', `${'() => '.repeat(2_000)}1`],
    ['else chains', `${'if (x) y(); else '.repeat(1_000)}z()`],
    ['one long line', `const a = [${'1,'.repeat(300_000)}]`],
  ])('%s without end do not overflow the stack', async (_, text) => {
    const program = await parseTypeScript({ path: 'a.ts', text })
    expect(program.path).toBe('a.ts')
  })
})
