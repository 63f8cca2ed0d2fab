import { expect, test } from 'vitest'
import { Random } from '../../src/model/random.ts'
import { type Foldable, foldsOf } from '../../src/train/folds.ts'

const samples = (counts: Record<number, number>): Foldable[] =>
  Object.entries(counts).flatMap(([label, count]) =>
    Array.from({ length: count }, (_, i): Foldable => {
      return { side: i % 3 === 0 ? 'validation' : 'train', label: Number(label), group: `${label}/${i}` }
    }),
  )

test('every fold has about its share of every side and class', () => {
  const all = samples({ 0: 60, 1: 30, 2: 15 })
  const folds = foldsOf(all, 5, new Random(1))
  for (const [label, expected] of [
    [0, 8],
    [1, 4],
    [2, 2],
  ] as const) {
    for (let fold = 0; fold < 5; fold++) {
      const found = all.filter((one, i) => one.side === 'train' && one.label === label && folds[i] === fold)
      expect(found).toHaveLength(expected)
    }
  }
})

test('groups stay whole, also across sides and classes', () => {
  const all = samples({ 0: 40, 1: 40 }).map((one, i) => ({ ...one, group: `group ${i % 17}` }))
  const folds = foldsOf(all, 5, new Random(1))
  for (let group = 0; group < 17; group++)
    expect(new Set(folds.filter((_, i) => i % 17 === group)).size).toBe(1)
  expect(new Set(folds).size).toBe(5)
})

test('the seed decides, and nothing else', () => {
  const all = samples({ 0: 40, 1: 40 })
  expect(foldsOf(all, 5, new Random(3))).toEqual(foldsOf(all, 5, new Random(3)))
  expect(foldsOf(all, 5, new Random(3))).not.toEqual(foldsOf(all, 5, new Random(4)))
})
