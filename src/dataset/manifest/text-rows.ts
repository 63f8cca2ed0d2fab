import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { imageName, ManifestFault, type ManifestRow, unnamed } from './row.ts'

/** Lines that show how the columns are separated. */
const sampleLines = 20

/**
 * The rows of separated text (RFC 4180: quoted cells may hold separators, line breaks and doubled quotes). Empty lines
 * are left out, and so are comments (`# ...`) and `sep=;` before the header. A first line that names an image file is
 * a row and no header.
 * @param separator as written; null looks at the first lines
 * @throws ManifestFault
 */
export function tableRows(text: string, separator: string | null): ManifestRow[] {
  const { from, told } = beginning(text)
  const [header, ...rows] = parseTable(text, separator ?? told ?? separatorOf(text, from), from)
  if (header === undefined) return []
  const headless = header.record.some((cell) => imageName.test(cell.trim()))
  const columns = header.record.map((column, at) => (headless ? unnamed(at) : column.trim()))
  return rowsOf(headless ? [header, ...rows] : rows, columns)
}

/**
 * The rows of separated text as `pandas.read_csv` takes it: the first line is the header.
 * @throws ManifestFault
 */
export function rowsBelowHeader(text: string, separator: string): ManifestRow[] {
  const [header, ...rows] = parseTable(text.replace(/^\ufeff/, ''), separator, 1)
  return rowsOf(
    rows,
    (header?.record ?? []).map((column) => column.trim()),
  )
}

/**
 * The rows of a plain list: `path label` in each line, separated by tabs, commas, semicolons or spaces; only the last
 * space counts where the paths hold some themselves. Without a header unless one of its columns has a name that `isHeader`
 * knows.
 * @throws ManifestFault
 */
export function listRows(text: string, isHeader: (cell: string) => boolean): ManifestRow[] {
  const { from, told } = beginning(text)
  const separator = told ?? separatorOf(text, from)
  const records =
    text.includes(separator) && separator !== ' ' ? parseTable(text, separator, from) : bySpaces(text, from)
  const [first] = records
  if (first === undefined) return []
  if (first.record.some((cell) => isHeader(cell.trim())))
    return rowsOf(
      records.slice(1),
      first.record.map((column) => column.trim()),
    )
  const most = Math.max(...records.slice(0, sampleLines).map(({ record }) => record.length))
  return rowsOf(
    records,
    Array.from({ length: most }, (_, at) => unnamed(at)),
  )
}

/** Where the table begins (the number of its first line), and the separator that a line before it tells. */
function beginning(text: string): { from: number; told: string | null } {
  const lines = text.slice(0, 1 << 16).split(/\r?\n/)
  const [, told = null] = /^sep=(.)$/.exec(lines[0] ?? '') ?? []
  const first = lines.findIndex(
    (line, at) => line !== '' && !line.startsWith('#') && !(at === 0 && told !== null),
  )
  return { from: Math.max(0, first) + 1, told }
}

/** What stands equally often in each of the first lines; Excel writes semicolons where the comma is the decimal sign. */
function separatorOf(text: string, from: number): string {
  const lines = text.slice(0, 1 << 16).split(/\r\n|\n|\r/)
  const shown = lines
    .slice(from - 1, from - 1 + sampleLines)
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/"[^"]*"/g, ''))
  const times = (line: string | undefined, separator: string) => (line ?? '').split(separator).length - 1
  const [first] = shown
  const often = (separator: string) => {
    const count = times(first, separator)
    return shown.every((line) => times(line, separator) === count) ? count : 0
  }
  const best = usual.reduce((before, one) => (often(one) > often(before) ? one : before))
  if (often(best) > 0) return best
  const seen = usual.find((separator) => times(first, separator) > 0)
  return seen ?? (shown.length > 1 && often(' ') > 0 ? ' ' : ',')
}

const usual = [',', ';', '\t', '|']

const Record = z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) })
type Record = z.infer<typeof Record>

function rowsOf(records: readonly Record[], columns: readonly string[]): ManifestRow[] {
  return records.flatMap(({ record, info }) => {
    const named = record.map((cell, index) => [columns[index] ?? '', cell.trim()] as const)
    const cells = new Map(named.filter(([column, cell]) => column !== '' && cell !== ''))
    const breaks = record.join('').split(/\r\n|\n|\r/).length - 1
    return cells.size === 0 ? [] : [{ cells, lines: { from: info.lines - breaks, to: info.lines } }]
  })
}

function bySpaces(text: string, from: number): Record[] {
  const lines = text.split(/\r?\n/).map((line, at) => ({ line: line.trim(), number: at + 1 }))
  const filled = lines.filter(({ line, number }) => line !== '' && number >= from)
  const words = filled.map(({ line }) => line.split(/\s+/))
  const even = words.every((one) => one.length === words[0]?.length)
  return filled.map(({ line, number }, at) => {
    const [, path = line, label] = /^(.*\S)\s+(\S+)$/.exec(line) ?? []
    const pair = label === undefined ? [path] : [path, label]
    return { record: even ? (words[at] ?? []) : pair, info: { lines: number } }
  })
}

function parseTable(text: string, delimiter: string, from: number): Record[] {
  try {
    const relaxed = { relax_column_count: true, relax_quotes: true, skip_empty_lines: true }
    return z.array(Record).parse(parse(text, { ...relaxed, delimiter, from_line: from, info: true }))
  } catch (fault) {
    if (!(fault instanceof CsvError)) throw fault
    const line = 'lines' in fault && typeof fault.lines === 'number' ? fault.lines : 1
    throw new ManifestFault(`line ${line}: a quoted cell does not end well`)
  }
}
