import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { openParquet } from '../../containers/parquet.ts'
import { describeFault } from '../../project/problem.ts'
import { ManifestFault, type ManifestRow } from './row.ts'
import { endingOf, manifestRows } from './rows.ts'

/** A list of images as it stands in its file. */
export interface ManifestTable {
  /** POSIX, relative to the project. */
  path: string
  /** In the order in which they first appear. */
  columns: readonly string[]
  /** In the order of the file; at least one. */
  rows: readonly ManifestRow[]
  /** The whole file, where it has lines. */
  text: string | null
}

/** Larger files are not read whole. Bytes. */
export const largestManifest = 256 << 20

/**
 * Reads a CSV, TSV, JSON, JSON Lines or Parquet file as a table of text.
 * @param file POSIX, relative to `root` (or absolute)
 * @throws ManifestFault with one line (without the path) when it cannot be read or has no rows
 */
export async function readManifest(root: string, file: string): Promise<ManifestTable> {
  const { rows, text } = await rowsIn(path.resolve(root, file)).catch((fault: unknown) => {
    throw fault instanceof ManifestFault ? fault : new ManifestFault(describeFault(fault))
  })
  if (rows.length === 0) throw new ManifestFault('has no rows')
  const columns = new Set<string>()
  for (const row of rows) for (const column of row.cells.keys()) columns.add(column)
  return { path: path.posix.normalize(file), columns: [...columns], rows, text }
}

async function rowsIn(file: string): Promise<Pick<ManifestTable, 'rows' | 'text'>> {
  if (endingOf(file) === 'parquet') return { rows: await parquetRows(file), text: null }
  const { size } = await stat(file)
  if (size > largestManifest) throw new ManifestFault(`is too large to read (${Math.round(size / 1e6)} MB)`)
  const bytes = await readFile(file)
  const text = textIn(bytes)
  const rows = manifestRows(file, text)
  if (isUtf16(bytes)) return { rows: rows.map((row) => ({ ...row, lines: null })), text: null }
  return { rows, text: endingOf(file) === 'json' ? null : text }
}

const isUtf16 = (bytes: Buffer) => bytes[0] === 0xff && bytes[1] === 0xfe

/** UTF-8, or what Excel calls Unicode text: UTF-16 with its mark. */
export const textIn = (bytes: Buffer): string => bytes.toString(isUtf16(bytes) ? 'utf16le' : 'utf8')

/** Columns of text and numbers; images in other columns are not touched. */
async function parquetRows(file: string): Promise<ManifestRow[]> {
  const parquet = await openParquet(file)
  const plain = parquet.columns.filter(({ kind }) => kind === 'text' || kind === 'number')
  const columns = plain.map(({ name }) => name)
  if (columns.length === 0) return []
  const rows = await parquet.read(columns, 0, parquet.rows)
  return rows.map((row) => {
    const filled = columns.flatMap((column) => {
      const cell = row[column]
      const text = cell === null || cell === undefined ? '' : String(cell)
      return text === '' ? [] : [[column, text] as const]
    })
    return { cells: new Map(filled), lines: null }
  })
}
