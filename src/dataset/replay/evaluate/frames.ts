import { range } from '../shuffle.ts'
import { contains } from './arithmetic.ts'
import { compare } from './compare.ts'
import { concatFrames, frameOf } from './frame-making.ts'
import { column, renumbered, withColumn, withoutRows } from './frame-parts.ts'
import { iloc, loc } from './frame-rows.ts'
import type { Given, Operation } from './given.ts'
import { iterated } from './iteration.ts'
import { pick } from './lists.ts'
import { kerasRows, readTable } from './tables.ts'
import { arrayOf, equal, type FileValue, isList, isTrue, listOf, type Row, Undecided } from './values.ts'

/** `frame.loc[rows, name] = n` for the tested rows of each of the numbered folds. */
function foldColumn(given: Given): FileValue {
  const frame = given.frame('frame')
  const name = given.text('name')
  const numbers = new Map<FileValue, FileValue>()
  for (const round of given.list('folds').items) {
    const [number = null, sides] = isList(round) ? round.items : []
    const tested = isList(sides) ? sides.items[1] : undefined
    for (const row of isList(tested) ? tested.items : []) numbers.set(row, number)
  }
  const before = frame.columns.includes(name) ? column(frame, name).items : []
  const values = frame.rows.map(({ index }, at) => numbers.get(index) ?? before[at] ?? null)
  return withColumn(frame, name, arrayOf(values))
}

function sortValues(given: Given): FileValue {
  const frame = given.frame('frame')
  const by = given.value('by')
  const names = isList(by) ? by.items.map(String) : [String(by)]
  const sign = given.truth('ascending', true) ? 1 : -1
  const key = (row: Row) => listOf(names.map((name) => row.cells.get(name) ?? null))
  const order = range(frame.rows.length).sort((a, b) => {
    const [x, y] = [frame.rows[a], frame.rows[b]]
    return x === undefined || y === undefined ? 0 : sign * compare(key(x), key(y))
  })
  const rows = pick(frame.rows, order)
  const tied = rows.some((row, at) => {
    const next = rows[at + 1]
    return next !== undefined && equal(key(row), key(next))
  })
  // pandas sorts by quicksort, which leaves equal rows in an order of its own.
  if (tied) return { ...frame, rows, unordered: 'sort_values with equal values' }
  return { ...frame, rows, unordered: null }
}

function renamed(given: Given): FileValue {
  const frame = given.frame('frame')
  const names = given.value('names')
  if (typeof names !== 'object' || names?.kind !== 'dict')
    throw new Undecided('columns are renamed in a way that is not followed')
  const nameOf = (old: string) => {
    const found = names.entries.find(([key]) => key === old)
    return found === undefined ? old : String(found[1])
  }
  const rows = frame.rows.map((row) => ({
    ...row,
    cells: new Map([...row.cells].map(([name, value]) => [nameOf(name), value])),
  }))
  return { ...frame, columns: frame.columns.map(nameOf), rows }
}

function lookUp(given: Given): FileValue {
  const list = given.list('list')
  const dict = given.value('dict')
  if (typeof dict !== 'object' || dict?.kind !== 'dict')
    throw new Undecided('a column is mapped in a way that is not followed')
  return arrayOf(
    list.items.map((item) => dict.entries.find(([key]) => equal(key, item))?.[1] ?? null),
    list.unordered,
  )
}

function withoutMissing(given: Given): FileValue {
  const frame = given.frame('frame')
  const names =
    given.value('columns') === null ? frame.columns : iterated(given.value('columns')).items.map(String)
  return {
    ...frame,
    rows: frame.rows.filter((row) => names.every((name) => (row.cells.get(name) ?? null) !== null)),
  }
}

function isIn(given: Given): FileValue {
  const list = given.list('list')
  const values = given.value('values')
  const known = isList(values) ? new Set(values.items) : null
  return arrayOf(
    list.items.map((item) => (known === null ? contains(values, item) : known.has(item))),
    list.unordered,
  )
}

/** Operations on pandas' frames. */
export const frames: readonly (readonly [string, Operation])[] = [
  ['read-table', readTable],
  ['keras-rows', kerasRows],
  ['frame', frameOf],
  ['with-column', (given) => withColumn(given.frame('frame'), given.text('name'), given.value('values'))],
  ['fold-column', foldColumn],
  ['drop-rows', (given) => withoutRows(given.frame('frame'), given.list('labels').items)],
  [
    'frame-index',
    (given) =>
      listOf(
        given.frame('frame').rows.map(({ index }) => index),
        given.frame('frame').unordered,
      ),
  ],
  ['frame-columns', (given) => listOf([...given.frame('frame').columns])],
  ['frame-rows', (given) => listOf(given.frame('frame').rows, given.frame('frame').unordered)],
  [
    'indexed-rows',
    (given) =>
      listOf(
        given.frame('frame').rows.map((row) => listOf([row.index, row])),
        given.frame('frame').unordered,
      ),
  ],
  [
    'frame-values',
    (given) => {
      const frame = given.frame('frame')
      return listOf(
        frame.rows.map((row) => listOf(frame.columns.map((name) => row.cells.get(name) ?? null))),
        frame.unordered,
      )
    },
  ],
  [
    'head',
    (given) => ({
      ...given.frame('frame'),
      rows: given.frame('frame').rows.slice(0, given.numberOr('count', 5)),
    }),
  ],
  ['reset-index', (given) => renumbered(given.frame('frame'))],
  ['iloc', iloc],
  ['loc', loc],
  ['sort-values', sortValues],
  ['concat-frames', concatFrames],
  ['rename', renamed],
  ['look-up', lookUp],
  ['drop-missing', withoutMissing],
  ['is-in', isIn],
  [
    'is-missing',
    (given) =>
      listOf(
        given.list('list').items.map((item) => item === null),
        given.list('list').unordered,
      ),
  ],
  ['any', (given) => given.list('list').items.some(isTrue)],
]
