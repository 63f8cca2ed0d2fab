import { addTo } from '../model/group-by.ts'
import type { CurveName, HistoryFormat, HistoryGap } from '../model/history.ts'
import type { Span } from '../model/span.ts'
import { type Cell, isMissing, numberOf } from './cells.ts'
import type { LogRow } from './epochs.ts'
import { assignCurves, type Candidate, readMetricName, sideOfWord } from './names.ts'
import type { ReadLog } from './runs.ts'

export interface TableRow {
  cells: ReadonlyMap<string, Cell>
  span: Span | null
}

/** A log in rows and named columns: CSV, or JSON records. */
export interface Table {
  file: string
  format: HistoryFormat
  columns: readonly string[]
  rows: readonly TableRow[]
  gaps: HistoryGap[]
}

const named = (columns: readonly string[], names: RegExp) =>
  columns.find((column) => names.test(column.trim().toLowerCase()))

/** Which columns are no metrics but say what a row is about. */
interface Frame {
  epoch: string | undefined
  step: string | undefined
  /** Holds `train` or `val` in every row. */
  side: string | undefined
  run: string | undefined
}

/**
 * Recognises a training log among tables; null for every other table (labels, predictions, results of several
 * models). Wanted is a loss or accuracy column, and rows that are epochs: an epoch or step column that seldom falls
 * back, or, without one, nothing but numbers and two curves.
 */
export function readTable(table: Table): ReadLog | null {
  const frame = frameOf(table)
  const candidates = candidatesOf(table, frame)
  const metrics = candidates.filter((one) => one.quantity !== 'learningRate' && one.values > 0)
  if (metrics.length === 0) return null
  if (frame.epoch === undefined && frame.step === undefined && !(metrics.length > 1 && allNumbers(table))) {
    return null
  }
  const curves = assignCurves(candidates)
  const runs = new Map<string, LogRow[]>()
  const gaps = [...table.gaps]
  const lastNumber = lastFiniteRows(table, [...curves.values()])
  for (const [index, row] of table.rows.entries()) {
    const { values, unreadable } = valuesOf(row, index, { frame, curves, lastNumber })
    const faulty = unreadable[0]
    if (faulty !== undefined) {
      gaps.push({ line: row.span?.line ?? null, reason: `"${faulty}" is not a number` })
    }
    const run = frame.run === undefined ? '' : `${frame.run} ${row.cells.get(frame.run) ?? ''}`.trim()
    const logged: LogRow = {
      epoch: placeOf(row, frame.epoch),
      step: placeOf(row, frame.step),
      span: row.span,
      values,
    }
    addTo(runs, run, logged)
  }
  if (frame.side !== undefined) for (const rows of runs.values()) rows.sort(byEpoch)
  if ([...runs.values()].some(fallsOften)) return null
  gaps.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  return { file: table.file, format: table.format, names: namesOf(curves), runs, gaps }
}

function frameOf({ columns, rows }: Table): Frame {
  const filled = (column: string, fits: (cell: Cell) => boolean) =>
    rows.length > 0 && rows.every(({ cells }) => fits(cells.get(column) ?? ''))
  const index = columns[0]
  const unnamed = index !== undefined && /^(|index|unnamed: 0)$/i.test(index.trim()) ? index : undefined
  const counts = unnamed !== undefined && rows.every(({ cells }, row) => numberOf(cells.get(unnamed)) === row)
  const side = named(columns, /^(phase|split|subset|set|mode|stage)$/)
  return {
    epoch: named(columns, /^epoch$/) ?? (counts ? unnamed : undefined),
    step: named(columns, /^(step|global[ _]step|iteration|iter)$/),
    side:
      side !== undefined && filled(side, (cell) => sideOfWord(`${cell}`) !== undefined) ? side : undefined,
    run: named(columns, /^(run|run[ _]?(id|name)|fold|trial([ _]id)?|experiment|seed)$/),
  }
}

/** Metric columns; in a table with a side column each counts once per side, as `val accuracy`. */
function candidatesOf({ columns, rows }: Table, frame: Frame): Candidate[] {
  const counts = new Map<string, number>()
  for (const column of columns) {
    if (Object.values(frame).includes(column) || readMetricName(column) === null) continue
    for (const { cells } of rows) {
      if (numberOf(cells.get(column)) === null) continue
      const name = curveSource(column, cells, frame)
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  return [...counts].flatMap(([name, values]) => {
    const metric = readMetricName(name)
    return metric === null ? [] : [{ ...metric, values }]
  })
}

const curveSource = (column: string, cells: ReadonlyMap<string, Cell>, frame: Frame) =>
  frame.side === undefined ? column : `${cells.get(frame.side) ?? ''} ${column}`

interface Reading {
  frame: Frame
  curves: ReadonlyMap<CurveName, string>
  lastNumber: ReadonlyMap<string, number>
}

/** A NaN that finite values follow is a missing value: no network recovers from NaN weights. */
function valuesOf(row: TableRow, index: number, { frame, curves, lastNumber }: Reading) {
  const values = new Map<CurveName, number>()
  const unreadable: string[] = []
  for (const column of row.cells.keys()) {
    const source = curveSource(column, row.cells, frame)
    for (const [curve, name] of curves) {
      if (name !== source) continue
      const cell = row.cells.get(column)
      const value = numberOf(cell)
      if (value === null) {
        if (!isMissing(cell)) unreadable.push(`${cell}`)
      } else if (!Number.isNaN(value) || index > (lastNumber.get(column) ?? -1)) values.set(curve, value)
    }
  }
  return { values, unreadable }
}

function lastFiniteRows({ columns, rows }: Table, sources: readonly string[]): Map<string, number> {
  const known = columns.filter((column) => sources.some((source) => source.endsWith(column)))
  return new Map(
    known.map((column) => [
      column,
      rows.findLastIndex(({ cells }) => Number.isFinite(numberOf(cells.get(column)) ?? Number.NaN)),
    ]),
  )
}

function placeOf(row: TableRow, column: string | undefined): number | null {
  const value = column === undefined ? null : numberOf(row.cells.get(column))
  return value !== null && Number.isFinite(value) ? value : null
}

const allNumbers = ({ columns, rows }: Table) =>
  rows.every(({ cells }) =>
    columns.every((column) => isMissing(cells.get(column)) || numberOf(cells.get(column)) !== null),
  )

const byEpoch = (a: LogRow, b: LogRow) => (a.epoch ?? 0) - (b.epoch ?? 0)

/** Epochs that fall back in more than a quarter of the rows are no epochs (a table of models and their best epoch). */
function fallsOften(rows: readonly LogRow[]): boolean {
  const counted = rows.some((row) => row.epoch !== null)
  const places = rows.flatMap((row) => (counted ? row.epoch : row.step) ?? [])
  const falls = places.filter((place, index) => place < (places[index - 1] ?? place)).length
  return falls > places.length / 4
}

const namesOf = (curves: ReadonlyMap<CurveName, string>): ReadLog['names'] => Object.fromEntries(curves)
