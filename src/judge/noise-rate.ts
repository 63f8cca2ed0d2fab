import type { LabelledProbabilities } from './confident-learning.ts'

/** The share of labels that are wrong, and the probabilities that go with it. */
export interface NoiseRate {
  /** Per sample the probability of each class being the true one, before its label is looked at. */
  rows: number[][]
  /** Likeliest share of wrong labels, 0..1, where a wrong one is any other class alike. */
  rate: number
  /** Lower end of the 95 % interval of the rate, down to a hundredth. */
  least: number
  /** How sure the rows are of their likeliest class on average: about the accuracy on true classes. */
  skill: number
}

/** Sharpness (power of the probabilities) tried, from softer to sharper, evenly on a logarithmic scale. */
const SHARPNESS = { from: 0.3, to: 8, steps: 50 }
const MOST_ROUNDS = 100
const MOST_NOISE = 0.6
/** Rates of which the likelihood is profiled. */
const PROFILED = Array.from({ length: 60 }, (_, hundredths) => hundredths / 100)
/** Half of the 95 % point of chi-squared with one degree of freedom. */
const WITHIN = 1.92

/**
 * The sharpness and the common rate under which the labels are likeliest. The interval is that of the profile likelihood
 * (Wilks 1938, https://doi.org/10.1214/aoms/1177732360): every rate is given the sharpness that suits it best, so that
 * a rate counts as proven only where no softness of the probabilities explains the labels as well.
 */
export function noiseRate({ probabilities, labels, classes }: LabelledProbabilities): NoiseRate {
  let best = { rows: [] as number[][], rate: 0, likelihood: Number.NEGATIVE_INFINITY }
  const profile = PROFILED.map(() => Number.NEGATIVE_INFINITY)
  for (let step = 0; step < SHARPNESS.steps; step++) {
    const power = SHARPNESS.from * (SHARPNESS.to / SHARPNESS.from) ** (step / (SHARPNESS.steps - 1))
    const rows = probabilities.map((row) => sharpened(row, power))
    const own = rows.map((row, i) => row[labels[i] ?? 0] ?? 0)
    const rate = commonRate(own, classes)
    const likelihood = logLikelihood(own, rate, classes)
    if (likelihood > best.likelihood) best = { rows, rate, likelihood }
    PROFILED.forEach((one, place) => {
      profile[place] = Math.max(profile[place] ?? 0, logLikelihood(own, one, classes))
    })
  }
  const least = PROFILED.find((_, place) => (profile[place] ?? 0) >= best.likelihood - WITHIN)
  const skill = best.rows.reduce((sum, row) => sum + Math.max(...row), 0) / Math.max(best.rows.length, 1)
  return { rows: best.rows, rate: best.rate, least: Math.min(least ?? best.rate, best.rate), skill }
}

function sharpened(row: ArrayLike<number>, power: number): number[] {
  const logs = Array.from(row, (p) => power * Math.log(Math.max(p, 1e-12)))
  const highest = Math.max(...logs)
  const powers = logs.map((log) => Math.exp(log - highest))
  const sum = powers.reduce((all, one) => all + one, 0)
  return powers.map((one) => one / sum)
}

/** How likely the label is that a sample has, where the head gives its class `own`. */
const labelled = (own: number, rate: number, classes: number) =>
  (1 - rate) * own + (rate * (1 - own)) / (classes - 1) + 1e-300

const logLikelihood = (own: readonly number[], rate: number, classes: number): number =>
  own.reduce((sum, p) => sum + Math.log(labelled(p, rate, classes)), 0)

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
