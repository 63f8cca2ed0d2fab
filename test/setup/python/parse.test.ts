import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parsePython } from '../../../src/setup/python/parse.ts'
import { testData } from '../../support/test-data.ts'
import { show } from '../show.ts'

async function lowered(text: string): Promise<string> {
  const program = await parsePython({ path: 'train.py', text })
  expect(program.gaps).toEqual([])
  return show(program.body)
}

type Cases = [source: string, program: string][]

const eachLowersTo = (cases: Cases) =>
  test.each(cases)('%s', async (source, program) => {
    expect(await lowered(source)).toBe(program)
  })

describe('literals', () => {
  eachLowersTo([
    ['x = 1., .5, 1e-3, 0x10, 0o17, 0b11, 1_000', 'x = (1, 0.5, 0.001, 16, 15, 3, 1000,)'],
    ['x = 2j, 10L, 1e999', 'x = (?(), ?(), ?(),)'],
    ['x = True, False, None, ...', 'x = (true, false, null, Ellipsis,)'],
    ["x = 'a' \"b\" r'\\d' b'e'", 'x = "ab\\\\de"'],
    ["x = 'a\\n\\x41\\101\\u00e9\\U0001F600\\'\\q'", 'x = "a\\nAAé😀\'\\\\q"'],
    ["x = '''a\r\nb\\\r\nc'''", 'x = "a\\nbc"'],
    ["x = f'{a}/{{{b!r}}}' '/c'", 'x = f(a "/{" repr(b) "}" "/c")'],
    ["x = f'{a:.2f} {b!s:>{w}} {c=} {d = :x}'", 'x = f(format(a, ".2f") " " format(str(b), f(">" w "")) " " "c=" repr(c) " " "d = " format(d, "x"))'], // biome-ignore format: one case
    ["x = r'\\\\', '\\N{DASH}', '\\\\N{', '', f''", 'x = ("\\\\\\\\", f(?()), "\\\\N{", "", "",)'],
    ["x = f'no holes'", 'x = "no holes"'],
    ['x = f"""{a:\n{b}}\n"""', 'x = f(format(a, f("\\n" b "")) "\\n")'],
    ['x = f"{a[\'b\']!s}{c:=+3}{{}}{f"{d}"}"', 'x = f(str(a["b"]) format(c, "=+3") "{}" f(d))'],
    ['x = 1if a else 0xE+1, 0b1, 5..real', 'x = ((a ? 1 ? (14 + 1)), 1, 5.real,)'],
  ])
})

describe('expressions', () => {
  eachLowersTo([
    ['x[1:2], x[::3], x[:-1], x[..., 0]', 'x[1:2]\nx[::3]\nx[:(- 1)]\nx[(Ellipsis, 0,)]'],
    ['ok = a < b <= c and d not in e or not f is not g', 'ok = ((((a < b) and (b <= c)) and (d not in e)) or (not (f is not g)))'], // biome-ignore format: one case
    ['x = a // 2 ** -b @ c % d', 'x = (((a // (2 ** (- b))) @ c) % d)'],
    ['x = (1 if t else 2)', 'x = (t ? 1 ? 2)'],
    ['f(1, *a, k=2, **b)', 'f(1, *a, k=2, **b)'],
    ['f(x for x in y)', 'f([x for x in y])'],
    ['x = [1, *a], {2, 3}, (), (4,)', 'x = ([1, *a], [2, 3], (), (4,),)'],
    ["d = {'a': 1, **rest, k: 2}", 'd = {"a": 1, ...rest, k: 2}'],
    ['l = [f(a) for a, b in y if a if b]', 'l = [f(a) for (a, b) in y if a if b]'],
    ['l = [b for a in x for b in a if b]', 'l = [*[b for b in a if b] for a in x]'],
    ["d = {x: load(x) for x in ['train', 'val']}", 'd = [x: load(x) for x in ["train", "val"]]'],
    ['d = {a: b for a in x for b in a}', 'd = ?()'],
    ['f = lambda x, *a, y=1: (x, y)', 'f = <fn (x, *a, y=1): return (x, y,)>'],
    ['if (n := len(a)) > 1: f(n)', 'n = len(a)\nif (n > 1):\n  f(n)'],
    ['l = [m for x in y if (m := f(x))]', 'm = ?()\nl = [m for x in y if m]'],
    ['if (n := len([x for x in y])) > 1: n', 'n = len([x for x in y])\nif (n > 1):\n  n'],
    ['x = await f()', 'x = f()'],
  ])
})

