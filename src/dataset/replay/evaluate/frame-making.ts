import { range } from '../shuffle.ts'
import { renumbered, withColumns } from './frame-parts.ts'
import type { Given } from './given.ts'
import { iterated } from './iteration.ts'
import {
  equal,
  type FileValue,
  type Frame,
  firstUnordered,
  isFrame,
  isList,
  type Row,
  Undecided,
} from './values.ts'

/** `pandas.DataFrame(data, columns=)`: a dict of columns, or a list of rows. */
export function frameOf(given: Given): FileValue {
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

export function frameOfRows(
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

/** `pandas.concat(frames)`, one below the other; with `axis=1` columns and tables side by side. */
export function concatFrames(given: Given): FileValue {
  const parts = given.list('frames').items
  const axis = given.value('axis')
  if (axis === 1 || axis === 'columns') return sideBySide(parts, given)
  const frames = parts.map((one) => {
    if (!isFrame(one)) throw new Undecided('something that is no table is used as one')
    return one
  })
  const [first] = frames
  if (first === undefined) throw new Undecided('no tables are put together')
  const whole: Frame = {
    ...first,
    rows: frames.flatMap(({ rows }) => rows),
    unordered: firstUnordered(...frames),
  }
  return given.truth('renumber') ? renumbered(whole) : whole
}

/** Columns that have a name, and tables, row by row; their rows must be numbered alike. */
function sideBySide(parts: readonly FileValue[], given: Given): Frame {
  const frames = parts.map((part): Frame => {
    if (isFrame(part)) return part
    if (!isList(part) || part.name === undefined)
      throw new Undecided('a column without a name is put beside others')
    return frameOfRows(part, [part.name])
  })
  const [first, ...others] = frames
  if (first === undefined || given.truth('renumber'))
    throw new Undecided('how columns are put together is not followed')
  return others.reduce(beside, first)
}

function beside(whole: Frame, frame: Frame): Frame {
  const alike = whole.rows.length === frame.rows.length
  if (!alike || whole.rows.some(({ index }, at) => !equal(index, frame.rows[at]?.index ?? null)))
    throw new Undecided('columns that are put together differ in their rows')
  const rows = whole.rows.map((row, at): Row => {
    const more = frame.rows[at]?.cells ?? []
    return { ...row, cells: new Map([...row.cells, ...more]) }
  })
  const columns = [...new Set([...whole.columns, ...frame.columns])]
  return { ...whole, columns, rows, unordered: firstUnordered(whole, frame) }
}
