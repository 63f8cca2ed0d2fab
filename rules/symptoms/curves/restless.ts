import type { TrainingHistory } from '../../../src/model/history.ts'
import { noiseOf } from '../statistics/noise.ts'
import { median } from '../statistics/trend.ts'
import { type Point, pointsOf, valuesOf } from './points.ts'

/** Validation that goes on jumping when the weights hardly move any more. */
export interface Restless {
  /** Standard deviation from epoch to epoch at the low rate, and before. */
  jitter: number
  before: number
  /** The highest rate of the epochs compared, and the highest of the run. */
  rate: number
  first: number
  last: Point
}

/** Rates from the first to this share of it count as low: steps are at most a twentieth as long. */
const low = 1 / 20

/**
 * Jumps of a model that learns shrink with the learning rate; those of an evaluation that draws lots (random
 * transforms, dropout left on, a sample of the images) do not. Compares the noise of the validation accuracy in the
 * last epochs at a low rate (six at least) with that before. null where it shrank to less than half, where most epochs
 * move less than two of the `samples` images, or where no rate or no such stretch is in the log. Measured on grocery
 * photos (bench/diagnosis): at a thousandth of the rate a plain validation moves by one of 120 images or none, an
 * augmented one by 3 to 10.
 */
export function restlessAtLowRate(history: TrainingHistory, samples: number): Restless | null {
  const points = pointsOf(history, 'validationAccuracy')
  const rateOf = ({ record }: Point) => record.learningRate ?? Number.POSITIVE_INFINITY
  const first = Math.max(...points.map(rateOf))
  const start = points.findLastIndex((point) => rateOf(point) > low * first) + 1
  const [early, late] = [points.slice(0, start), points.slice(start)]
  const last = late.at(-1)
  if (!Number.isFinite(first) || late.length < 6 || last === undefined) return null
  const [before, jitter] = [noiseOf(valuesOf(early)), noiseOf(valuesOf(late))]
  if (before === null || jitter === null || jitter.deviation < before.deviation / 2) return null
  const moves = late.slice(1).map((point, index) => Math.abs(point.value - (late[index]?.value ?? 0)))
  // Half an image of room, for logs of a few digits.
  if (median(moves) * samples < 1.5) return null
  return {
    jitter: jitter.deviation,
    before: before.deviation,
    rate: Math.max(...late.map(rateOf)),
    first,
    last,
  }
}