describe('statements', () => {
  eachLowersTo([
    ['a = b = c, d', 'a = b = (c, d,)'],
    ['a, (b, *c), d.e, f[0] = g', '(a, (b, *c), d.e, f[0]) = g'],
    ['x: int = 1\ny: str', 'x = 1'],
    ['x += 1\ny //= 2', 'x += 1\ny //= 2'],
    ['del a, b[0]', '(a, b[0]) = ?()'],
    ['assert a, b\nprint "x", y', 'a\nprint("x", y)'],
    ['if a: b\nelif c: d\nelse: e', 'if a:\n  b\nelse:\n  if c:\n    d\n  else:\n    e'],
    ['for i, x in enumerate(y):\n  if x: break\n  continue', 'for (i, x) in enumerate(y):\n  if x:\n    leave\n  leave'], // biome-ignore format: one case
    ['for x in y: a\nelse: b', 'for x in y:\n  a\nif ?():\n  b'],
    ['while (x := f()): a', 'x = f()\nwhile x:\n  a'],
    ['with a as (b, c), d(): e', 'with a as (b, c), d():\n  e'],
    ['with (a as b.c, d): e', 'with a as b.c, d:\n  e'],
    ['try: a\nexcept (B, C) as d: e\nelse: f\nfinally: g', 'try:\n  a\n  f\nexcept:\n  d = ?()\n  e\nfinally:\n  g'], // biome-ignore format: one case
    ['raise ValueError(x) from e', 'leave'],
    ['type X = int', ''],
    ['match = type = 1\nmatch(a)\ntype(a).b = print\nprint(a), b', 'match = type = 1\nmatch(a)\ntype(a).b = print\nprint(a)\nb'], // biome-ignore format: one case
    ['print >>a, b\nexec "c" in d\ntry: e\nexcept F, g: h', 'print(b)\n?(("c" in d))\ntry:\n  e\nexcept:\n  h'], // biome-ignore format: one case
    ['(a)[0], [b] = c', '(a[0], (b)) = c'],
    ['if a:\n\tb\n        c\n\n  # d\ne', 'if a:\n  b\n  c\ne'],
    ['a = (b +  # c\n\n  d); e = f \\\n  .g', 'a = (b + d)\ne = f.g'],
  ])
})

describe('a match is a chain of ifs', () => {
  eachLowersTo([
    ['match o:\n  case "sgd" | "adam": a\n  case -1: b\n  case _: c', 'if ((o == "sgd") or (o == "adam")):\n  a\nelse:\n  if (o == (- 1)):\n    b\n  else:\n    c'], // biome-ignore format: one case
    ['match o:\n  case Kind.a if t: a\n  case b: c', 'if ((o == Kind.a) and t):\n  a\nelse:\n  b = o\n  c'],
    ['match o:\n  case C(d, e=f): a', 'd = ?()\nf = ?()\nif ?():\n  a'],
    ['match o:\n  case [a, *b] | {"k": a, **b}: c', 'a = ?()\nb = ?()\na = ?()\nb = ?()\nif ?():\n  c'],
  ])
})

describe('functions and classes', () => {
  eachLowersTo([
    ['def f(a, b: int, /, c=1, *d, e: int = 2, **g) -> int:\n  return a', 'def f(a, b, c=1, *d, e=2, **g):\n  return a'], // biome-ignore format: one case
    ['async def f(*, a): yield a\n', 'def f(a):\n  yield a'],
    ['def f():\n  x = yield\n  yield from y', 'def f():\n  x = yield \n  yield* y'],
    ['def f():\n  global b, a\n  a = b = 1\n  def g():\n    nonlocal c\n    c = 2', 'def f() outer a, b:\n  a = b = 1\n  def g() outer c:\n    c = 2'], // biome-ignore format: one case
    ['@tf.function(jit_compile=True)\ndef f(x): return x', 'def f(x):\n  return x'],
    ['@torch.no_grad()\ndef f(): a', 'def f():\n  with torch.no_grad():\n    a'],
    ['class A(B, metaclass=C):\n  x: int = 1\n  y: int\n  @property\n  def z(self): return self.x', 'class A(B):\n  x = 1\n  def z(self):\n    return self.x\n  z = property(z)'], // biome-ignore format: one case
    ['@dataclass\nclass A: ...', 'class A(): pass'],
  ])
})

