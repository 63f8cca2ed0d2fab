import { z } from 'zod'
import { splitOfFolder } from '../split-names.ts'
import { imageName, ManifestFault, type ManifestRow, unnamed } from './row.ts'

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const JsonRow = z.record(z.string(), z.json())
const Rows = z.array(JsonRow).min(1)
const Lists = z.array(z.array(Scalar).min(1)).min(1)
const Names = z.array(z.string().regex(imageName)).min(1)

/** Objects with a value per column, lists of such values, or names of files. */
const Items = z.union([Rows, Lists, Names])

const ByName = z.record(z.string(), Items)
const ByFile = z.record(z.string().regex(/\.[a-z0-9]{2,5}$/i), z.union([z.string(), z.number(), JsonRow]))
const Cells = z.record(z.string().regex(/^\d+$/), Scalar)
const ByColumn = z.record(z.string(), Cells)
const ByPlace = z.record(z.string().regex(/^\d+$/), JsonRow)
const Split = z.object({ columns: z.array(z.string()).min(1), data: z.array(z.array(Scalar)) })

/**
 * The rows of a JSON value: objects with a value per column; such lists, or names of files, by split
 * (`{"train": [...]}`) or by class (`{"cat": ["1.jpg"]}`); labels or objects by file (`{"a.jpg": "cat"}`); tables as
 * pandas writes them (`orient` columns, index and split); or one such list under a key (`{"images": [...]}`). Nested values
 * are no columns.
 * @throws ManifestFault for anything else
 */
export function jsonRows(value: unknown): ManifestRow[] {
  const byName = ByName.safeParse(value)
  if (byName.success) return rowsByName(byName.data)
  const byFile = ByFile.safeParse(value)
  if (byFile.success)
    return Object.entries(byFile.data).map(([file, about]) =>
      withCell(rowOf(typeof about === 'object' ? about : { label: about }), 'file', file),
    )
  const table = tableOf(value)
  if (table !== null) return table
  const inside = z.record(z.string(), z.json()).safeParse(value)
  const lists = inside.success ? Object.values(inside.data).filter((one) => Rows.safeParse(one).success) : []
  return rowsIn(lists.length === 1 ? lists[0] : value)
}

/** Rows of one line of JSON Lines. */
export const jsonLine = (value: unknown): ManifestRow[] => rowsIn([value])

function rowsByName(lists: z.infer<typeof ByName>): ManifestRow[] {
  const names = Object.keys(lists)
  const bySplit = names.every((name) => splitOfFolder(name) !== null)
  const byClass = Object.values(lists).every((items) => Names.safeParse(items).success)
  const [only] = Object.values(lists)
  if (!bySplit && !byClass && names.length === 1 && only !== undefined) return rowsIn(only)
  if (!bySplit && !byClass) return rowsIn(lists)
  return Object.entries(lists).flatMap(([name, items]) =>
    rowsIn(items).map((row) => withCell(row, bySplit ? 'split' : 'label', name)),
  )
}

/** pandas' `to_json()`, and `orient='index'` and `orient='split'`; null for anything else. */
function tableOf(value: unknown): ManifestRow[] | null {
  const split = Split.safeParse(value)
  if (split.success)
    return split.data.data.map((cells) =>
      rowOf(Object.fromEntries(split.data.columns.map((column, at) => [column, cells[at] ?? null]))),
    )
  const byColumn = ByColumn.safeParse(value)
  if (byColumn.success && Object.keys(byColumn.data).length > 0) {
    const columns = Object.entries(byColumn.data)
    const places = Object.keys(columns[0]?.[1] ?? {})
    return places.map((place) =>
      rowOf(Object.fromEntries(columns.map(([column, cells]) => [column, cells[place] ?? null]))),
    )
  }
  const byPlace = ByPlace.safeParse(value)
  return byPlace.success && Object.keys(byPlace.data).length > 0
    ? Object.values(byPlace.data).map(rowOf)
    : null
}

function rowsIn(value: unknown): ManifestRow[] {
  const names = Names.safeParse(value)
  if (names.success) return names.data.map((file) => rowOf({ file }))
  const lists = Lists.safeParse(value)
  if (lists.success)
    return lists.data.map((cells) => rowOf(Object.fromEntries(cells.map((cell, at) => [unnamed(at), cell]))))
  const rows = z.array(JsonRow).safeParse(value)
  if (!rows.success) throw new ManifestFault('line 1: expected objects with a value per column')
  return rows.data.map(rowOf)
}

function rowOf(about: z.infer<typeof JsonRow>): ManifestRow {
  const filled = Object.entries(about).flatMap(([column, value]) => {
    const cell = Scalar.safeParse(value)
    return cell.success && cell.data !== null && cell.data !== ''
      ? [[column, String(cell.data)] as const]
      : []
  })
  return { cells: new Map(filled), lines: null }
}

/** A column of the row itself stands. */
const withCell = (row: ManifestRow, column: string, value: string): ManifestRow =>
  row.cells.has(column) ? row : { ...row, cells: new Map([[column, value], ...row.cells]) }
