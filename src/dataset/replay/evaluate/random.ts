import type { FileExpression } from '../../../model/file-expression.ts'
import { DefaultRng } from '../default-rng.ts'
import { PythonRandom } from '../python-random.ts'
import { isSeed, RandomState } from '../random-state.ts'
import { range } from '../shuffle.ts'
import { TorchGenerator } from '../torch-generator.ts'
import { roundHalfEven } from './arithmetic.ts'
import type { Given, Operation } from './given.ts'
import { iterated } from './iteration.ts'
import { pick } from './lists.ts'
import { type FileValue, isFrame, isList, listOf, Undecided } from './values.ts'

/** Generators that shuffle: 0 to n - 1 in a new order. */
export interface Generator {
  permutation(n: number): number[]
}

/**
 * `generator {library, seed, draws}`: a fresh generator that has made the earlier `draws`, each a list of what was
 * done (`shuffle`, `permutation` ...) and over how many items.
 * @throws Undecided
 */
export function generatorOf(expression: FileExpression | undefined, given: Given): Generator {
  if (expression === undefined) throw new Undecided('it has no seed')
  if (expression.kind === 'unknown') throw new Undecided(expression.reason)
  if (expression.kind !== 'call' || expression.of !== 'generator')
    throw new Undecided('what its random numbers are drawn from is not followed')
  const { library, seed, draws } = expression.arguments
  const generator = fresh(
    library === undefined ? null : given.part(library),
    seed === undefined ? null : given.part(seed),
  )
  const earlier = draws === undefined ? listOf([]) : given.part(draws)
  for (const count of isList(earlier) ? earlier.items : []) {
    if (typeof count !== 'number') throw new Undecided('how much was drawn before it is not known')
    generator.permutation(count)
  }
  return generator
}

function fresh(library: FileValue, seed: FileValue): Generator {
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed))
    throw new Undecided(seed === null ? 'it has no seed' : 'its seed is no whole number')
  switch (library) {
    case 'numpy':
      if (!isSeed(seed)) throw new Undecided(`numpy takes no seed of ${seed}`)
      return new RandomState(seed)
    case 'default_rng':
      if (seed < 0) throw new Undecided(`numpy takes no seed of ${seed}`)
      return new DefaultRng(seed)
    case 'random':
      return new PythonRandom(seed)
    case 'torch':
      return new TorchGenerator(seed)
    default:
      throw new Undecided('what its random numbers are drawn from is not followed')
  }
}

/** Everything in a new order: `shuffle`, `permutation`, `sklearn.utils.shuffle`, rows of a frame. */
function shuffled(given: Given): FileValue {
  const value = given.value('list')
  const generator = generatorOf(given.expressions.generator, given)
  if (typeof value === 'number') return listOf(generator.permutation(value))
  const list = isFrame(value) ? { items: value.rows, unordered: value.unordered } : iterated(value)
  inOrder(list)
  const order = generator.permutation(list.items.length)
  if (isFrame(value)) return { ...value, rows: pick(value.rows, order) }
  return listOf(pick(list.items, order))
}

/** @throws Undecided for a list whose order is not fixed */
export function inOrder({ unordered }: { unordered: string | null }): void {
  if (unordered !== null)
    throw new Undecided(
      `${unordered} gives the files in an order that the file system or the run decides; sorted() would fix it`,
    )
}

/** `numpy.random.choice(n or list, size, replace=False)`: the head of a permutation. */
function choice(given: Given): FileValue {
  const of = given.value('list')
  const list = typeof of === 'number' ? listOf(range(of)) : iterated(of)
  inOrder(list)
  const order = generatorOf(given.expressions.generator, given).permutation(list.items.length)
  const size = given.number('size')
  if (size > order.length) throw new Undecided('more is drawn than there is')
  return listOf(pick(list.items, order.slice(0, size)))
}

/** Python's `random.sample(list, size)`. */
function sample(given: Given): FileValue {
  const list = iterated(given.value('list'))
  inOrder(list)
  const generator = generatorOf(given.expressions.generator, given)
  const size = given.number('size')
  if (!(generator instanceof PythonRandom) || size > list.items.length || size < 0)
    throw new Undecided('what is drawn is not followed')
  return listOf(pick(list.items, generator.sample(list.items.length, size)))
}

/** `DataFrame.sample(n=, frac=, random_state=)` without weights and replacement (pandas/core/sample.py). */
function sampleFrame(given: Given): FileValue {
  const frame = given.value('frame')
  const list = isFrame(frame) ? { items: frame.rows, unordered: frame.unordered } : iterated(frame)
  inOrder(list)
  const share = given.numberOr('share', null)
  const size = share === null ? given.numberOr('count', 1) : roundHalfEven(share * list.items.length)
  if (size > list.items.length) throw new Undecided('more is drawn than there is')
  const order = generatorOf(given.expressions.generator, given).permutation(list.items.length).slice(0, size)
  if (isFrame(frame)) return { ...frame, rows: pick(frame.rows, order) }
  return listOf(pick(list.items, order))
}

/** Operations that draw. */
export const random: readonly (readonly [string, Operation])[] = [
  ['shuffled', shuffled],
  ['choice', choice],
  ['sample', sample],
  ['sample-frame', sampleFrame],
]
