import { column, rowsWhere, withColumns } from './frame-parts.ts'
import type { Given } from './given.ts'
import { pick } from './lists.ts'
import { inOrder } from './random.ts'
import { type FileValue, type Frame, isList, type Row, Undecided } from './values.ts'

/** `frame.iloc[index]`: rows by place; with a second number, of one column. */
export function iloc(given: Given): FileValue {
  const frame = given.frame('frame')
  if (given.has('column')) {
    const name = frame.columns.at(given.number('column'))
    if (name === undefined) throw new Undecided('a column is beyond the end of its table')
    return cellsIn(rowsAt(frame, given), name)
  }
  return rowsAt(frame, given)
}

const cellsIn = (rows: Frame | Row, name: string): FileValue =>
  rows.kind === 'frame' ? column(rows, name) : (rows.cells.get(name) ?? null)

function rowsAt(frame: Frame, given: Given): Frame | Row {
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
export function loc(given: Given): FileValue {
  const frame = given.frame('frame')
  const index = given.value('index')
  if (!isList(index)) {
    const [row, again] = labelled(frame, [index], null).rows
    if (row === undefined || again !== undefined) throw new Undecided('rows of one label are read')
    return given.has('column') ? cellsIn(row, given.text('column')) : row
  }
  const rows = labelled(frame, index.items, index)
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
