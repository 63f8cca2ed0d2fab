import { plain, usualColumns } from './column-names.ts'
import { jsonLine, jsonRows } from './json-rows.ts'
import { ManifestFault, type ManifestRow } from './row.ts'
import { listRows, tableRows } from './text-rows.ts'

/**
 * The rows of a CSV, TSV, JSON or JSON Lines file, or of a plain list (`.txt`), by its ending.
 * @throws ManifestFault
 */
export function manifestRows(name: string, text: string): ManifestRow[] {
  const ending = endingOf(name)
  const plainText = text.replace(/^\ufeff/, '')
  if (ending === 'jsonl' || ending === 'ndjson') return jsonLines(plainText)
  if (ending === 'json') return jsonOf(plainText)
  if (ending === 'csv' || ending === 'tsv') return tableRows(plainText, ending === 'tsv' ? '\t' : null)
  if (ending === 'txt') return listRows(plainText, (cell) => usual.has(plain(cell)))
  throw new ManifestFault(`.${ending} is no manifest format; use .csv, .tsv, .json, .jsonl, .parquet or .txt`)
}

const usual: ReadonlySet<string> = new Set(usualColumns.file)

/** `a/b.CSV` -> `csv`. */
export const endingOf = (name: string) => name.slice(name.lastIndexOf('.') + 1).toLowerCase()

/** JSON, or JSON Lines in a file of that name, as pandas writes it. */
function jsonOf(text: string): ManifestRow[] {
  const [first = '', second] = text.trimStart().split('\n', 2)
  if (second?.startsWith('{') && isObject(first)) return jsonLines(text)
  return jsonRows(parseJson(text, 1))
}

function isObject(line: string): boolean {
  try {
    return line.startsWith('{') && typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}

function jsonLines(text: string): ManifestRow[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    const number = index + 1
    return lineRows(line, number).map((row) => ({ ...row, lines: { from: number, to: number } }))
  })
}

function lineRows(line: string, number: number): ManifestRow[] {
  try {
    return jsonLine(parseJson(line, number))
  } catch (fault) {
    if (!(fault instanceof ManifestFault)) throw fault
    throw new ManifestFault(fault.message.replace(/^line 1:/, `line ${number}:`))
  }
}

function parseJson(text: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ManifestFault(`line ${line}: not valid JSON`)
  }
}
