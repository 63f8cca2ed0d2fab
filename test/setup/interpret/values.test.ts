import { describe, expect, test } from 'vitest'
import { epochsOf } from './setup-of.ts'

describe('constants are folded', () => {
  test.each([
    ['2 + 3 * 4', 14],
    ['17 // 5 + 17 % 5', 5],
    ['-7 % 3', 2],
    ['2 ** 5', 32],
    ['int(7.9)', 7],
    ["int('12')", 12],
    ['round(2.6)', 3],
    ['max(3, 5)', 5],
    ['len([1, 2, 3])', 3],
    ['[10, 20, 30][-1]', 30],
    ['[10, 20, 30][1:][0]', 20],
    ["{'a': 4}['a']", 4],
    ["dict(a=4, b=5).get('b', 1)", 5],
    ["{}.get('b', 7)", 7],
    ['5 if 1 < 2 else 6', 5],
    ['8 and 9', 9],
    ['0 or 6', 6],
    ['(lambda n: n * 2)(4)', 8],
    ["{**{'n': 1}, 'n': 3}['n']", 3],
    ['1 / 0', null],
    ['undefined_name + 1', null],
  ])('%s', async (expression, expected) => {
    expect(await epochsOf(expression)).toBe(expected)
  })
})

describe('names', () => {
  test.each([
    ['the last assignment holds', 'n = 1\nn = 2', 2],
    ['a tuple is taken apart', 'm, n = 3, 4', 4],
    ['a name tells the member', "class Plan:\n    rounds = 6\nn = getattr(Plan(), 'rou' + 'nds')", 6],
    ['an unknown name tells none', 'class Plan:\n    rounds = 6\nn = getattr(Plan(), word, 3)', null],
    ['a star takes the rest', 'm, *n = [1, 2, 3]\nn = n[1]', 3],
    ['a counter of a loop is unknown', 'n = 0\nfor x in things:\n    n += 1', null],
    ['equal branches agree', 'if unseen:\n    n = 5\nelse:\n    n = 5', 5],
    ['different branches do not', 'if unseen:\n    n = 5\nelse:\n    n = 6', null],
    ['a known test takes its branch', "MODE = 'long'\nif MODE == 'long':\n    n = 50\nelse:\n    n = 5", 50],
    ['a global is written by a function', 'n = 1\ndef f():\n    global n\n    n = 9\nf()', 9],
    ['a local is not', 'n = 1\ndef f():\n    n = 9\nf()', 1],
    ['a handler may have run', 'try:\n    n = 5\nexcept ValueError:\n    n = 6', null],
    ['with binds its value', 'with strategy.scope():\n    n = 3', 3],
    ['a deleted or unseen name is unknown', 'from other import n', null],
  ])('%s', async (_, before, expected) => {
    expect(await epochsOf('n', before)).toBe(expected)
  })
})

describe('functions', () => {
  test.each([
    ['defaults', 'def f(a, b=2):\n    return a * b\nn = f(3)', 6],
    ['keywords', 'def f(a, b=2):\n    return a - b\nn = f(b=1, a=9)', 8],
    ['star arguments', 'def f(*xs):\n    return xs[1]\nn = f(*[4, 5])', 5],
    ['keyword arguments', "def f(**kw):\n    return kw['e']\nn = f(**{'e': 6})", 6],
    [
      'closures',
      'def outer(k):\n    def inner(x):\n        return x + k\n    return inner\nn = outer(3)(4)',
      7,
    ],
    [
      'several returns that differ',
      'def f(x):\n    if unseen:\n        return 1\n    return 2\nn = f(0)',
      null,
    ],
    ['recursion ends', 'def f(x):\n    return f(x + 1)\nn = f(0)', null],
    ['mutual recursion ends', 'def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\nn = f(0)', null],
  ])('%s', async (_, before, expected) => {
    expect(await epochsOf('n', before)).toBe(expected)
  })

  test('nothing is taken for granted of a function that nobody calls', async () => {
    const before = 'def main(e=5):\n    model.fit(data, epochs=e)'
    expect(await epochsOf('3', before)).toBe(3)
  })
})

describe('classes', () => {
  const config = `class Config:
    EPOCHS = 12
    def __init__(self, epochs=4):
        self.epochs = epochs
    def doubled(self):
        return self.epochs * 2
    @staticmethod
    def plus_one(n):
        return n + 1
    @classmethod
    def usual(cls, more=1):
        return cls.EPOCHS + more
    @property
    def half(self):
        return self.epochs // 2
class Longer(Config):
    def __init__(self):
        super().__init__(epochs=30)
`
  test.each([
    ['Config.EPOCHS', 12],
    ['Config().epochs', 4],
    ['Config(7).doubled()', 14],
    ['Longer().epochs', 30],
    ['Longer().doubled()', 60],
    ['Longer.EPOCHS', 12],
    ['Config().nothing', null],
    ['Config.plus_one(2)', 3],
    ['Config().plus_one(2)', 3],
    ['Config.usual()', 13],
    ['Longer().usual(more=3)', 15],
    ['Longer().half', 15],
  ])('%s', async (expression, expected) => {
    expect(await epochsOf(expression, config)).toBe(expected)
  })
})

describe('the command line', () => {
  const parser = `import argparse
p = argparse.ArgumentParser()
p.add_argument('--epochs', type=int, default=25)
p.add_argument('-l', '--long-name', default=3)
p.add_argument('--flag', action='store_true')
args = p.parse_args()
`
  test.each([
    ['args.epochs', 25],
    ['args.long_name', 3],
    ['5 if args.flag else 6', null],
  ])('%s', async (expression, expected) => {
    expect(await epochsOf(expression, parser)).toBe(expected)
  })
})

describe('settings changed where nobody can decide', () => {
  test.each([
    ['an entry set in a branch', "c = {'n': 1}\nif unseen:\n    c['n'] = 2", "c['n']", null],
    ['an entry set to what it was', "c = {'n': 1}\nif unseen:\n    c['n'] = 1", "c['n']", 1],
    ['a dict made inside the branch', "if unseen:\n    c = {}\n    c['n'] = 2", "c['n']", 2],
    ['a list filled in a loop', 'xs = []\nfor x in things:\n    xs.append(x)', 'len(xs)', null],
  ])('%s', async (_, before, expression, expected) => {
    expect(await epochsOf(expression, before)).toBe(expected)
  })
})
