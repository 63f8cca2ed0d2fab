import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { TextLines } from '../../model/dataset.ts'
import { splitOfFolder } from '../split-names.ts'

/** One row of a manifest. */
export interface ManifestRow {
  /** Column name to value as text. Empty cells are left out. */
  cells: ReadonlyMap<string, string>
  /** The lines that it stands on in the text, counted from 1; null where the format does not tell. */
  lines: TextLines | null
}

/** A manifest that cannot be understood; the message says what is wrong and where. */
export class ManifestFault extends Error {}

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const JsonRow = z.record(z.string(), z.json())

/**
 * The rows of a CSV, TSV, JSON or JSON Lines file, by its ending. JSON is an array of objects, such arrays by split
 * (`{"train": [...]}`), or labels by file (`{"a.jpg": "cat"}`). Nested JSON values are no columns.
 * @throws ManifestFault
 */
export function manifestRows(name: string, text: string): ManifestRow[] {
  const ending = endingOf(name)
  const plain = text.replace(/^\ufeff/, '')
  if (ending === 'jsonl' || ending === 'ndjson') return jsonLines(plain)
  if (ending === 'json') return jsonRows(parseJson(plain, 1))
  if (ending === 'csv' || ending === 'tsv')
    return tableRows(plain, ending === 'tsv' ? '\t' : separatorOf(plain))
  throw new ManifestFault(`.${ending} is no manifest format; use .csv, .tsv, .json, .jsonl or .parquet`)
}

/** `a/b.CSV` -> `csv`. */
export const endingOf = (name: string) => name.slice(name.lastIndexOf('.') + 1).toLowerCase()

function jsonLines(text: string): ManifestRow[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const number = index + 1
    return rowsOf([parseJson(line, number)], number).map((row) => ({
      ...row,
      lines: { from: number, to: number },
    }))
  })
}

function parseJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ManifestFault(`line ${line}: not valid JSON`)
  }
}

const BySplit = z.record(z.string(), z.array(JsonRow))
const ByFile = z.record(z.string().regex(/\.[a-z0-9]{2,5}$/i), z.union([z.string(), z.number(), JsonRow]))

function jsonRows(value: unknown): ManifestRow[] {
  const bySplit = BySplit.safeParse(value)
  if (bySplit.success && Object.keys(bySplit.data).every((key) => splitOfFolder(key) !== null)) {
    const lists = Object.entries(bySplit.data)
    return lists.flatMap(([split, rows]) => rowsOf(rows, 1).map((row) => withCell(row, 'split', split)))
  }
  const byFile = ByFile.safeParse(value)
  if (!byFile.success) return rowsOf(value, 1)
  return Object.entries(byFile.data).flatMap(([file, about]) => {
    const cells = typeof about === 'object' ? about : { label: about }
    return rowsOf([cells], 1).map((row) => withCell(row, 'file', file))
  })
}

/** A column of the row itself stands. */
const withCell = (row: ManifestRow, column: string, value: string): ManifestRow =>
  row.cells.has(column) ? row : { ...row, cells: new Map([[column, value], ...row.cells]) }

function rowsOf(value: unknown, line: number): ManifestRow[] {
  const rows = z.array(JsonRow).safeParse(value)
  if (!rows.success) throw new ManifestFault(`line ${line}: expected objects with a value per column`)
  return rows.data.map((row) => {
    const cells = Object.entries(row).map(([column, cell]) => [column, Cell.safeParse(cell)] as const)
    const filled = cells.flatMap(([column, cell]) =>
      cell.success && cell.data !== null && cell.data !== '' ? [[column, String(cell.data)] as const] : [],
    )
    return { cells: new Map(filled), lines: null }
  })
}

/** Excel writes semicolons where the comma is the decimal sign. */
function separatorOf(text: string): string {
  const header = text.slice(0, Math.max(0, text.search(/\r?\n|$/)))
  if (header.includes(',')) return ','
  return [';', '\t', '|'].find((separator) => header.includes(separator)) ?? ','
}

const Record = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) })

/** RFC 4180: quoted cells may hold separators, line breaks and doubled quotes. Empty lines are left out. */
function tableRows(text: string, delimiter: string): ManifestRow[] {
  const [header, ...rows] = parseTable(text, delimiter)
  const columns = (header?.record ?? []).map((column) => column.trim())
  return rows.flatMap(({ record, info }) => {
    const named = record.map((cell, index) => [columns[index] ?? '', cell.trim()] as const)
    const cells = new Map(named.filter(([column, cell]) => column !== '' && cell !== ''))
    const breaks = record.join('').split(/\r\n|\n|\r/).length - 1
    return cells.size === 0 ? [] : [{ cells, lines: { from: info.lines - breaks, to: info.lines } }]
  })
}

function parseTable(text: string, delimiter: string): z.infer<typeof Record>[] {
  try {
    const relaxed = { relax_column_count: true, relax_quotes: true, skip_empty_lines: true }
    return z.array(Record).parse(parse(text, { ...relaxed, delimiter, info: true }))
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault
    const line = 'lines' in fault && typeof fault.lines === 'number' ? fault.lines : 1
    throw new ManifestFault(`line ${line}: a quoted cell does not end well`)
  }
}
