import type { LabelledProbabilities } from './confident-learning.ts'

/** What out-of-fold probabilities and labels say of the labels together. */
export interface LabelNoise {
  /** Estimated share of wrong labels, 0..1. */
  rate: number
  /** Of each sample the probability that its label is wrong. */
  wrong: number[]
}

/** Row true class, column label: how likely the label is for the class. */
type Channel = number[][]

/** Sharpness (power of the probabilities) tried, from softer to sharper, evenly on a logarithmic scale. */
const SHARPNESS = { from: 0.3, to: 8, steps: 50 }
const MOST_ROUNDS = 100
const MOST_NOISE = 0.6
/**
 * Labels that count for a class beyond its own samples when the rates of its pairs are estimated: rates stay near the
 * one common rate until many labels speak against it.
 */
const PRIOR = 50
/**
 * Gain in log-likelihood per pair of classes from which rates by pair are believed. In trials with planted noise,
 * uniform noise and none stayed below 0.73, and noise from one class to the next passed it (grocery from 5 %,
 * trashnet at 20 %).
 */
const PAIR_GAIN = 0.75

/**
 * How many labels are wrong, and which: by maximum likelihood under the model that a head's probabilities, once
 * sharpened, are those of the true class, and that a label is another class's at a constant rate. Hard photos make the
 * best sharpness low, wrong labels leave it high and raise the rate, so that the two are told apart. (The noise model
 * of Natarajan et al., NeurIPS 2013; estimated jointly with the temperature of Guo et al., ICML 2017.) Where the
 * labels say so clearly, each pair of classes gets a rate of its own.
 */
export function labelNoise(data: LabelledProbabilities): LabelNoise {
  const { rows, rate } = sharpest(data)
  const uniform = channelOf(rate, data.classes)
  const paired = pairRates(rows, data, uniform)
  const free = data.classes * (data.classes - 1) - 1
  const gain = logLikelihood(rows, data, paired) - logLikelihood(rows, data, uniform)
  const channel = free > 0 && gain > PAIR_GAIN * free ? paired : uniform
  const wrong = rows.map(
    (row, i) => 1 - (posterior(row, data.labels[i] ?? 0, channel)[data.labels[i] ?? 0] ?? 0),
  )
  return { rate: wrong.reduce((sum, one) => sum + one, 0) / Math.max(wrong.length, 1), wrong }
}

/** The sharpness and the common rate under which the labels are likeliest: the rows so sharpened, and the rate. */
function sharpest({ probabilities, labels, classes }: LabelledProbabilities) {
  let best = { rows: [] as number[][], rate: 0, likelihood: Number.NEGATIVE_INFINITY }
  for (let step = 0; step < SHARPNESS.steps; step++) {
    const power = SHARPNESS.from * (SHARPNESS.to / SHARPNESS.from) ** (step / (SHARPNESS.steps - 1))
    const rows = probabilities.map((row) => sharpened(row, power))
    const own = rows.map((row, i) => row[labels[i] ?? 0] ?? 0)
    const rate = commonRate(own, classes)
    const likelihood = own.reduce((sum, p) => sum + Math.log(labelled(p, rate, classes)), 0)
    if (likelihood > best.likelihood) best = { rows, rate, likelihood }
  }
  return best
}

function sharpened(row: ArrayLike<number>, power: number): number[] {
  const logs = Array.from(row, (p) => power * Math.log(Math.max(p, 1e-12)))
  const highest = Math.max(...logs)
  const powers = logs.map((log) => Math.exp(log - highest))
  const sum = powers.reduce((all, one) => all + one, 0)
  return powers.map((one) => one / sum)
}

/** Probability of the label that a sample has, where the head gives its class `own`. */
const labelled = (own: number, rate: number, classes: number) =>
  (1 - rate) * own + (rate * (1 - own)) / (classes - 1) + 1e-300

/** By expectation maximisation, from the head's probability of each sample's own label. */
function commonRate(own: readonly number[], classes: number): number {
  let rate = 0.05
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const wrong = own.reduce(
      (sum, p) => sum + (rate * (1 - p)) / (classes - 1) / labelled(p, rate, classes),
      0,
    )
    const next = Math.min(Math.max(wrong / Math.max(own.length, 1), 1e-6), MOST_NOISE)
    if (Math.abs(next - rate) < 1e-6) return next
    rate = next
  }
  return rate
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
