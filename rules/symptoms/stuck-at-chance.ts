import type { Dataset } from '../../src/model/dataset.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { TrainingHistory } from '../../src/model/history.ts'
import { defineRule } from '../../src/model/rule.ts'
import { chanceOf } from './curves/chance.ts'
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
 * The median accuracy of the run's second half is no better than chance by more than two standard errors (one-sided
 * 2.5 %), and the whole run shows no rising trend (Mann-Kendall, 5 %).
 */
function stuck(
  history: TrainingHistory,
  side: 'train' | 'validation',
  dataset: Dataset | undefined,
): FindingDraft | null {
  const points = pointsOf(history, `${side}Accuracy`)
  const chance = chanceOf(history, side, dataset)
  if (points.length < 5 || chance === null || chance.classes < 2) return null
  const { level, classes, samples } = chance
  const late = median(valuesOf(tail(points, 0.5, 3)))
  const margin = slack + (samples === null ? 0 : 2 * standardError(level, samples))
  if (late > level + margin || trendOf(valuesOf(points)).rising < 0.05) return null
  const title = side === 'train' ? 'training' : 'validation'
  const guess =
    level > 1.2 / classes ? 'always naming the largest class' : `guessing among ${classes} classes`
  return {
    message: `${runOf(history)}the ${title} accuracy stays at ${percent(late)}; ${guess} scores ${percent(level)}`,
    locations: [placeOf(history, points.at(-1)?.record)],
    confidence: samples === null ? 0.6 : 0.9,
    evidence: { ...evidenceOf(history, { accuracy: late, chance: level, classes, margin }), side },
  }
}
