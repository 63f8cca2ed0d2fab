import type { Evidence } from '../../../src/model/finding.ts'
import type { TrainingHistory } from '../../../src/model/history.ts'

/** 0.8734 -> `87.3 %`. */
export const percent = (share: number) => `${(share * 100).toFixed(1)} %`

/** Three significant digits: 0.12345 -> `0.123`. */
export const figure = (value: number) => `${Number(value.toPrecision(3))}`

/** `run 2: ` in a log of several runs. */
export const runOf = ({ run }: TrainingHistory) => (run === '' ? '' : `${run}: `)

/** Numbers of a finding, rounded to four significant digits, beside the run that they belong to. */
export function evidenceOf(history: TrainingHistory, numbers: Record<string, number | null>): Evidence {
  const rounded = Object.entries(numbers).map(([name, value]) => [
    name,
    value === null || !Number.isFinite(value) ? null : Number(value.toPrecision(4)),
  ])
  return { run: history.run, epochs: history.epochs.length, ...Object.fromEntries(rounded) }
}
