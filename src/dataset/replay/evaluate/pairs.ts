import { range } from '../shuffle.ts'
import type { Given, Operation } from './given.ts'
import { iterated } from './iteration.ts'
import { asList } from './lists.ts'
import { type FileValue, firstUnordered, listOf, Undecided } from './values.ts'

function zip(given: Given): FileValue {
  const lists = given.list('lists').items.map((one) => iterated(one))
  const least = Math.min(...lists.map(({ items }) => items.length))
  const rows = range(lists.length === 0 ? 0 : least).map((at) =>
    listOf(lists.map(({ items }) => items[at] ?? null)),
  )
  return listOf(rows, firstUnordered(...lists))
}

/** Pairs of a file and its label; where the labels cannot be worked out, the files are known all the same. */
function withLabels(given: Given): FileValue {
  const list = iterated(given.value('list'))
  const labels = decided(() => iterated(given.value('labels')))
  const fit = labels !== null && labels.items.length === list.items.length ? labels : null
  const rows = list.items.map((item, at) => listOf([item, fit?.items[at] ?? null]))
  return listOf(rows, firstUnordered(list, ...(fit === null ? [] : [fit])))
}

function decided<T>(work: () => T): T | null {
  try {
    return work()
  } catch (fault) {
    if (fault instanceof Undecided) return null
    throw fault
  }
}

function enumerate(given: Given): FileValue {
  const { items, unordered } = iterated(given.value('list'))
  const start = given.numberOr('start', 0)
  return listOf(
    items.map((item, at) => listOf([at + start, item])),
    unordered,
  )
}

/** `zip(*rows)`: a list for each column. */
function unzip(given: Given): FileValue {
  const rows = asList(given)
  const columns = rows.items.map((row) => iterated(row).items)
  const least = Math.min(...columns.map((row) => row.length))
  if (columns.length === 0) throw new Undecided('an empty list is taken apart')
  return listOf(
    range(least).map((at) =>
      listOf(
        columns.map((row) => row[at] ?? null),
        rows.unordered,
      ),
    ),
  )
}

/** Operations that put lists side by side, and take them apart. */
export const pairs: readonly (readonly [string, Operation])[] = [
  ['zip', zip],
  ['unzip', unzip],
  ['with-labels', withLabels],
  ['enumerate', enumerate],
]
