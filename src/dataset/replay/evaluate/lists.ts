import { range } from '../shuffle.ts'
import { compare } from './compare.ts'
import type { Given, Operation } from './given.ts'
import { iterated } from './iteration.ts'
import {
  arrayOf,
  equal,
  type FileList,
  type FileValue,
  firstUnordered,
  isFrame,
  isList,
  isPath,
  isTrue,
  listOf,
  Undecided,
} from './values.ts'

/** `sorted(list, reverse=)`; `keys`, one for each item, sort instead of the items. */
function sorted(given: Given): FileValue {
  const { items, unordered } = iterated(given.value('list'))
  const keys = given.has('keys') ? given.list('keys').items : items
  const sign = given.truth('reverse') ? -1 : 1
  const order = range(items.length).sort((a, b) => sign * compare(keys[a] ?? null, keys[b] ?? null) || a - b)
  const clash = order.some((at, place) => {
    const next = order[place + 1]
    return (
      next !== undefined &&
      equal(keys[at] ?? null, keys[next] ?? null) &&
      !equal(items[at] ?? null, items[next] ?? null)
    )
  })
  return listOf(pick(items, order), clash ? unordered : null)
}

/** The items at some places, which exist. */
export const pick = <T>(items: readonly T[], order: readonly number[]): T[] =>
  order.flatMap((at) => items.slice(at, at + 1))

function length(given: Given): FileValue {
  const value = given.value('list')
  if (typeof value === 'string') return [...value].length
  if (isFrame(value)) return value.rows.length
  return iterated(value).items.length
}

function concat(given: Given): FileValue {
  const lists = given.list('lists').items.map((one) => iterated(one))
  return listOf(
    lists.flatMap(({ items }) => items),
    firstUnordered(...lists),
  )
}

function rangeOf(given: Given): FileValue {
  const [from, to, step] = [given.numberOr('from', 0), given.number('to'), given.numberOr('step', 1)]
  if (step === 0 || !Number.isInteger(step)) throw new Undecided('a range has an odd step')
  return listOf(range(Math.max(0, Math.ceil((to - from) / step))).map((at) => from + at * step))
}

const hashKey = (value: FileValue) =>
  typeof value === 'object' ? JSON.stringify(value) : `${typeof value}:${value}`

function distinct(items: readonly FileValue[]): FileValue[] {
  return [...new Map(items.map((item) => [hashKey(item), item])).values()]
}

/** `set(list)`: Python's order of a set of texts differs from run to run. */
function set(given: Given): FileValue {
  return listOf(distinct(iterated(given.value('list')).items), 'set')
}

/** `numpy.unique`, sorted. */
function unique(given: Given): FileValue {
  return listOf(distinct(iterated(given.value('list')).items).sort(compare))
}

/** `LabelEncoder().fit_transform(labels)`: places in the sorted classes. */
function encode(given: Given): FileValue {
  const { items, unordered } = iterated(given.value('list'))
  const places = new Map(
    distinct(items)
      .sort(compare)
      .map((item, at) => [hashKey(item), at]),
  )
  return listOf(
    items.map((item) => places.get(hashKey(item)) ?? null),
    unordered,
  )
}

function indexOf(given: Given): FileValue {
  const list = given.list('list')
  const what = given.value('value')
  if (list.unordered !== null) throw new Undecided(`${list.unordered} gives its items in no fixed order`)
  const at = list.items.findIndex((item) => equal(item, what))
  if (at === -1) throw new Undecided('a list does not hold what is looked up in it')
  return at
}

function dict(given: Given): FileValue {
  const { items } = iterated(given.value('pairs'))
  const entries = new Map<string, readonly [FileValue, FileValue]>()
  for (const pair of items) {
    const [key = null, value = null] = isList(pair) ? pair.items : []
    entries.set(hashKey(key), [key, value])
  }
  return { kind: 'dict', entries: [...entries.values()] }
}

function dictParts(given: Given, part: (entry: readonly [FileValue, FileValue]) => FileValue): FileValue {
  const value = given.value('dict')
  if (typeof value !== 'object' || value?.kind !== 'dict')
    throw new Undecided('something that is no dict is used as one')
  return listOf(value.entries.map(part))
}

function sum(given: Given): FileValue {
  const { items } = iterated(given.value('list'))
  return items.reduce<number>((total, item) => {
    if (typeof item === 'number' || typeof item === 'boolean') return total + Number(item)
    throw new Undecided('a sum is made of something else than numbers')
  }, 0)
}

/** `np.where(mask)[0]`: the places where a mask is true. */
function nonzero(given: Given): FileValue {
  const mask: FileList = given.list('mask')
  return listOf(
    mask.items.flatMap((item, at) => (isTrue(item) ? [at] : [])),
    mask.unordered,
  )
}

/** `list(x)`, also of a dict's keys. */
export function asList(given: Given): FileList {
  const value = given.value('list')
  if (isList(value) && value.array !== true) return value
  const { items, unordered } = iterated(value)
  return listOf(items, unordered)
}

/** `numpy.array(list)`; of an image, which is known by its file, the image. */
function array(given: Given): FileValue {
  const value = given.value('list')
  if (typeof value === 'string' || isPath(value)) return value
  const named = isList(value) && value.name !== undefined ? { name: value.name } : {}
  return { ...asList(given), array: true, ...named }
}

/** `pandas.Series(list, name=)`. */
function series(given: Given): FileValue {
  const { items, unordered } = given.list('list')
  return { ...arrayOf(items, unordered), ...(given.has('name') ? { name: given.text('name') } : {}) }
}

/** `next(iter(list))`. */
function first(given: Given): FileValue {
  const list = asList(given)
  const [item] = list.items
  if (item === undefined) throw new Undecided('the first item of an empty list is read')
  if (list.unordered !== null) throw new Undecided(`${list.unordered} gives its items in no fixed order`)
  return item
}

/** `numpy.setdiff1d(a, b)`: sorted, each once. */
function without(given: Given): FileValue {
  const gone = new Set(iterated(given.value('values')).items.map(hashKey))
  const left = distinct(asList(given).items).filter((item) => !gone.has(hashKey(item)))
  return arrayOf(left.sort(compare))
}

/** Operations on lists. */
export const lists: readonly (readonly [string, Operation])[] = [
  ['sorted', sorted],
  ['as-list', asList],
  ['array', array],
  ['series', series],
  ['reversed', (given) => ({ ...asList(given), items: [...asList(given).items].reverse() })],
  ['first', first],
  [
    'unseen-list',
    () => {
      throw new Undecided('it is not clear which files it splits')
    },
  ],
  ['unordered', (given) => listOf(asList(given).items, given.text('by'))],
  ['unique-in-order', (given) => listOf(distinct(asList(given).items), asList(given).unordered)],
  ['without', without],
  ['length', length],
  ['concat', concat],
  ['range', rangeOf],
  ['set', set],
  ['unique', unique],
  ['encode', encode],
  ['index-of', indexOf],
  ['dict', dict],
  ['keys', (given) => dictParts(given, ([key]) => key)],
  ['values', (given) => dictParts(given, ([, value]) => value)],
  ['items', (given) => dictParts(given, (entry) => listOf(entry))],
  ['sum', sum],
  ['nonzero', nonzero],
  ['nonzero-tuple', (given) => listOf([nonzero(given)])],
]
