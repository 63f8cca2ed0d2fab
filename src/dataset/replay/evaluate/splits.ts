import { groupShuffle, kFold, stratifiedKFold } from '../folds.ts'
import { randomSplit } from '../random-split.ts'
import { RandomState } from '../random-state.ts'
import { range } from '../shuffle.ts'
import type { Label, Sides } from '../stratified.ts'
import { TorchGenerator } from '../torch-generator.ts'
import { countsOf, shuffledSides, trainTestSplit } from '../train-test-split.ts'
import type { Given, Operation } from './given.ts'
import { iterated } from './iteration.ts'
import { pick } from './lists.ts'
import { generatorOf, inOrder } from './random.ts'
import { arrayOf, type FileValue, isFrame, isPath, listOf, Undecided } from './values.ts'

/** One side of `train_test_split(list)`. */
function trainTest(given: Given): FileValue {
  const value = given.value('list')
  const list = isFrame(value) ? { items: value.rows, unordered: value.unordered } : iterated(value)
  inOrder(list)
  const random = given.truth('shuffle', true) ? numpyGenerator(given) : null
  const stratify = given.value('stratify') === null ? null : labelsIn(given, 'stratify', list.items.length)
  const sides = trainTestSplit(list.items.length, { ...sizesOf(given), random, stratify })
  const order = sideOf(sides, given)
  return isFrame(value) ? { ...value, rows: pick(value.rows, order) } : listOf(pick(list.items, order))
}

const sizesOf = (given: Given) => ({
  test: given.numberOr('test', null),
  train: given.numberOr('train', null),
})

function sideOf(sides: Sides | null, given: Given): number[] {
  if (sides === null) throw new Undecided(refused)
  return given.text('side') === 'train' ? sides.train : sides.test
}

/** sklearn draws from numpy's legacy generator only. */
function numpyGenerator(given: Given): RandomState {
  const generator = generatorOf(given.expressions.generator, given)
  if (generator instanceof RandomState) return generator
  throw new Undecided('scikit-learn takes no such generator')
}

/** Labels or groups: all texts or all numbers, one for each of `n`, in a known order. */
function labelsIn(given: Given, name: string, n: number): Label[] {
  const list = iterated(given.value(name))
  inOrder(list)
  const labels = list.items.map((item): Label => {
    if (isPath(item) || item === null || typeof item === 'object')
      throw new Undecided('the labels that it stratifies by are not followed')
    return item
  })
  const texts = labels.filter((label) => typeof label === 'string').length
  if (labels.length !== n || (texts > 0 && texts < n))
    throw new Undecided('the labels that it stratifies by do not fit the files')
  return labels
}

/** All folds as pairs of indices, in order. */
function foldsOf(given: Given): FileValue {
  const value = given.value('list')
  const list = isFrame(value) ? { items: value.rows, unordered: value.unordered } : iterated(value)
  inOrder(list)
  const kind = given.text('kind')
  const usual = kind === 'k' || kind === 'stratified-k' ? 5 : 10
  const count = given.numberOr('splits', usual)
  return listOf(
    range(count).map((fold) => {
      const sides = foldSides(given, list.items.length, fold)
      if (sides === null) throw new Undecided(refused)
      return listOf([arrayOf(sides.train), arrayOf(sides.test)])
    }),
  )
}

const refused = 'scikit-learn refuses to split so few files in this way'

const defaultTest: Readonly<Record<string, number>> = { groups: 0.2, shuffle: 0.1, 'stratified-shuffle': 0.1 }

/** The indices of one side of a fold: `next(KFold(...).split(list))`. */
function foldOf(given: Given): FileValue {
  const value = given.value('list')
  const list = isFrame(value) ? { items: value.rows, unordered: value.unordered } : iterated(value)
  inOrder(list)
  const sides = foldSides(given, list.items.length, given.numberOr('fold', 0))
  return arrayOf(sideOf(sides, given))
}

function foldSides(given: Given, n: number, fold: number): Sides | null {
  const kind = given.text('kind')
  const labels = () => labelsIn(given, 'labels', n)
  if (kind === 'k' || kind === 'stratified-k') {
    const random = given.truth('shuffle') ? numpyGenerator(given) : null
    const splits = given.numberOr('splits', 5)
    return kind === 'k' ? kFold(n, splits, fold, random) : stratifiedKFold(labels(), splits, fold, random)
  }
  const groups = kind === 'groups' ? labelsIn(given, 'groups', n) : null
  const size = groups === null ? n : new Set(groups).size
  const counts = countsOf(size, sizesOf(given), defaultTest[kind] ?? 0.1)
  if (counts === null) return null
  const random = numpyGenerator(given)
  const draw = () => {
    if (groups !== null) return groupShuffle(groups, counts, random)
    return shuffledSides(n, counts, random, kind === 'stratified-shuffle' ? labels() : null)
  }
  for (let earlier = 0; earlier < fold; earlier += 1) draw()
  return draw()
}

/** One part of `torch.utils.data.random_split(list, lengths, generator)`. */
function torchPart(given: Given): FileValue {
  const { items, unordered } = iterated(given.value('list'))
  inOrder({ unordered })
  const lengths = given.list('lengths').items.map((length) => {
    if (typeof length !== 'number') throw new Undecided('how long the parts are is not known')
    return length
  })
  const generator = generatorOf(given.expressions.generator, given)
  if (!(generator instanceof TorchGenerator)) throw new Undecided('PyTorch takes no such generator')
  const total = lengths.reduce((sum, length) => sum + length, 0)
  if (Math.abs(total - 1) > 1e-9 && total !== items.length)
    throw new Undecided('the lengths of random_split do not add up to the number of files')
  const part = randomSplit(items.length, lengths, generator)[given.number('part')]
  if (part === undefined) throw new Undecided('random_split has fewer parts')
  return listOf(pick(items, part))
}

/** Operations that split. */
export const splits: readonly (readonly [string, Operation])[] = [
  ['train-test-split', trainTest],
  ['fold', foldOf],
  ['folds', foldsOf],
  ['random-split', torchPart],
]
