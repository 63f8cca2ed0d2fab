import type { Dataset } from '../../src/model/dataset.ts'
import { defineRule } from '../../src/model/rule.ts'
import { sideOf } from './curves/data.ts'
import { placeOf, pointsOf, tail, valuesOf } from './curves/points.ts'
import { evidenceOf, figure, percent, runOf } from './curves/words.ts'
import { noiseOf, swings } from './statistics/noise.ts'
import { median, trendOf } from './statistics/trend.ts'

/** Swings smaller than this are of no account, however regular: nats of cross-entropy. */
const leastSwing = 0.03

export default defineRule({
  id: 'symptoms/oscillation',
  severity: 'info',
  needs: ['history'],
  wants: ['dataset'],
  maturity: 'stable',
  docs: {
    what: 'The training loss swings from epoch to epoch instead of settling.',
    why: 'The steps overshoot: the last epoch is a matter of luck, and validation swings along with training.',
    how: 'Lower the learning rate (by 3 to 10), or use a schedule that lowers it on a plateau; use larger batches; with few images, see that batch norm is frozen.',
    fixSafety: 'A symptom has no fix of its own; see the causes that the diagnosis ranks.',
    references: [
      'Gasser, Sroka, Jennen-Steinmetz, Residual variance and residual pattern in nonlinear regression, Biometrika 73 (1986)',
      'Kendall, Stuart, The Advanced Theory of Statistics, vol. 3, 45.18: the turning point test',
      'Smith, Cyclical Learning Rates for Training Neural Networks, WACV 2017: loss becomes ragged when the rate is too high',
    ],
    bad: 'epoch,loss\n5,0.61\n6,0.95\n7,0.58\n8,1.10\n9,0.66',
    good: 'epoch,loss\n5,0.61\n6,0.57\n7,0.55\n8,0.52\n9,0.51',
  },
  /**
   * Over the last two thirds of the run (the first drop is left out): the noise of the training loss about a smooth
   * curve exceeds `relativeLimit` of its level, exceeds twice the drift per epoch (Theil-Sen), and turns as often as
   * independent noise does (turning point test): oscillation, not drift.
   */
  *check({ history: histories, dataset }) {
    const limit = relativeLimit(dataset)
    for (const history of histories) {
      const points = tail(pointsOf(history, 'trainLoss'), 2 / 3, 8)
      const values = valuesOf(points)
      const noise = noiseOf(values)
      if (noise === null || values.length < 8) continue
      const level = median(values)
      const { slope } = trendOf(values)
      const large = noise.deviation > Math.max(leastSwing, limit * level, 2 * Math.abs(slope))
      if (!large || !swings(values)) continue
      const worst = points.reduce((most, point) => (point.value > most.value ? point : most))
      yield {
        message: `${runOf(history)}the training loss swings by ±${figure(noise.deviation)} (${percent(noise.deviation / level)} of its level) from epoch to epoch instead of settling`,
        locations: [placeOf(history, worst.record)],
        confidence: 0.85,
        evidence: evidenceOf(history, {
          epoch: worst.epoch,
          swing: noise.deviation,
          level,
          slopePerEpoch: slope,
          limit: limit * level,
          learningRate: worst.record.learningRate,
        }),
      }
    }
  },
})

/**
 * The mean loss over n images is itself a sample: per-image losses of a fitted model spread by one to two times their
 * mean, so dropout and augmentation alone may jitter it by 2/sqrt(n); 3/sqrt(n) with a margin, within 10 % to 40 %.
 * Without a dataset 20 %, as for 225 images.
 */
function relativeLimit(dataset: Dataset | undefined): number {
  const samples = sideOf(dataset, 'train')?.samples
  if (samples === undefined) return 0.2
  return Math.min(0.4, Math.max(0.1, 3 / Math.sqrt(samples)))
}
