import type { Dataset } from '../../src/model/dataset.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { TrainingHistory } from '../../src/model/history.ts'
import { defineRule } from '../../src/model/rule.ts'
import { sideOf } from './curves/data.ts'
import { placeOf, pointsOf, tail, valuesOf } from './curves/points.ts'
import { restlessAtLowRate } from './curves/restless.ts'
import { evidenceOf, figure, percent, runOf } from './curves/words.ts'
import { noiseOf } from './statistics/noise.ts'
import { chiSquareUpperTail } from './statistics/normal.ts'
import { evaluatedImages, standardError } from './statistics/sampling.ts'
import { median } from './statistics/trend.ts'

/** Jitter below this hides nothing that people look for. */
const leastJitter = 0.01

/** Sampling error from which on a validation set is too small: it cannot tell models apart that differ by 8 points. */
const coarse = 0.03

export default defineRule({
  id: 'symptoms/noisy-validation',
  severity: 'info',
  needs: ['history'],
  wants: ['dataset'],
  maturity: 'stable',
  docs: {
    what: 'The validation accuracy jumps from epoch to epoch: by more than the size of the set explains, by as much as a small set must, or still when the learning rate is so low that the model hardly changes.',
    why: 'The best epoch, early stopping and the schedule then follow the noise. On one fixed set, sampling allows at most the binomial spread; more of it means that other images are seen each time, or that the model itself swings.',
    how: 'Still at a low rate: the evaluation itself is random; take random transforms out of it and switch dropout off. More than the size explains: validate on all images, unshuffled and without random transforms; if training swings too, lower the learning rate. As much as the size must: validate on more images, or cross-validate, and judge by the mean of several epochs.',
    fixSafety: 'A symptom has no fix of its own; see the causes that the diagnosis ranks.',
    references: [
      'Gasser, Sroka, Jennen-Steinmetz, Residual variance and residual pattern in nonlinear regression, Biometrika 73 (1986)',
      'Wilson, Hilferty, The distribution of chi-square, PNAS 17 (1931)',
      'Bouthillier et al., Accounting for Variance in Machine Learning Benchmarks, MLSys 2021: the binomial is the scale of test-set noise',
    ],
    bad: '400 validation images (±1.7 % allowed)\nepoch,val_accuracy\n10,0.86\n11,0.74\n12,0.88\n13,0.71',
    good: 'epoch,val_accuracy\n10,0.860\n11,0.865\n12,0.863\n13,0.870',
  },
  *check({ history: histories, dataset }) {
    for (const history of histories) {
      const finding = random(history, dataset) ?? noisy(history, dataset)
      if (finding !== null) yield finding
    }
  },
})

/**
 * A jitter that the learning rate does not calm is the evaluation's own. It must be a third of the binomial standard
 * error at least, as that of random transforms is.
 */
function random(history: TrainingHistory, dataset: Dataset | undefined): FindingDraft | null {
  const accuracies = valuesOf(pointsOf(history, 'validationAccuracy'))
  const samples = sideOf(dataset, 'validation')?.samples ?? evaluatedImages(accuracies)
  const found = samples === null ? null : restlessAtLowRate(history, samples)
  if (samples === null || found === null) return null
  const { jitter, before, rate, first, last } = found
  const error = standardError(median(accuracies.slice(-6)), samples)
  if (jitter < Math.max(leastJitter, error / 3)) return null
  return {
    message: `${runOf(history)}validation accuracy still jumps by ±${percent(jitter)} from epoch to epoch at a learning rate of ${figure(rate)}, a ${figure(first / rate)}th of the first, where the model hardly changes: the evaluation itself is random`,
    locations: [placeOf(history, last.record)],
    confidence: 0.9,
    evidence: {
      ...evidenceOf(history, { jitter, before, learningRate: rate, samplingError: error, samples }),
      kind: 'random-evaluation',
    },
  }
}

/**
 * Noise of the second half of the curve about a smooth curve against the binomial standard error at the size of the
 * validation set (chi-square, 1 %). The size is the dataset's; else it is told from the accuracies themselves, which
 * are multiples of 1/n. A fixed set with deterministic evaluation stays well *below* the binomial, as the same images
 * are easy or hard each time.
 */
function noisy(history: TrainingHistory, dataset: Dataset | undefined): FindingDraft | null {
  const all = pointsOf(history, 'validationAccuracy')
  const points = tail(all, 0.5, 8)
  const noise = noiseOf(valuesOf(points))
  if (all.length < 12 || noise === null || noise.deviation < leastJitter) return null
  const known = sideOf(dataset, 'validation')?.samples ?? null
  const evaluated = evaluatedImages(valuesOf(all))
  const samples = known ?? evaluated
  const level = median(valuesOf(points))
  if (samples === null || level <= 0 || level >= 1) return null
  const error = standardError(level, samples)
  const p = chiSquareUpperTail((noise.degrees * noise.deviation ** 2) / error ** 2, noise.degrees)
  const excessive = p < 0.01
  if (!excessive && (error < coarse || noise.deviation < error / 2)) return null
  const subset = known !== null && evaluated !== null && evaluated < 0.95 * known ? evaluated : null
  return {
    message: `${runOf(history)}validation accuracy jumps by ±${percent(noise.deviation)} from epoch to epoch; ${
      excessive ? tooMuch(samples, error, subset) : asMuch(samples, error)
    }`,
    locations: [placeOf(history, points.at(-1)?.record)],
    confidence: excessive ? 0.85 : 0.9,
    evidence: {
      ...evidenceOf(history, { jitter: noise.deviation, samplingError: error, samples, evaluated, p }),
      kind: excessive ? 'more-than-sampling' : 'small-set',
    },
  }
}

function tooMuch(samples: number, error: number, subset: number | null): string {
  const limit = `sampling ${samples} images explains at most ±${percent(error)}`
  return subset === null ? limit : `${limit}, but only ${subset} of them seem to be evaluated each time`
}

const asMuch = (samples: number, error: number) =>
  `with ${samples} images it cannot be steadier than about ±${percent(error)}: differences below ${percent(2 * Math.SQRT2 * error)} mean nothing`
