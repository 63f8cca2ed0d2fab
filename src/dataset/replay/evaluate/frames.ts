import { range } from '../shuffle.ts'
import { contains } from './arithmetic.ts'
import { compare } from './compare.ts'
import { column, renumbered, rowsWhere, withColumn, withColumns, withoutRows } from './frame-parts.ts'
import type { Given, Operation } from './given.ts'
import { iterated } from './iteration.ts'
import { pick } from './lists.ts'
import { inOrder } from './random.ts'
import { kerasRows, readTable } from './tables.ts'
import {
  arrayOf,
  equal,
  type FileValue,
  type Frame,
  isFrame,
  isList,
  isTrue,
  listOf,
  type Row,
  Undecided,
} from './values.ts'

/** `pandas.DataFrame(data, columns=)`: a dict of columns, or a list of rows. */
function frameOf(given: Given): FileValue {
  const data = given.value('data')
  const names = given.value('columns') === null ? null : iterated(given.value('columns')).items.map(String)
  if (isFrame(data)) return names === null ? data : withColumns(data, names)
  if (typeof data === 'object' && data?.kind === 'dict') {
    const lists = data.entries.map(([name, values]) => [String(name), iterated(values)] as const)
    const size = Math.max(0, ...lists.map(([, { items }]) => items.length))
    if (lists.some(([, { items }]) => items.length !== size))
      throw new Undecided('the columns of a table differ in length')
    const rows = range(size).map(
      (index): Row => ({
        kind: 'row',
        index,
        cells: new Map(lists.map(([name, { items }]) => [name, items[index] ?? null])),
      }),
    )
    const unordered = lists.map(([, list]) => list.unordered).find((one) => one !== null) ?? null
    const frame: Frame = { kind: 'frame', columns: lists.map(([name]) => name), rows, unordered }
    return names === null ? frame : withColumns(frame, names)
  }
  return frameOfRows(iterated(data), names)
}

function frameOfRows(
  { items, unordered }: { items: readonly FileValue[]; unordered: string | null },
  names: readonly string[] | null,
): Frame {
  const [first] = items
  const keys = dictKeys(first)
  const columns = names ?? keys ?? (isList(first) ? range(first.items.length).map(String) : ['0'])
  const rows = items.map((item, index): Row => ({ kind: 'row', index, cells: cellsOf(item, columns) }))
  return { kind: 'frame', columns, rows, unordered }
}

const dictKeys = (value: FileValue | undefined): string[] | null =>
  typeof value === 'object' && value?.kind === 'dict' ? value.entries.map(([key]) => String(key)) : null

function cellsOf(item: FileValue, columns: readonly string[]): Map<string, FileValue> {
  if (typeof item === 'object' && item?.kind === 'dict')
    return new Map(columns.map((name) => [name, item.entries.find(([key]) => key === name)?.[1] ?? null]))
  const values = isList(item) ? item.items : [item]
  if (values.length !== columns.length) throw new Undecided('the rows of a table differ in length')
  return new Map(columns.map((name, at) => [name, values[at] ?? null]))
}

/** `frame.iloc[index]`: rows by place. */
function iloc(given: Given): FileValue {
  const frame = given.frame('frame')
  inOrder(frame)
  const index = given.value('index')
  if (isList(index)) {
    if (index.items.some((one) => typeof one !== 'number')) return rowsWhere(frame, index)
    return {
      ...frame,
      rows: pick(
        frame.rows,
        index.items.map((one) => placeIn(frame.rows, one)),
      ),
    }
  }
  const [row] = pick(frame.rows, [placeIn(frame.rows, index)])
  if (row === undefined) throw new Undecided('a row is beyond the end of its table')
  return row
}

function placeIn(rows: readonly Row[], index: FileValue): number {
  const place = typeof index === 'number' && index < 0 ? index + rows.length : index
  if (typeof place !== 'number' || !(place >= 0 && place < rows.length))
    throw new Undecided('a row is beyond the end of its table')
  return place
}

/** `frame.loc[labels or mask]`; with a second index, of one column. */
function loc(given: Given): FileValue {
  const frame = given.frame('frame')
  const index = given.value('index')
  const rows = isList(index) ? labelled(frame, index.items, index) : labelled(frame, [index], null)
  if (!given.has('column')) return rows
  const name = given.value('column')
  return isList(name) ? withColumns(rows, name.items.map(String)) : column(rows, String(name))
}

function labelled(frame: Frame, labels: readonly FileValue[], mask: FileValue): Frame {
  if (isList(mask) && labels.length > 0 && labels.every((one) => typeof one === 'boolean'))
    return rowsWhere(frame, mask)
  const byLabel = new Map(frame.rows.map((row) => [row.index, row]))
  const rows = labels.map((label) => {
    const row = byLabel.get(label)
    if (row === undefined) throw new Undecided('a table lacks a row that is looked up')
    return row
  })
  return { ...frame, rows }
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

function concatFrames(given: Given): FileValue {
  const frames = given.list('frames').items.map((one) => {
    if (!isFrame(one)) throw new Undecided('something that is no table is used as one')
    return one
  })
  const [first] = frames
  if (first === undefined) throw new Undecided('no tables are put together')
  const whole: Frame = {
    ...first,
    rows: frames.flatMap(({ rows }) => rows),
    unordered: frames.map(({ unordered }) => unordered).find((one) => one !== null) ?? null,
  }
  return given.truth('renumber') ? renumbered(whole) : whole
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
