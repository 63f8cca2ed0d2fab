import type { Dataset } from '../../src/model/dataset.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { TrainingHistory } from '../../src/model/history.ts'
import { defineRule } from '../../src/model/rule.ts'
import { sideOf } from './curves/data.ts'
import { placeOf, pointsOf, tail, valuesOf } from './curves/points.ts'
import { evidenceOf, percent, runOf } from './curves/words.ts'
import { standardError } from './statistics/sampling.ts'
import { median, trendOf } from './statistics/trend.ts'

/** Beside sampling error: batches of unequal size and rounding in logs. */
const slack = 0.01

export default defineRule({
  id: 'symptoms/stuck-at-chance',
  severity: 'info',
  needs: ['history'],
  wants: ['dataset'],
  maturity: 'stable',
  docs: {
    what: 'The accuracy stays at what guessing, or always naming the largest class, would score.',
    why: 'The model has not begun to learn (or learns nothing that carries over to validation): inputs, labels, loss or learning rate are wrong in a way that more epochs do not mend.',
    how: 'See whether the model can learn ten images by heart. If not: check the input scaling, that labels belong to their images, that loss and last activation fit, and try a learning rate 10 times higher and lower. If only validation is stuck: compare its preprocessing and class order with those of training.',
    fixSafety: 'A symptom has no fix of its own; see the causes that the diagnosis ranks.',
    references: [
      'Karpathy, A Recipe for Training Neural Networks (2019): verify loss at initialisation, overfit one batch, https://karpathy.github.io/2019/04/25/recipe/',
      'Mann, Nonparametric tests against trend, Econometrica 13 (1945)',
    ],
    bad: 'two balanced classes\nepoch,accuracy,loss\n0,0.51,0.694\n1,0.49,0.693\n...\n9,0.50,0.693',
    good: 'epoch,accuracy,loss\n0,0.61,0.65\n1,0.72,0.55\n...\n9,0.95,0.15',
  },
  *check({ history: histories, dataset }) {
    for (const history of histories) {
      const finding = stuck(history, 'train', dataset) ?? stuck(history, 'validation', dataset)
      if (finding !== null) yield finding
    }
  },
})

/**
 * The median accuracy of the run's second half is no better than the chance level by more than two standard errors
 * (one-sided 2.5 %), and the whole run shows no rising trend (Mann-Kendall, 5 %). The chance level is the largest
 * class' share where the data are known; else 1/C for the C that accuracy *and* loss agree on (see `guessedClasses`).
 */
function stuck(
  history: TrainingHistory,
  side: 'train' | 'validation',
  dataset: Dataset | undefined,
): FindingDraft | null {
  const points = pointsOf(history, side === 'train' ? 'trainAccuracy' : 'validationAccuracy')
  if (points.length < 5) return null
  const late = median(valuesOf(tail(points, 0.5, 3)))
  const data = sideOf(dataset, side) ?? sideOf(dataset, 'all')
  const losses = valuesOf(pointsOf(history, side === 'train' ? 'trainLoss' : 'validationLoss'))
  const classes = data?.classes ?? guessedClasses(late, losses)
  if (classes === null || classes < 2) return null
  const level = data?.majority ?? 1 / classes
  const margin = slack + (data === null ? 0 : 2 * standardError(level, data.samples))
  if (late > level + margin || trendOf(valuesOf(points)).rising < 0.05) return null
  const last = points.at(-1)
  const title = side === 'train' ? 'training' : 'validation'
  const guess =
    data !== null && level > 1.2 / classes
      ? 'always naming the largest class'
      : `guessing among ${classes} classes`
  return {
    message: `${runOf(history)}the ${title} accuracy stays at ${percent(late)}; ${guess} scores ${percent(level)}`,
    locations: [placeOf(history, last?.record)],
    confidence: data === null ? 0.6 : 0.9,
    evidence: { ...evidenceOf(history, { accuracy: late, chance: level, classes, margin }), side },
  }
}

/**
 * Without a dataset: the number of classes C such that the accuracy is 1/C (to a tenth of it) and the loss ln C, that
 * of a uniform guess (to a tenth of it, or above). That both agree by accident is unlikely for a model that learns:
 * its loss falls below ln C before its accuracy says so.
 */
function guessedClasses(accuracy: number, losses: readonly number[]): number | null {
  if (accuracy <= 0 || losses.length === 0) return null
  const classes = Math.round(1 / accuracy)
  const near = Math.abs(accuracy * classes - 1) < 0.1
  const loss = median(tail(losses, 0.5, 3))
  return near && classes > 1 && loss > 0.9 * Math.log(classes) ? classes : null
}
