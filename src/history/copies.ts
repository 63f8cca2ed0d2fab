import { curveNames, type TrainingHistory } from '../model/history.ts'

const compared = curveNames.filter((curve) => curve !== 'learningRate')

/**
 * Leaves out the second telling of a run: one training is often logged as CSV, as TensorBoard events and as JSON at
 * once. Equal are runs with the same curves to five digits (events hold 32-bit floats); a log with lines is kept.
 */
export function withoutCopies(histories: readonly TrainingHistory[]): TrainingHistory[] {
  const kept = new Map<string, TrainingHistory>()
  const hasLines = ({ epochs }: TrainingHistory) => epochs.some(({ span }) => span !== null)
  for (const history of histories) {
    const key = history.epochs.length === 0 ? `${history.file} ${history.run}` : curvesOf(history)
    const known = kept.get(key)
    if (known === undefined || (!hasLines(known) && hasLines(history))) kept.set(key, history)
  }
  return histories.filter((history) => [...kept.values()].includes(history))
}

function curvesOf({ epochs }: TrainingHistory): string {
  const digits = (value: number | null) => (value === null ? '' : value.toPrecision(5))
  return epochs.map((record) => compared.map((curve) => digits(record[curve])).join(' ')).join('\n')
}
