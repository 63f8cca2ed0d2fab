import { expect, test } from 'vitest'
import { evaluate } from '../../../src/dataset/replay/evaluate/evaluate.ts'
import { isFrame, isList, Undecided } from '../../../src/dataset/replay/evaluate/values.ts'
import { worldOf } from '../../../src/dataset/replay/evaluate/world.ts'
import { callOf, constantOf, type FileExpression } from '../../../src/model/file-expression.ts'
import { labelsOf, selections } from './selections.ts'
import { short } from './vectors.ts'

const world = worldOf('/nowhere', 'train.py')
const list = (items: readonly (string | number)[]): FileExpression => ({
  kind: 'list',
  items: items.map(constantOf),
})
const range = (n: number) => callOf('range', { to: constantOf(n) })
const generator = (library: string, seed: number | null, draws: number[] = []) =>
  callOf('generator', { library: constantOf(library), seed: constantOf(seed), draws: list(draws) })

/** The numbers that an operation gives, shortened as the script does; null where sklearn raises. */
function numbers(of: string, given: Record<string, FileExpression>) {
  try {
    const value = evaluate(callOf(of, given), world)
    if (isFrame(value)) return short(value.rows.map((row) => Number(row.index)))
    return isList(value) ? short(value.items.map(Number)) : value
  } catch (fault) {
    if (fault instanceof Undecided && fault.message.includes('refuses')) return null
    throw fault
  }
}

type Fold = { n: number; fold: number; train: unknown; test: unknown }
function expectFold(given: Fold, more: Record<string, FileExpression>) {
  const base = { list: range(given.n), fold: constantOf(given.fold), ...more }
  expect(numbers('fold', { ...base, side: constantOf('train') })).toEqual(given.train)
  expect(numbers('fold', { ...base, side: constantOf('test') })).toEqual(given.test)
}

test.each(selections.kFold)('KFold($splits, random_state=$seed) of $n, fold $fold', (given) => {
  expectFold(given, {
    kind: constantOf('k'),
    splits: constantOf(given.splits),
    shuffle: constantOf(given.seed !== null),
    generator: generator('numpy', given.seed),
  })
})

test.each(selections.stratifiedKFold)(
  'StratifiedKFold($splits, random_state=$seed) of $n, fold $fold',
  (given) => {
    expectFold(given, {
      kind: constantOf('stratified-k'),
      splits: constantOf(given.splits),
      shuffle: constantOf(given.seed !== null),
      generator: generator('numpy', given.seed),
      labels: list(labelsOf(given.n, given.classes)),
    })
  },
)

const draws = [
  ...selections.shuffleSplit.map((one) => ({ ...one, kind: 'shuffle', classes: 0 })),
  ...selections.stratifiedShuffle.map((one) => ({ ...one, kind: 'stratified-shuffle' })),
  ...selections.groupShuffle.map((one) => ({ ...one, kind: 'groups', classes: 0 })),
]

test.each(draws)('$kind of $n, test_size=$share, random_state=$seed, fold $fold', (given) => {
  const patients = Array.from(
    { length: given.n },
    (_, k) => `p${(k * k) % Math.max(5, Math.floor(given.n / 4))}`,
  )
  // The oracle's `fold` had one generator for all three folds, as here.
  expectFold(given, {
    kind: constantOf(given.kind),
    test: constantOf(given.share),
    generator: generator('numpy', given.seed),
    labels: list(labelsOf(given.n, Math.max(1, given.classes))),
    groups: list(patients),
  })
})

test.each(selections.chained)(
  'train_test_split twice over $n, test_size=$test, train_size=$train, random_state=$seed',
  ({ n, classes, seed, test: share, train, sides }) => {
    const labels = list(labelsOf(n, classes))
    const cut = (
      of: FileExpression,
      by: FileExpression,
      side: string,
      sizes: Record<string, FileExpression>,
    ) =>
      callOf('train-test-split', {
        list: of,
        stratify: by,
        generator: generator('numpy', seed),
        side: constantOf(side),
        ...sizes,
      })
    const first = { test: constantOf(share), train: constantOf(train) }
    const rest = cut(range(n), labels, 'train', first)
    const restLabels = cut(labels, labels, 'train', first)
    const second = { test: constantOf(0.25) }
    const found = [
      cut(rest, restLabels, 'train', second),
      cut(rest, restLabels, 'test', second),
      cut(range(n), labels, 'test', first),
    ]
    expect(found.map((one) => numbers('as-list', { list: one }))).toEqual(sides)
  },
)

test.each(selections.pythonSample)(
  'random.sample of $size from $n, seed $seed',
  ({ n, size, seed, order }) => {
    const given = { list: range(n), size: constantOf(size), generator: generator('random', seed) }
    expect(numbers('sample', given)).toEqual(order)
  },
)

test.each(selections.choice)('numpy choice of $size from $n, seed $seed', ({ n, size, seed, order }) => {
  const given = { list: range(n), size: constantOf(size), generator: generator('numpy', seed) }
  expect(numbers('choice', given)).toEqual(order)
})

test.each(selections.frameSample)(
  'DataFrame.sample of $share of $n, random_state=$seed',
  ({ n, share, seed, order }) => {
    const frame = callOf('frame', {
      data: callOf('dict', {
        pairs: { kind: 'list', items: [{ kind: 'list', items: [constantOf('i'), range(n)] }] },
      }),
    })
    expect(
      numbers('sample-frame', { frame, share: constantOf(share), generator: generator('numpy', seed) }),
    ).toEqual(order)
  },
)

test.each(selections.sklearnShuffle)(
  'sklearn.utils.shuffle of $n, random_state=$seed',
  ({ n, seed, order }) => {
    expect(numbers('shuffled', { list: range(n), generator: generator('numpy', seed) })).toEqual(order)
  },
)

test.each(selections.twice)('shuffles of $n after one of $before, seed $seed', (given) => {
  for (const library of ['numpy', 'default_rng', 'random'] as const) {
    const drawn = { list: range(given.n), generator: generator(library, given.seed, [given.before]) }
    expect(numbers('shuffled', drawn)).toEqual(given[library])
  }
})

test('there are at least twenty vectors of each kind', () => {
  for (const cases of Object.values(selections)) expect(cases.length).toBeGreaterThanOrEqual(20)
})
