import type { ManifestColumns } from '../../model/dataset.ts'
import { splitOfFolder } from '../split-names.ts'
import type { ManifestTable } from './read.ts'
import { ManifestFault, type ManifestRow } from './rows.ts'

/** Columns as a person names them; what is absent is looked for. */
export type NamedColumns = { [Role in keyof ManifestColumns]?: string | undefined }

/** Column names to look for, most telling first, as `plain` writes them. */
export const usualColumns = {
  file: [
    ...['filename', 'file', 'filepath', 'path', 'imagepath', 'imagefile', 'imagefilename', 'imagename'],
    ...['image', 'img', 'imgpath', 'imgname', 'imageid', 'idcode', 'id', 'name', 'url', 'uri', 'x'],
  ],
  label: [
    ...['label', 'labels', 'class', 'classname', 'category', 'categoryname', 'target', 'classlabel', 'y'],
    ...['labelname', 'classid', 'labelid', 'categoryid', 'diagnosis', 'dx', 'breed', 'species', 'finding'],
    ...['variety', 'type', 'tag', 'grade'],
  ],
  split: ['split', 'subset', 'partition', 'set', 'dataset', 'fold', 'phase', 'usage', 'mode'],
  // Only what says by its name that its images belong together.
  group: [
    ...['group', 'groupid', 'patient', 'patientid', 'subject', 'subjectid', 'lesionid', 'scene', 'sceneid'],
    ...['video', 'videoid', 'sequenceid', 'clipid', 'person', 'personid', 'individual', 'individualid'],
    ...['identity', 'caseid', 'studyid', 'seriesid', 'sessionid', 'burstid', 'animalid', 'plantid', 'eyeid'],
  ],
} as const

/** `Image_ID` -> `imageid`. */
export const plain = (column: string) => column.toLowerCase().replace(/[^a-z0-9]/g, '')

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
    find('file', (column) => holds(table, column, looksLikeImage))
  if (file === null) {
    throw new ManifestFault(
      `has no column that names files (it has ${table.columns.join(', ')}); set data.fileColumn`,
    )
  }
  const others = (column: string) => column !== file
  return {
    file,
    split: find(
      'split',
      (column) => others(column) && (isPlainSplit(column) || holds(table, column, isSplit)),
    ),
    label: find('label', others),
    group: find('group', others),
  }
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

const isSplit = (cell: string) => splitOfFolder(cell) !== null

const looksLikeImage = (cell: string) => /\.(jpe?g|png|webp|gif|bmp|tiff?|avif)$/i.test(cell)

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
  return (row) => classes.find((column) => isOne(row.cells.get(column))) ?? null
}

const isOne = (cell: string | undefined) => cell !== undefined && /^1(\.0+)?$/.test(cell)
const isBit = (cell: string | undefined) => cell !== undefined && /^[01](\.0+)?$/.test(cell)

function oneHotColumns({ rows, columns }: ManifestTable, known: ManifestColumns): string[] {
  const taken = new Set<string | null>([known.file, known.split, known.group])
  const bits = columns.filter((column) => {
    if (taken.has(column)) return false
    return rows.every((row) => isBit(row.cells.get(column)))
  })
  const single = rows.every((row) => bits.filter((column) => isOne(row.cells.get(column))).length === 1)
  return bits.length >= 2 && single ? bits : []
}
