import { arrayOf, type FileList, type FileValue, type Frame, isTrue, type Row, Undecided } from './values.ts'

/** `frame['name']`. @throws Undecided when there is no such column */
export function column(frame: Frame, name: string): FileList {
  if (!frame.columns.includes(name)) throw new Undecided(`the table has no column ${name}`)
  const cells = frame.rows.map((row) => row.cells.get(name) ?? null)
  return { ...arrayOf(cells, frame.unordered), name }
}

/** `frame[['a', 'b']]`. */
export function withColumns(frame: Frame, names: readonly string[]): Frame {
  for (const name of names) column(frame, name)
  return { ...frame, columns: names }
}

/** `frame[mask]`. */
export function rowsWhere(frame: Frame, mask: FileList): Frame {
  if (mask.items.length !== frame.rows.length || mask.items.some((one) => typeof one !== 'boolean'))
    throw new Undecided('a table is read by a mask that does not fit it')
  return { ...frame, rows: frame.rows.filter((_, at) => isTrue(mask.items[at] ?? null)) }
}

/** `frame[name] = values`: one for each row, or one for all. */
export function withColumn(frame: Frame, name: string, values: FileValue): Frame {
  const list = typeof values === 'object' && values?.kind === 'list' ? values : null
  if (list !== null && list.items.length !== frame.rows.length)
    throw new Undecided('a new column of a table differs from it in length')
  const rows = frame.rows.map(
    (row, at): Row => ({
      ...row,
      cells: new Map([...row.cells, [name, list === null ? values : (list.items[at] ?? null)]]),
    }),
  )
  const columns = frame.columns.includes(name) ? frame.columns : [...frame.columns, name]
  return { ...frame, columns, rows, unordered: frame.unordered ?? list?.unordered ?? null }
}

/** `frame.drop(labels)` of the index. @throws Undecided for a label that is not there, as pandas raises */
export function withoutRows(frame: Frame, labels: readonly FileValue[]): Frame {
  const keys = new Set(labels)
  const kept = frame.rows.filter(({ index }) => !keys.has(index))
  const there = new Set(frame.rows.map(({ index }) => index))
  if (labels.some((label) => !there.has(label))) throw new Undecided('rows are dropped that are not there')
  return { ...frame, rows: kept }
}

/** The rows numbered anew, as `reset_index(drop=True)` does. */
export const renumbered = (frame: Frame): Frame => ({
  ...frame,
  rows: frame.rows.map((row, index) => ({ ...row, index })),
})
