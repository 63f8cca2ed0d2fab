import type { ManifestColumns } from '../../model/dataset.ts'
import { isBit, isTrue, plain, sideOf, usualColumns } from './column-names.ts'
import type { ManifestTable } from './read.ts'
import { imageName, isHeadless, ManifestFault, type ManifestRow } from './row.ts'

/** Columns as a person names them; what is absent is looked for. */
export type NamedColumns = { [Role in keyof ManifestColumns]?: string | undefined }

/**
 * The columns of a table: those that are named, else those with a usual name. A column of files must hold such
 * (`isFile`), and one of splits names that we know; a label may also be the one column of few values, or one column
 * for each class (one-hot).
 * @throws ManifestFault when a named column is missing or no column names files
 */
export function columnsOf(
  table: ManifestTable,
  named: NamedColumns,
  isFile: (written: string) => boolean,
): ManifestColumns {
  const find = (role: keyof ManifestColumns, fits: (column: string) => boolean): string | null => {
    const wanted = named[role]
    if (wanted !== undefined) {
      if (table.columns.includes(wanted)) return wanted
      throw new ManifestFault(`has no column "${wanted}" (it has ${table.columns.join(', ')})`)
    }
    const usual = usualColumns[role].flatMap((name) =>
      table.columns.filter((column) => plain(column) === name),
    )
    return usual.find(fits) ?? null
  }
  const file =
    find('file', (column) => holds(table, column, isFile)) ??
    table.columns.find((column) => holds(table, column, (cell) => !isNumber(cell) && isFile(cell))) ??
    find('file', (column) => holds(table, column, (cell) => imageName.test(cell)))
  if (file === null) {
    throw new ManifestFault(
      `has no column that names files (it has ${table.columns.join(', ')}); set data.fileColumn`,
    )
  }
  const others = (column: string) => column !== file
  const isSide = (column: string) => holds(table, column, (cell) => sideOf(column, cell) !== null)
  const split = find('split', (column) => others(column) && (isPlainSplit(column) || isSide(column)))
  const group = find('group', others)
  const left = table.columns.filter((column) => ![file, split, group].includes(column))
  const label = find('label', others)
  if (isHeadless(table.columns)) {
    const side = split ?? left.find(isSide) ?? null
    return { file, split: side, group, label: label ?? ofHeadless(table, without(left, side)) }
  }
  return { file, split, group, label: label ?? onlyClasses(table, left) }
}

const without = (columns: readonly string[], one: string | null) => columns.filter((column) => column !== one)

/** Of columns without names: the first that may hold classes. */
function ofHeadless(table: ManifestTable, left: readonly string[]): string | null {
  const others = left.filter((column) => repeats(table, column))
  const named = others.find((column) => !holds(table, column, isNumber))
  // Many numbers behind a file are a box or measurements.
  const numbered =
    table.columns.length <= mostNumbered ? others.find((one) => isClassNumber(table, one)) : null
  return named ?? numbered ?? null
}

const mostNumbered = 4

/** Larger numbers are measured: widths, years. */
const isClassNumber = ({ rows }: ManifestTable, column: string) =>
  rows.every((row) => /^\d{1,3}$/.test(row.cells.get(column) ?? '0'))

/** The one column beside the file, if its values are few. */
function onlyClasses(table: ManifestTable, left: readonly string[]): string | null {
  const named = left.filter((column) => column !== '' && !/^unnamed/i.test(column))
  const [only] = named
  if (only === undefined || named.length > 1 || !repeats(table, only)) return null
  return !holds(table, only, isNumber) || isClassNumber(table, only) ? only : null
}

/** Whether a column has values that come again and again, two different ones at least. */
function repeats({ rows }: ManifestTable, column: string): boolean {
  const cells = rows.flatMap((row) => row.cells.get(column) ?? [])
  const kinds = new Set(cells).size
  return kinds >= 2 && kinds * 2 <= cells.length
}

/** As many rows as show what a column holds. */
const sampleRows = 200

/** Whether at least half of the first cells of a column are of a kind. */
function holds({ rows }: ManifestTable, column: string, isSo: (cell: string) => boolean): boolean {
  const cells = rows.slice(0, sampleRows).flatMap((row) => row.cells.get(column) ?? [])
  return cells.length > 0 && cells.filter(isSo).length * 2 >= cells.length
}

/** Whatever is in it, such a column is about sides; of others (`set`, `mode`) the content must say so. */
const isPlainSplit = (column: string) => ['split', 'subset', 'partition'].includes(plain(column))

/** Numbers also count rows and epochs; only a column that is called so holds files by number. */
const isNumber = (cell: string) => /^-?\d+(\.\d+)?$/.test(cell)

/**
 * The label of each row: its cell, or where the table has no such column and every other column is 0 or 1 with one
 * 1 in each row (one-hot), the name of that column.
 */
export function labelReader(
  table: ManifestTable,
  columns: ManifestColumns,
): (row: ManifestRow) => string | null {
  const { label } = columns
  if (label !== null) return (row) => row.cells.get(label) ?? null
  const classes = oneHotColumns(table, columns)
  if (classes.length === 0) return () => null
  return (row) => classes.find((column) => isTrue(row.cells.get(column))) ?? null
}

function oneHotColumns({ rows, columns }: ManifestTable, known: ManifestColumns): string[] {
  const taken = new Set<string | null>([known.file, known.split, known.group])
  const bits = columns.filter((column) => {
    if (taken.has(column)) return false
    return rows.every((row) => isBit(row.cells.get(column)))
  })
  const single = rows.every((row) => bits.filter((column) => isTrue(row.cells.get(column))).length === 1)
  return bits.length >= 2 && single ? bits : []
}