describe('imports', () => {
  eachLowersTo([
    ['import os, numpy as np', 'import os: as os, numpy: as np'],
    ['import os.path\nos.path.join(os.sep)', 'import os: as os, os.path: as os.path\nos.path.join(os.sep)'],
    ['from a.b import c as d, e', 'import a.b:c as d, a.b:e as e'],
    ['from . import a\nfrom ..b.c import (d,)', 'import .:a as a\nimport ..b.c:d as d'],
    ['from a import *\nfrom __future__ import annotations', 'import a: as *'],
  ])

  test('a submodule imported by its own name is read by that name', async () => {
    const program = await parsePython({ path: 'a.py', text: 'import a.b\na.b.c' })
    expect(program.body[1]).toMatchObject({
      value: { kind: 'attribute', name: 'c', object: { kind: 'name', name: 'a.b' } },
    })
  })
})

describe('what does not parse is a gap, and the rest goes on', () => {
  test.each([
    ['y = f(a b)\nz = 2', 'y = ?()\nz = 2', 1],
    ['a = 1\ndef f(:\n  q = 1\nw = 3', 'a = 1\ndef f():\n  q = 1\nw = 3', 2],
    ['a = f"{b c}"; d = 1\ne = 2', 'a = ?()\ne = 2', 1],
    ['model.fit(a, b c,\n  epochs=3,\n)\nz = 2', '?()\nz = 2', 1],
    ['def f(a)\n  return a\nz = 2', 'def f(a):\n  return a\nz = 2', 1],
    ['def 1f(a):\n  return a\nz = 2', '?()\nz = 2', 1],
    ['if a = b:\n  c = 1\nelse:\n  c = 2', 'if ?():\n  c = 1\nelse:\n  c = 2', 1],
    ['f(x) = 1\nx = """a\nb = 2', '?()\nx = ?()', 1],
    ['a\n  if b:\n    c\n   d\ne', 'a\nif b:\n  c\nd\ne', 2],
    ['if a:\nb = 1\nc = 2', 'if a: pass\nb = 1\nc = 2', 2],
    ['try:\n  a = 1\nb = 2', 'try:\n  a = 1\nb = 2', 3],
    ['p = "C:\\Users\\a"\nb = 2', 'p = "C:\\\\Users\\u0007"\nb = 2', 1],
    ['f(a=1, b)\nc = 2', '?()\nc = 2', 1],
    ['a = 1\n<<<<<<< HEAD\nb = 2\n', 'a = 1\n?()\nb = 2', 2],
  ])('%s', async (text, program, line) => {
    const { body, gaps } = await parsePython({ path: 'a.py', text })
    expect(show(body)).toBe(program)
    expect(gaps).toMatchObject([{ reason: 'does not parse as Python', span: { line } }])
  })
})

test('doctor-ignore comments, not strings that look like them', async () => {
  const text =
    'a = "# doctor-ignore a/b: no"\nb = 1  # noqa # doctor-ignore training/learning-rate: tuned by hand \r\n'
  const { suppressions } = await parsePython({ path: 'a.py', text })
  expect(suppressions).toMatchObject([
    { rule: 'training/learning-rate', reason: 'tuned by hand', span: { line: 2, column: 15 } },
  ])
})

const seed = testData('seed')
const listings = [
  ...['grocery-leaky', 'grocery-clean'].map(
    (name) => new URL(`../../../fixtures/${name}/train.py`, import.meta.url).pathname,
  ),
  ...(seed === null
    ? []
    : ['augmentation_separation', 'fine_tuning', 'plateau_schedule'].map((name) => `${seed}/${name}.py`)),
]

test.each(listings)('%s is lowered in full', async (path) => {
  const program = await parsePython({ path, text: readFileSync(path, 'utf8') })
  expect(program.gaps).toEqual([])
  expect(show(program.body)).not.toContain('?(')
  expect(program.body.length).toBeGreaterThan(5)
})
