import type { Dataset } from '../../src/model/dataset.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { TrainingHistory } from '../../src/model/history.ts'
import { defineRule } from '../../src/model/rule.ts'
import { sideOf } from './curves/data.ts'
import { type Point, placeOf, pointsOf, tail, valuesOf } from './curves/points.ts'
import { rateSteps, wordsOfSteps } from './curves/schedule.ts'
import { evidenceOf, figure, percent, runOf } from './curves/words.ts'
import { noiseOf } from './statistics/noise.ts'
import { standardError } from './statistics/sampling.ts'
import { median, trendOf } from './statistics/trend.ts'

/** With less than this left to gain, standing still is convergence: error share, and cross-entropy in nats. */
const leastRoom = { validationAccuracy: 0.1, validationLoss: 0.35 }

export default defineRule({
  id: 'symptoms/plateau',
  severity: 'info',
  needs: ['history'],
  wants: ['dataset'],
  maturity: 'stable',
  docs: {
    what: 'Validation improved at first, then stood still for at least the last half of the run, with room left.',
    why: 'The epochs since then bought nothing: the steps have become too large or too small for this place, or what the frozen layers offer is used up.',
    how: 'Lower the learning rate when validation stands still (ReduceLROnPlateau with a patience well below the length of the plateau); if it was lowered and nothing followed, unfreeze the top of the trunk at a tenth of the rate, or look for label noise and a validation set that cannot be learned from this training set.',
    fixSafety: 'A symptom has no fix of its own; see the causes that the diagnosis ranks.',
    references: [
      "Sen, Estimates of the regression coefficient based on Kendall's tau, JASA 63 (1968)",
      'https://keras.io/api/callbacks/reduce_lr_on_plateau/',
    ],
    bad: 'epoch,val_accuracy,learning_rate\n8,0.71,0.01\n16,0.72,0.01\n32,0.71,0.01',
    good: 'epoch,val_accuracy,learning_rate\n8,0.71,0.01\n16,0.80,0.001\n32,0.84,0.0001',
  },
  *check({ history: histories, dataset }) {
    for (const history of histories) {
      const finding =
        plateau(history, 'validationAccuracy', dataset) ??
        (pointsOf(history, 'validationAccuracy').length === 0
          ? plateau(history, 'validationLoss', dataset)
          : null)
      if (finding !== null) yield finding
    }
  },
})

type Curve = keyof typeof leastRoom

/**
 * The second half (8 epochs at least) shows no trend to the better (Mann-Kendall, 2 %) and none to the worse (1 %, that
 * is overfitting), the Theil-Sen line over it gains less than the noise of one epoch or 0.01, and the run had gained
 * more than three times that noise before. The absence of a trend alone would prove nothing: hence the limits on size.
 */
function plateau(history: TrainingHistory, curve: Curve, dataset: Dataset | undefined): FindingDraft | null {
  const sign = curve === 'validationAccuracy' ? 1 : -1
  const points = pointsOf(history, curve)
  const half = tail(points, 0.5, 8)
  const noise = noiseOf(valuesOf(half))
  const [first] = points
  if (first === undefined || points.length < 12 || noise === null) return null
  const late = median(valuesOf(half))
  if (roomLeft(curve, late, dataset) <= 0) return null
  const trend = trendOf(half.map((point) => sign * point.value))
  if (trend.rising < 0.02 || trend.falling < 0.01) return null
  if (trend.slope * half.length > Math.max(0.01, noise.deviation)) return null
  if (sign * (late - first.value) < Math.max(0.03, 3 * noise.deviation)) return null
  const start = startOf(points, late, noise.deviation, sign) ?? first
  const steps = rateSteps(history)
  const value =
    curve === 'validationAccuracy' ? `an accuracy of ${percent(late)}` : `a loss of ${figure(late)}`
  return {
    message: `${runOf(history)}validation stands still at ${value} since epoch ${start.epoch} (${points.filter((point) => point.epoch >= start.epoch).length} epochs); ${wordsOfSteps(steps)}`,
    locations: [placeOf(history, start.record)],
    confidence: 0.85,
    evidence: {
      ...evidenceOf(history, {
        epoch: start.epoch,
        level: late,
        noise: noise.deviation,
        slopePerEpoch: sign * trend.slope,
        p: trend.rising,
      }),
      learningRateSteps: (steps ?? []).map(({ epoch, from, to }) => ({ epoch, from, to })),
    },
  }
}

/** What is left to gain beyond `leastRoom` and what sampling error may hide. */
function roomLeft(curve: Curve, level: number, dataset: Dataset | undefined): number {
  if (curve === 'validationLoss') return level - leastRoom.validationLoss
  const samples = sideOf(dataset, 'validation')?.samples
  const error = samples === undefined ? 0 : 2 * standardError(level, samples)
  return 1 - level - leastRoom.validationAccuracy - error
}

/** The first epoch whose value, smoothed by medians of three, comes within one deviation of the plateau. */
function startOf(
  points: readonly Point[],
  level: number,
  deviation: number,
  sign: number,
): Point | undefined {
  const smooth = (index: number) => median(valuesOf(points.slice(Math.max(0, index - 1), index + 2)))
  return points.find((_, index) => sign * (level - smooth(index)) <= deviation)
}
