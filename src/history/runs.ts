import type { EpochRecord, HistoryFormat, HistoryGap, TrainingHistory } from '../model/history.ts'
import { epochsOf, type LogRow } from './epochs.ts'

/** What a reader found in one log, before runs are told apart. `gaps` concern the log as a whole. */
export interface ReadLog {
  file: string
  format: HistoryFormat
  names: TrainingHistory['names']
  /** Rows per run, under the name that the log gives the run; one entry with an empty name if it gives none. */
  runs: ReadonlyMap<string, readonly LogRow[]>
  gaps: HistoryGap[]
}

/**
 * The histories of a log: a run begins anew where the epochs fall back (a logger that appends, a training that was
 * started again). Accuracies logged in percent become 0..1. A log of which nothing could be read but gaps remains as
 * a history without epochs, so that the gaps are seen.
 */
export function historiesOf(log: ReadLog): TrainingHistory[] {
  const found: { name: string; epochs: EpochRecord[]; gaps: HistoryGap[] }[] = []
  for (const [name, rows] of log.runs) {
    const parts = splitRuns(rows)
    for (const [index, part] of parts.entries()) {
      const { epochs, gaps } = epochsOf(part)
      if (epochs.length === 0 && gaps.length === 0) continue
      const ordinal = parts.length > 1 ? `run ${index + 1}` : ''
      found.push({ name: [name, ordinal].filter((word) => word !== '').join(' '), epochs, gaps })
    }
  }
  if (found.length === 0 && log.gaps.length > 0) found.push({ name: '', epochs: [], gaps: [] })
  return found.map(({ name, epochs, gaps }) => ({
    file: log.file,
    format: log.format,
    run: name,
    names: log.names,
    epochs: inShares(epochs),
    gaps: [...log.gaps, ...gaps],
  }))
}

function splitRuns(rows: readonly LogRow[]): LogRow[][] {
  const runs: LogRow[][] = []
  const counted = rows.some((row) => row.epoch !== null)
  let previous = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    const place = counted ? row.epoch : row.step
    const falls = place !== null && place < previous
    const current = runs.at(-1)
    if (current === undefined || falls) runs.push([row])
    else current.push(row)
    if (place !== null) previous = place
  }
  return runs
}

const accuracies = ['trainAccuracy', 'validationAccuracy'] as const

/** An accuracy above 1.5 can only be a percentage; then all of the run are. */
function inShares(epochs: EpochRecord[]): EpochRecord[] {
  const percent = epochs.some((record) => accuracies.some((curve) => (record[curve] ?? 0) > 1.5))
  if (!percent) return epochs
  return epochs.map((record) => {
    const shared = { ...record }
    for (const curve of accuracies) {
      const value = record[curve]
      shared[curve] = value === null ? null : value / 100
    }
    return shared
  })
}
