import { expect, test } from 'vitest'
import { withHidden } from '../../../src/probe/hidden/seeds.ts'
import type { Session } from '../../../src/probe/session.ts'
import { budgetOf } from '../../../src/train/budget.ts'
import { recipeOf } from '../../../src/train/recipe.ts'

const budget = budgetOf('quick', undefined)
const sample = { path: 'a.jpg', source: { path: 'a.jpg' }, bytesDigest: '', label: 'a' }
const train = Array.from({ length: 360 }, () => sample)
const session: Pick<Session, 'seeds' | 'budget' | 'ground' | 'heldOut'> = {
  budget,
  seeds: [1, 2, 3, 4, 5],
  ground: { train, evaluation: [], evaluationSplit: 'validation', classes: ['a', 'b'] },
  heldOut: { folds: 3, foldsOf: () => [] },
}
const recipe = (...units: number[]) => ({
  ...recipeOf([], budget.epochs),
  hidden: units.map((size) => ({ units: size, activation: 'relu' as const, dropout: 0, l1: 0, l2: 0 })),
})

test('a head of one layer is trained as often as others, on held-out images too', () => {
  expect(withHidden(session, recipe())).toBe(session)
})

test('the larger the hidden layers, the fewer seeds', () => {
  expect(withHidden(session, recipe(1024))).toMatchObject({ seeds: [1, 2, 3, 4, 5], heldOut: null })
  expect(withHidden(session, recipe(2048)).seeds).toEqual([1, 2, 3])
})

test('what takes too long for few seeds is not run, and the time that would do is told', () => {
  const asked = /heads of 25 million weights take longer .*\(probe.budgetSeconds: (\d+) would do\)/
  expect(() => withHidden(session, recipe(4096, 4096))).toThrow(asked)
  const seconds = 510
  expect(withHidden({ ...session, budget: { ...budget, seconds } }, recipe(4096, 4096)).seeds).toEqual([
    1, 2, 3,
  ])
})
