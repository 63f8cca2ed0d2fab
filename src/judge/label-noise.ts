import { type LabelledProbabilities, likeliest } from './confident-learning.ts'
import { noiseRate } from './noise-rate.ts'

/** What out-of-fold probabilities and labels say of the labels together. */
export interface LabelNoise {
  /** Estimated share of wrong labels, 0..1. */
  rate: number
  /** So many are wrong at least: the lower end of the rate's 95 % interval. */
  least: number
  /** Of each sample the probability that its label is wrong. */
  wrong: number[]
  /** Of each sample the likeliest class but its label. */
  other: number[]
}

/** Row true class, column label: how likely the label is for the class. */
type Channel = number[][]

const MOST_ROUNDS = 100
/**
 * Labels that count for a class beyond its own samples when the rates of its pairs are estimated: rates stay near the
 * one common rate until many labels speak against it.
 */
const PRIOR = 50
/**
 * Gain in log-likelihood per pair of classes from which rates by pair are believed. Chosen on other draws of noise than
 * bench/labels.ts scores: with noise from one class to the next at 20 % trashnet passed it nearly always, uniform noise did
 * seldom (grocery at 5 % in half of the draws, where it costs 0.03 of F1).
 */
const PAIR_GAIN = 0.6

/**
 * How many labels are wrong, and which: by maximum likelihood under the model that a head's probabilities, once
 * sharpened, are those of the true class, and that a label is another class's at a constant rate. Hard photos make the
 * best sharpness low, wrong labels leave it high and raise the rate, so that the two are told apart. (The noise model
 * of Natarajan et al., NeurIPS 2013; estimated jointly with the temperature of Guo et al., ICML 2017.) Where the
 * labels say so clearly, each pair of classes gets a rate of its own.
 */
export function labelNoise(data: LabelledProbabilities): LabelNoise {
  const { rows, rate, least } = noiseRate(data)
  const uniform = channelOf(rate, data.classes)
  const paired = pairRates(rows, data, uniform)
  const free = data.classes * (data.classes - 1) - 1
  const gain = logLikelihood(rows, data, paired) - logLikelihood(rows, data, uniform)
  const channel = free > 0 && gain > PAIR_GAIN * free ? paired : uniform
  const shares = rows.map((row, i) => posterior(row, data.labels[i] ?? 0, channel))
  const wrong = shares.map((row, i) => 1 - (row[data.labels[i] ?? 0] ?? 0))
  const other = shares.map((row, i) => likeliest(row.with(data.labels[i] ?? 0, -1)))
  const estimated = wrong.reduce((sum, one) => sum + one, 0) / Math.max(wrong.length, 1)
  return { rate: estimated, least: Math.min(least, estimated), wrong, other }
}

const channelOf = (rate: number, classes: number): Channel =>
  Array.from({ length: classes }, (_, k) =>
    Array.from({ length: classes }, (_, label) => (k === label ? 1 - rate : rate / (classes - 1))),
  )

/** Probability of each class being the true one. */
function posterior(row: readonly number[], label: number, channel: Channel): number[] {
  const joint = row.map((p, k) => p * (channel[k]?.[label] ?? 0))
  const sum = joint.reduce((all, one) => all + one, 0) + 1e-300
  return joint.map((one) => one / sum)
}

function pairRates(rows: readonly number[][], { labels, classes }: LabelledProbabilities, start: Channel) {
  let channel = start
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const counts: Channel = channelOf(0, classes).map((row) => row.map(() => 0))
    let wrong = 0
    rows.forEach((row, i) => {
      const label = labels[i] ?? 0
      const shares = posterior(row, label, channel)
      wrong += (1 - (shares[label] ?? 0)) / rows.length
      shares.forEach((share, k) => {
        const row = counts[k]
        if (row !== undefined) row[label] = (row[label] ?? 0) + share
      })
    })
    const prior = channelOf(wrong, classes)
    channel = counts.map((row, k) => {
      const total = row.reduce((sum, count) => sum + count, 0) + PRIOR
      return row.map((count, label) => (count + PRIOR * (prior[k]?.[label] ?? 0)) / total)
    })
  }
  return channel
}

function logLikelihood(rows: readonly number[][], { labels }: LabelledProbabilities, channel: Channel) {
  return rows.reduce((all, row, i) => {
    const label = labels[i] ?? 0
    return all + Math.log(row.reduce((sum, p, k) => sum + p * (channel[k]?.[label] ?? 0), 0) + 1e-300)
  }, 0)
}
