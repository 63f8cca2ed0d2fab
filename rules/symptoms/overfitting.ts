import type { Dataset } from '../../src/model/dataset.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { TrainingHistory } from '../../src/model/history.ts'
import { defineRule } from '../../src/model/rule.ts'
import { sideOf } from './curves/data.ts'
import { type Pair, pairsOf, placeOf, tail } from './curves/points.ts'
import { evidenceOf, figure, percent, runOf } from './curves/words.ts'
import { noiseOf } from './statistics/noise.ts'
import { standardError } from './statistics/sampling.ts'
import { lowest, median, trendOf } from './statistics/trend.ts'

export default defineRule({
  id: 'symptoms/overfitting',
  severity: 'info',
  needs: ['history'],
  wants: ['dataset'],
  maturity: 'stable',
  docs: {
    what: 'Training goes on improving while validation gets worse, or stays far behind.',
    why: 'The model learns its training images by heart. Later epochs do harm, and the best epoch is not the last.',
    how: 'Stop early and keep the best weights; add augmentation, dropout or weight decay; unfreeze less of the trunk; get more images. First make sure that validation is right: a wrong preprocessing or wrong labels there look the same.',
    fixSafety: 'A symptom has no fix of its own; see the causes that the diagnosis ranks.',
    references: [
      'Prechelt, Early Stopping - But When?, Neural Networks: Tricks of the Trade (1998): generalisation loss against training progress',
      'Mann, Nonparametric tests against trend, Econometrica 13 (1945)',
    ],
    bad: 'epoch,loss,val_loss\n5,0.40,0.55\n15,0.15,0.71\n30,0.03,1.10',
    good: 'epoch,loss,val_loss\n5,0.40,0.55\n15,0.25,0.44\n30,0.20,0.41',
  },
  *check({ history: histories, dataset }) {
    for (const history of histories) {
      const finding = risingLoss(history) ?? openGap(history, dataset)
      if (finding !== null) yield finding
    }
  },
})

/**
 * After its best epoch (of the curve smoothed by medians of three) the validation loss rises (Mann-Kendall, 1 %) while
 * the training loss still falls (5 %), and ends above its best by 5 % and by two standard deviations of its noise: the
 * minimum of a noisy curve lies below the curve, so that significance alone would be too easily had.
 */
function risingLoss(history: TrainingHistory): FindingDraft | null {
  const pairs = pairsOf(history, 'loss')
  const validation = pairs.map((pair) => pair.validation)
  const smooth = validation.map((_, index) => median(validation.slice(Math.max(0, index - 1), index + 2)))
  const best = smooth.indexOf(lowest(smooth))
  const after = pairs.slice(best + 1)
  const bottom = smooth[best]
  const noise = noiseOf(validation)
  if (after.length < 5 || bottom === undefined || noise === null) return null
  const last = median(tail(after, 0, 3).map((pair) => pair.validation))
  const rise = trendOf(after.map((pair) => pair.validation))
  const fall = trendOf(after.map((pair) => pair.train))
  if (rise.rising > 0.01 || fall.falling > 0.05) return null
  if (last - bottom < Math.max(0.05 * Math.abs(bottom), 2 * noise.deviation)) return null
  const at = pairs[best]
  const end = pairs.at(-1)
  if (at === undefined || end === undefined) return null
  return {
    message: `${runOf(history)}the validation loss is best at epoch ${at.epoch} (${figure(bottom)}) and rises to ${figure(last)} by epoch ${end.epoch}, while the training loss still falls (${figure(at.train)} to ${figure(end.train)})`,
    locations: [placeOf(history, at.record)],
    confidence: 0.95,
    evidence: evidenceOf(history, {
      epoch: at.epoch,
      validationLossAtBest: bottom,
      validationLossAtEnd: last,
      trainLossAtBest: at.train,
      trainLossAtEnd: end.train,
      slopePerEpoch: rise.slope,
      p: rise.rising,
    }),
  }
}

/** Below this a gap between the accuracies is the usual price of generalisation. Ours, see the tests' healthy curves. */
const leastGap = 0.1

/** With fewer errors than this on its own images the model knows them by heart. */
const byHeart = 0.02

/**
 * In the last quarter training is ahead by more than `leastGap` and three standard errors of the validation accuracy;
 * at least half of that gap opened during the run, or training is down to `byHeart`; and over the second half
 * validation gains (Theil-Sen) less than a quarter of the gap. Speaks where the validation loss is not logged, or
 * stands still.
 */
function openGap(history: TrainingHistory, dataset: Dataset | undefined): FindingDraft | null {
  const pairs = pairsOf(history, 'accuracy')
  const [first] = pairs
  if (first === undefined || pairs.length < 8) return null
  const gapOf = (list: readonly Pair[]) => median(list.map((pair) => pair.train - pair.validation))
  const late = tail(pairs, 0.25, 3)
  const gap = gapOf(late)
  const accuracy = median(late.map((pair) => pair.validation))
  const samples = sideOf(dataset, 'validation')?.samples
  const error = samples === undefined ? 0 : standardError(accuracy, samples)
  const smallest = lowest(pairs.slice(0, pairs.length / 2).map((pair) => pair.train - pair.validation))
  const opened = gap - smallest >= gap / 2 || accuracy + gap > 1 - byHeart
  if (gap < Math.max(leastGap, 3 * error) || !opened) return null
  const half = tail(pairs, 0.5, 4).map((pair) => pair.validation)
  const gain = trendOf(half).slope * half.length
  if (gain > gap / 4) return null
  const opens = pairs[pairs.findLastIndex((pair) => pair.train - pair.validation <= gap / 2) + 1] ?? first
  return {
    message: `${runOf(history)}training accuracy ends ${percent(gap)} above validation (${percent(accuracy + gap)} against ${percent(accuracy)}), and validation hardly gains`,
    locations: [placeOf(history, opens.record)],
    confidence: 0.85,
    evidence: evidenceOf(history, {
      epoch: opens.epoch,
      gap,
      validationAccuracy: accuracy,
      standardError: error,
    }),
  }
}
