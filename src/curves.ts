import { curveNames, type EpochRecord, type TrainingHistory } from './model/history.ts'
import type { CurvePoint, Curves } from './model/report.ts'

/** A drawing of a hand's width shows no more. */
const mostPoints = 200
/** Of a hyperparameter search with hundreds of runs nobody looks at all curves. */
const mostRuns = 12

/** The runs as the report carries them: long ones thinned out evenly, first and last epoch kept. */
export function curvesOf(histories: readonly TrainingHistory[]): Curves[] {
  return histories
    .filter(({ epochs }) => epochs.length > 1)
    .slice(0, mostRuns)
    .map(({ file, run, epochs }) => ({ file, run, points: thinned(epochs).map(pointOf) }))
}

function thinned(epochs: readonly EpochRecord[]): EpochRecord[] {
  const last = epochs.length - 1
  const count = Math.min(mostPoints, epochs.length)
  const kept = new Set(Array.from({ length: count }, (_, index) => Math.round((index * last) / (count - 1))))
  return epochs.filter((_, index) => kept.has(index))
}

/** JSON knows no NaN: where a run diverged the curve ends. */
function pointOf(record: EpochRecord): CurvePoint {
  const point: CurvePoint = {
    epoch: record.epoch,
    trainLoss: null,
    trainAccuracy: null,
    validationLoss: null,
    validationAccuracy: null,
    learningRate: null,
  }
  for (const curve of curveNames) {
    const value = record[curve]
    if (value !== null && Number.isFinite(value)) point[curve] = Number(value.toPrecision(6))
  }
  return point
}
