import type { TrainingHistory } from '../../../src/model/history.ts'
import { pointsOf } from './points.ts'
import { figure } from './words.ts'

/** The learning rate fell between this epoch and the one before. */
interface RateStep {
  epoch: number
  from: number
  to: number
}

/** A step is a fall by more than a quarter: smooth decay (cosine, exponential) has none. */
const stepRatio = 0.75

/** The steps of the learning rate; null when it was not logged. */
export function rateSteps(history: TrainingHistory): RateStep[] | null {
  const points = pointsOf(history, 'learningRate')
  if (points.length === 0) return null
  return points.flatMap(({ epoch, value }, index) => {
    const before = points[index - 1]?.value ?? value
    return value < stepRatio * before ? [{ epoch, from: before, to: value }] : []
  })
}

/** `the learning rate fell at epochs 12 (to 0.001) and 20 (to 0.0001)`. */
export function wordsOfSteps(steps: readonly RateStep[] | null): string {
  if (steps === null) return 'the learning rate is not in the log'
  if (steps.length === 0) return 'the learning rate was never lowered by a step'
  const shown = steps.slice(0, 4).map(({ epoch, to }) => `${epoch} (to ${figure(to)})`)
  return `the learning rate was lowered at epoch ${shown.join(', ')}${steps.length > 4 ? ' and later' : ''}`
}
