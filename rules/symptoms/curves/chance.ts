import type { Dataset } from '../../../src/model/dataset.ts'
import type { TrainingHistory } from '../../../src/model/history.ts'
import { median } from '../statistics/trend.ts'
import { sideOf } from './data.ts'
import { pointsOf, tail, valuesOf } from './points.ts'

/** What a model that has learned nothing scores. */
export interface Chance {
  /** 0..1 */
  level: number
  classes: number
  /** Images that the accuracy is measured on; null without a dataset. */
  samples: number | null
}

/**
 * The share of the largest class where the data are known; else 1/C for the number of classes C that accuracy and
 * loss agree on; null when neither is known.
 */
export function chanceOf(
  history: TrainingHistory,
  side: 'train' | 'validation',
  dataset: Dataset | undefined,
): Chance | null {
  const data = sideOf(dataset, side) ?? sideOf(dataset, 'all')
  if (data !== null) return { level: data.majority, classes: data.classes, samples: data.samples }
  const classes = guessedClasses(history, side)
  return classes === null ? null : { level: 1 / classes, classes, samples: null }
}

/**
 * The number of classes C such that the late accuracy is 1/C and the late loss ln C, that of a uniform guess, both to
 * a tenth. That both agree by accident is unlikely for a model that learns: ten classes at an accuracy of one half
 * have another loss than a coin toss.
 */
function guessedClasses(history: TrainingHistory, side: 'train' | 'validation'): number | null {
  const late = (curve: 'trainAccuracy' | 'trainLoss' | 'validationAccuracy' | 'validationLoss') =>
    median(tail(valuesOf(pointsOf(history, curve)), 0.5, 3))
  const accuracy = late(`${side}Accuracy`)
  const classes = Math.round(1 / accuracy)
  if (!(accuracy > 0) || classes < 2) return null
  const near = (value: number) => Math.abs(value - 1) < 0.1
  return near(accuracy * classes) && near(late(`${side}Loss`) / Math.log(classes)) ? classes : null
}
