import type { Location } from '../../../src/model/finding.ts'
import type { CurveName, EpochRecord, TrainingHistory } from '../../../src/model/history.ts'

export interface Point {
  epoch: number
  value: number
  record: EpochRecord
}

/** The finite values of a curve, in order. */
export function pointsOf(history: TrainingHistory, curve: CurveName): Point[] {
  return history.epochs.flatMap((record) => {
    const value = record[curve]
    return value !== null && Number.isFinite(value) ? [{ epoch: record.epoch, value, record }] : []
  })
}

export interface Pair {
  epoch: number
  train: number
  validation: number
  record: EpochRecord
}

/** The epochs in which training and validation were both measured. */
export function pairsOf(history: TrainingHistory, quantity: 'loss' | 'accuracy'): Pair[] {
  const validation = new Map(
    pointsOf(history, quantity === 'loss' ? 'validationLoss' : 'validationAccuracy').map((point) => [
      point.record,
      point.value,
    ]),
  )
  return pointsOf(history, quantity === 'loss' ? 'trainLoss' : 'trainAccuracy').flatMap((point) => {
    const other = validation.get(point.record)
    return other === undefined
      ? []
      : [{ epoch: point.epoch, train: point.value, validation: other, record: point.record }]
  })
}

/** The last `share` of a list, at least `least` items of it. */
export function tail<T>(list: readonly T[], share: number, least: number): T[] {
  return list.slice(Math.max(0, list.length - Math.max(least, Math.ceil(list.length * share))))
}

export const valuesOf = (points: readonly Point[]) => points.map((point) => point.value)

/** The log, at the line of the epoch where it has lines. */
export function placeOf(history: TrainingHistory, record: EpochRecord | undefined): Location {
  return record?.span ?? { path: history.file }
}
