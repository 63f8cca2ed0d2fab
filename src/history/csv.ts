import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { HistoryGap } from '../model/history.ts'
import type { Span } from '../model/span.ts'
import { type Cell, numberOf } from './cells.ts'
import { readMetricName } from './names.ts'
import type { ReadLog } from './runs.ts'
import { readTable, type TableRow } from './table.ts'

/**
 * Keras `CSVLogger` files (any separator), Lightning's `metrics.csv` (training and validation on rows of their own)
 * and every other CSV with recognisable columns. null when the header names no metric.
 */
export function readCsv(file: string, text: string): ReadLog | null {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const first = lines.findIndex((line) => line.trim() !== '')
  const head = lines[first] ?? ''
  if (!isLogHeader(head)) return null
  const delimiter = delimiterOf(head)
  let header = cellsOf(head, delimiter) ?? []
  const columns = new Set(header)
  const rows: TableRow[] = []
  const gaps: HistoryGap[] = []
  for (const [index, line] of lines.entries()) {
    if (index <= first || line.trim() === '') continue
    const cells = cellsOf(line, delimiter)
    if (cells?.every(isText) && cells.some((cell) => readMetricName(cell) !== null)) {
      header = cells
      for (const column of header) columns.add(column)
    } else if (cells === null || cells.length !== header.length) {
      const reason =
        cells === null ? 'has unbalanced quotes' : `has ${cells.length} of ${header.length} columns`
      gaps.push({ line: index + 1, reason })
    } else {
      const entries = header.map((column, place): [string, Cell] => [column, cells[place] ?? ''])
      rows.push({ cells: new Map(entries), span: spanOf(file, index + 1, line) })
    }
  }
  return readTable({ file, format: 'csv', columns: [...columns], rows, gaps })
}

/** A cheap look at a header line: does it name a loss or an accuracy? */
export function isLogHeader(line: string): boolean {
  const cells = cellsOf(line.replace(/^\uFEFF/, ''), delimiterOf(line)) ?? []
  return cells.some((cell) => !isNumber(cell) && readMetricName(cell) !== null)
}

const isNumber = (cell: string) => numberOf(cell) !== null
const isText = (cell: string) => !isNumber(cell)

function delimiterOf(header: string): string {
  const count = (delimiter: string) => header.split(delimiter).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}

const Records = z.array(z.array(z.string()))

/**
 * One line's cells; null when its quotes are broken. A logger writes one line per row and never a line break in it.
 * Lines without quotes, nearly all, are cut without the parser: logs of every step have a million of them.
 */
function cellsOf(line: string, delimiter: string): string[] | null {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim())
  try {
    return Records.parse(parse(line, { delimiter, trim: true, relax_quotes: true }))[0] ?? []
  } catch {
    return null
  }
}

/** A whole line of a log. */
export function spanOf(path: string, line: number, text: string): Span {
  const snippet = text.slice(0, 200)
  return { path, line, column: 1, endLine: line, endColumn: text.length + 1, snippet }
}
