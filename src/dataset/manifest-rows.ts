import { z } from 'zod'

/** One row of a manifest: column name to value as text. Empty cells are left out. */
export type ManifestRow = ReadonlyMap<string, string>

/** A manifest that cannot be understood; the message says what is wrong and where. */
export class ManifestFault extends Error {}

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
const JsonRow = z.record(z.string(), z.json())

/**
 * The rows of a CSV, TSV, JSON (an array of objects) or JSON Lines file, by its ending. Nested JSON values are no
 * columns.
 * @throws ManifestFault
 */
export function manifestRows(name: string, text: string): ManifestRow[] {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  const plain = text.replace(/^\ufeff/, '')
  if (ending === 'jsonl' || ending === 'ndjson') return jsonLines(plain)
  if (ending === 'json') return jsonRows(parseJson(plain, 1), 1)
  if (ending === 'csv' || ending === 'tsv')
    return tableRows(plain, ending === 'tsv' ? '\t' : separatorOf(plain))
  throw new ManifestFault(`.${ending} is no manifest format; use .csv, .tsv, .json or .jsonl`)
}

function jsonLines(text: string): ManifestRow[] {
  return text.split('\n').flatMap((line, index) => {
    return line.trim() === '' ? [] : jsonRows([parseJson(line, index + 1)], index + 1)
  })
}

function parseJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ManifestFault(`line ${line}: not valid JSON`)
  }
}

function jsonRows(value: unknown, line: number): ManifestRow[] {
  const rows = z.array(JsonRow).safeParse(value)
  if (!rows.success) throw new ManifestFault(`line ${line}: expected objects with a value per column`)
  return rows.data.map((row) => {
    const cells = Object.entries(row).map(([column, cell]) => [column, Cell.safeParse(cell)] as const)
    return new Map(
      cells.flatMap(([column, cell]) =>
        cell.success && cell.data !== null && cell.data !== '' ? [[column, String(cell.data)] as const] : [],
      ),
    )
  })
}

/** Excel writes semicolons where the comma is the decimal sign. */
function separatorOf(text: string): string {
  const header = text.slice(0, Math.max(0, text.search(/\r?\n|$/)))
  return header.includes(';') && !header.includes(',') ? ';' : ','
}

function tableRows(text: string, separator: string): ManifestRow[] {
  const [header = [], ...rows] = cells(text, separator)
  const columns = header.map((column) => column.trim())
  return rows.map((row) => {
    const named = row.map((cell, index) => [columns[index] ?? '', cell.trim()] as const)
    return new Map(named.filter(([column, cell]) => column !== '' && cell !== ''))
  })
}

/** RFC 4180: quoted cells may hold separators, line breaks and doubled quotes. Empty lines are left out. */
function cells(text: string, separator: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const cell = new RegExp(`("(?:[^"]|"")*"|(?!")[^${separator}\\r\\n]*)(${separator}|\\r?\\n|$)`, 'y')
  while (cell.lastIndex < text.length) {
    const from = cell.lastIndex
    const match = cell.exec(text)
    if (match === null) {
      throw new ManifestFault(
        `line ${text.slice(0, from).split('\n').length}: a quoted cell does not end well`,
      )
    }
    const [, written = '', end] = match
    row.push(written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written)
    if (end === separator && cell.lastIndex < text.length) continue
    if (row.some((one) => one !== '')) rows.push(row)
    row = []
  }
  return rows
}
