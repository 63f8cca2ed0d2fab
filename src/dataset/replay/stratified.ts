import { addTo } from '../../model/group-by.ts'
import { byCodePoint } from './code-point.ts'
import type { RandomState } from './random-state.ts'

/** A class as the code names it; numbers sort as numbers, texts by code points. */
export type Label = string | number | boolean

/** Indices into the list that was split, in the order in which sklearn gives them. */
export interface Sides {
  train: number[]
  test: number[]
}

/**
 * One split of sklearn's StratifiedShuffleSplit (`_iter_indices`): classes in the order of their names, each dealt to
 * the two sides by its share. Null where sklearn raises.
 */
export function stratifiedIndices(
  labels: readonly Label[],
  counts: { train: number; test: number },
  random: RandomState,
): Sides | null {
  const classes = membersOf(labels)
    .sort(([a], [b]) => byLabel(a, b))
    .map(([, indices]) => indices)
  if (classes.some((indices) => indices.length < 2)) return null
  if (counts.train < classes.length || counts.test < classes.length) return null
  const sizes = classes.map((indices) => indices.length)
  const toTrain = approximateMode(sizes, counts.train, random)
  const left = sizes.map((size, i) => size - (toTrain[i] ?? 0))
  const toTest = approximateMode(left, counts.test, random)
  const train: number[] = []
  const test: number[] = []
  for (const [i, indices] of classes.entries()) {
    const order = random.permutation(indices.length).flatMap((at) => indices.slice(at, at + 1))
    const cut = toTrain[i] ?? 0
    train.push(...order.slice(0, cut))
    test.push(...order.slice(cut, cut + (toTest[i] ?? 0)))
  }
  return { train: random.shuffle(train), test: random.shuffle(test) }
}

/** The indices of each class, in the order in which classes first appear. */
export function membersOf(labels: readonly Label[]): [Label, number[]][] {
  const members = new Map<Label, number[]>()
  for (const [index, label] of labels.entries()) {
    addTo(members, label, index)
  }
  return [...members]
}

/** numpy's order of one kind of labels. */
export const byLabel = (a: Label, b: Label): number =>
  typeof a === 'string' || typeof b === 'string' ? byCodePoint(String(a), String(b)) : Number(a) - Number(b)

/**
 * `_approximate_mode`: the likeliest numbers of draws from each class; of equal remainders, chance decides. The
 * arithmetic is sklearn's to the last bit, for remainders are compared for equality.
 */
function approximateMode(sizes: readonly number[], draws: number, random: RandomState): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const exact = sizes.map((size) => (size / total) * draws)
  const counts = exact.map(Math.floor)
  let missing = draws - counts.reduce((sum, count) => sum + count, 0)
  if (missing <= 0) return counts
  const remainders = exact.map((share) => share - Math.floor(share))
  for (const value of [...new Set(remainders)].sort((a, b) => b - a)) {
    const tied = remainders.flatMap((remainder, i) => (remainder === value ? [i] : []))
    const added = random.permutation(tied.length).slice(0, Math.min(tied.length, missing))
    for (const i of added.flatMap((at) => tied.slice(at, at + 1))) counts[i] = (counts[i] ?? 0) + 1
    missing -= added.length
    if (missing === 0) break
  }
  return counts
}
