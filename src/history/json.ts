import { parse } from 'jsonc-parser'
import { z } from 'zod'
import type { HistoryGap } from '../model/history.ts'
import type { Cell } from './cells.ts'
import { spanOf } from './csv.ts'
import { readMetricName } from './names.ts'
import type { ReadLog } from './runs.ts'
import { readTable, type TableRow } from './table.ts'

const Value = z.union([z.number(), z.string()])
const Curve = z.union([
  z.array(Value.nullable()),
  // As pandas writes a column: {"0": 0.7, "1": 0.5}.
  z.record(z.string().regex(/^\d+$/), Value.nullable()).transform((column) => Object.values(column)),
])
const Wrapped = z.union([z.object({ history: z.json() }), z.object({ log_history: z.json() })])
const Columns = z.record(z.string(), z.json())
const Records = z.array(Columns).min(1)

/**
 * `History.history` of Keras as JSON, bare or under `history`; a list of records (Hugging Face's `log_history`
 * too). Cut-off files are read as far as they go; Python's NaN and Infinity are understood. null for other JSON.
 */
export function readJson(file: string, text: string): ReadLog | null {
  // A number at the end of a cut-off file may lack digits: it goes too.
  const whole = endsWell(text) ? text : text.slice(0, Math.max(0, text.lastIndexOf(',')))
  const value: unknown = parse(quoteNumbers(whole), [], { allowTrailingComma: true })
  const wrapped = Wrapped.safeParse(value)
  const inner: unknown = wrapped.success ? Object.values(wrapped.data)[0] : value
  const gaps = endsWell(text) ? [] : [{ line: null, reason: 'the file is cut off' }]
  const records = Records.safeParse(inner)
  if (records.success) return readRecords(file, records.data, gaps)
  const columns = Columns.safeParse(inner)
  return columns.success ? readColumns(file, columns.data, gaps) : null
}

/** One JSON object per line. Lines that are none become gaps. */
export function readJsonLines(file: string, text: string): ReadLog | null {
  const gaps: HistoryGap[] = []
  const rows: TableRow[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue
    const record = Columns.safeParse(endsWell(line) ? parse(quoteNumbers(line)) : null)
    if (record.success) rows.push({ cells: cellsOf(record.data), span: spanOf(file, index + 1, line) })
    else gaps.push({ line: index + 1, reason: 'is not a JSON object' })
  }
  return readTable({ file, format: 'jsonl', columns: columnsOf(rows), rows, gaps })
}

/** A cheap look at the beginning of a file: is one of its keys a metric, or a known wrapping? */
export function mayHoldLog(head: string): boolean {
  return [...head.matchAll(/"([^"\\\n]{1,60})"\s*:/g)].some(
    ([, key]) => key !== undefined && (/^(log_)?history$/.test(key) || readMetricName(key) !== null),
  )
}

const endsWell = (text: string) => /[\]}]\s*$/.test(text)

/** Python writes NaN and Infinity bare, which is no JSON: as strings they come through. */
function quoteNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
    found.startsWith('"') ? found : `"${found}"`,
  )
}

function readRecords(file: string, records: z.infer<typeof Records>, gaps: HistoryGap[]): ReadLog | null {
  const rows = records.map((record) => ({ cells: cellsOf(record), span: null }))
  return readTable({ file, format: 'json', columns: columnsOf(rows), rows, gaps })
}

function cellsOf(record: z.infer<typeof Columns>): Map<string, Cell> {
  const cells = new Map<string, Cell>()
  for (const [name, value] of Object.entries(record)) {
    const cell = Value.safeParse(value)
    if (cell.success) cells.set(name, cell.data)
  }
  return cells
}

const columnsOf = (rows: readonly TableRow[]) => [...new Set(rows.flatMap(({ cells }) => [...cells.keys()]))]

/** Metric name -> one value per epoch. A JSON of lists is a history if at least two of them are curves. */
function readColumns(file: string, columns: z.infer<typeof Columns>, gaps: HistoryGap[]): ReadLog | null {
  const curves = new Map<string, Cell[]>()
  for (const [name, value] of Object.entries(columns)) {
    const curve = Curve.safeParse(value)
    if (curve.success && readMetricName(name) !== null) {
      curves.set(
        name,
        curve.data.map((cell) => cell ?? ''),
      )
    }
  }
  const longest = Math.max(0, ...[...curves.values()].map((curve) => curve.length))
  const rows = Array.from({ length: longest }, (_, epoch) => ({
    cells: new Map<string, Cell>([
      ['epoch', epoch],
      ...[...curves].map(([name, curve]): [string, Cell] => [name, curve[epoch] ?? '']),
    ]),
    span: null,
  }))
  return readTable({ file, format: 'json', columns: ['epoch', ...curves.keys()], rows, gaps })
}
