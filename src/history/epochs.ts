import { groupBy } from '../model/group-by.ts'
import { type CurveName, curveNames, type EpochRecord, type HistoryGap } from '../model/history.ts'
import type { Span } from '../model/span.ts'

/** One line, record or event of a log, with the curves already recognised. */
export interface LogRow {
  epoch: number | null
  step: number | null
  span: Span | null
  values: ReadonlyMap<CurveName, number>
}

/**
 * Rows of one run, in the order of the log, to one record per epoch. Rows are gathered by their epoch; fractions of
 * an epoch (Hugging Face) belong to the epoch that they are in. Without epochs, each logged validation closes one;
 * without those, consecutive steps are epochs; without steps, rows are.
 */
export function epochsOf(rows: readonly LogRow[]): { epochs: EpochRecord[]; gaps: HistoryGap[] } {
  if (rows.some((row) => row.epoch !== null)) return recordsOf(byEpoch(withEpochs(rows), Math.ceil))
  const steps = rows.flatMap((row) => row.step ?? [])
  if (steps.length === 0) return recordsOf(rows.map((row, index) => [index, [row]]))
  const isValidation = (row: LogRow) =>
    row.values.has('validationLoss') || row.values.has('validationAccuracy')
  const closing = [...new Set(rows.flatMap((row) => (isValidation(row) ? (row.step ?? []) : [])))]
  closing.sort((a, b) => a - b)
  const stepped = rows.map((row) => ({ ...row, epoch: row.step ?? 0 }))
  const perEpoch = consecutive(steps) && consecutive(closing)
  if (closing.length > 1 && !perEpoch) {
    const last = closing.at(-1) ?? 0
    const inside = stepped.filter((row) => row.epoch <= last)
    return recordsOf(byEpoch(inside, (step) => closing.find((end) => step <= end) ?? last))
  }
  if (consecutive(steps)) return recordsOf(byEpoch(stepped, (step) => step))
  const reason = 'logged per step, with neither an epoch nor a validation: epochs cannot be told apart'
  return { epochs: [], gaps: [{ line: rows[0]?.span?.line ?? null, reason }] }
}

type Numbered = LogRow & { epoch: number }

/** A row without an epoch (Lightning logs the learning rate so) belongs to the next row that has one. */
function withEpochs(rows: readonly LogRow[]): Numbered[] {
  let next = rows.findLast((row) => row.epoch !== null)?.epoch ?? 0
  const numbered = rows.toReversed().map((row) => {
    next = row.epoch ?? next
    return { ...row, epoch: next }
  })
  return numbered.toReversed()
}

function byEpoch(rows: readonly Numbered[], epochOf: (value: number) => number): [number, LogRow[]][] {
  return [...groupBy(rows, ({ epoch }) => epochOf(epoch))].sort(([a], [b]) => a - b)
}

/** True for 0, 1, 2, ... or 1, 2, 3, ... with any repetitions. */
function consecutive(steps: readonly number[]): boolean {
  const distinct = [...new Set(steps)].sort((a, b) => a - b)
  const first = distinct[0] ?? 0
  return first <= 1 && distinct.every((step, index) => step === first + index)
}

function recordsOf(groups: readonly [number, readonly LogRow[]][]): {
  epochs: EpochRecord[]
  gaps: HistoryGap[]
} {
  const epochs = groups
    .map(([epoch, rows]): EpochRecord => {
      const record: EpochRecord = {
        ...empty,
        epoch,
        span: rows.findLast((row) => row.span !== null)?.span ?? null,
      }
      for (const curve of curveNames) {
        const values = rows.flatMap((row) => row.values.get(curve) ?? [])
        record[curve] = summarise(curve, values)
      }
      return record
    })
    .filter((record) => curveNames.some((curve) => curve !== 'learningRate' && record[curve] !== null))
  return { epochs, gaps: [] }
}

const empty = {
  trainLoss: null,
  trainAccuracy: null,
  validationLoss: null,
  validationAccuracy: null,
  learningRate: null,
}

/** Training metrics of several batches are averaged, as Keras does within an epoch; of the others the last counts. */
function summarise(curve: CurveName, values: readonly number[]): number | null {
  if (curve === 'trainLoss' || curve === 'trainAccuracy') {
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
  }
  return values.at(-1) ?? null
}
