import type { Random } from '../../model/random.ts'
import { average } from './average.ts'
import { studentOf, uncertaintyOf } from './random-effects.ts'

/** Differences by repetition (seed, or draw of a transform) and evaluation sample: `values[repetition][sample]`. */
export type Differences = readonly (readonly number[])[]

export interface Estimate {
  mean: number
  /** Confidence interval of the mean. */
  interval: [low: number, high: number]
}

/** The mean of paired differences, and the means of resamples in ascending order. */
export interface Resampled {
  mean: number
  means: Float64Array
}

const RESAMPLES = 4000

/**
 * Resamples the mean of paired differences by the bootstrap for crossed factors: every resample draws
 * repetitions and samples with replacement, independently of each other (the "pigeonhole bootstrap", McCullagh
 * 2000, Owen 2007, https://arxiv.org/abs/0712.1111). Pairing on samples is what Berg-Kirkpatrick et al. 2012 and
 * Dror et al. 2018 advise for comparing models on one test set; percentile intervals are Efron & Tibshirani 1993,
 * chapter 13. Resampling both factors counts the noise of single outcomes about three times (McCullagh 2000), and with
 * few repetitions percentile intervals are too narrow: the resampled means keep their shape and are given the spread of
 * {@link uncertaintyOf}, with the tails of Student's t.
 */
export function crossedBootstrap(values: Differences, random: Random): Resampled {
  const repetitions = values.length
  const samples = values[0]?.length ?? 0
  const mean = average(values.map(average))
  if (repetitions === 0 || samples === 0) return { mean: 0, means: new Float64Array(1) }
  const sampleSums = new Float64Array(samples)
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    sampleSums.fill(0)
    for (let r = 0; r < repetitions; r++) {
      const row = values[random.below(repetitions)] ?? []
      for (let i = 0; i < samples; i++) sampleSums[i] = (sampleSums[i] ?? 0) + (row[i] ?? 0)
    }
    let sum = 0
    for (let i = 0; i < samples; i++) sum += sampleSums[random.below(samples)] ?? 0
    return sum / (samples * repetitions)
  }).sort()
  const { error, freedom } = uncertaintyOf(values)
  const resampled = Math.sqrt(average(Array.from(means, (value) => (value - mean) ** 2)))
  const spread = (value: number) =>
    resampled > 0 ? error * studentOf((value - mean) / resampled, freedom) : value - mean
  return { mean, means: means.map((value) => mean + spread(value)) }
}

/** The mean with its percentile interval; `level` is its confidence, 0..1. */
export function estimateAt({ mean, means }: Resampled, level: number): Estimate {
  const tail = (1 - level) / 2
  return { mean, interval: [quantile(means, tail), quantile(means, 1 - tail)] }
}

/**
 * Two-sided p-value of "the mean is 0": twice the smaller share of resampled means on either side of it, counting
 * the observed one (Davison & Hinkley 1997, section 4.2), so that it excludes 0 where the interval does.
 */
export function pValueOf({ means }: Resampled): number {
  const below = means.filter((mean) => mean <= 0).length
  const above = means.filter((mean) => mean >= 0).length
  return Math.min(1, (2 * (Math.min(below, above) + 1)) / (means.length + 1))
}

/** Of sorted values, linear between neighbours. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const below = sorted[Math.floor(place)] ?? 0
  const above = sorted[Math.ceil(place)] ?? below
  return below + (above - below) * (place - Math.floor(place))
}
