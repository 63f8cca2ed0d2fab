import type { Prediction, Predictions } from '../model/predictions.ts'
import { type LabelledProbabilities, labelIssues, likeliest } from './confident-learning.ts'
import { type LabelNoise, labelNoise } from './label-noise.ts'

/** A label that is probably wrong. */
export interface DoubtfulLabel {
  sample: Prediction
  /** Class index that fits better. */
  suggested: number
  /** Probability that the label is wrong, 0..1. */
  wrong: number
}

/** Below this estimated share of wrong labels a set counts as clean, and its doubts have to be surer. */
const CLEAN = 0.03
const SURE = 0.8
/** From this estimated share of wrong labels on, missing some costs more than naming some that are right. */
const NOISY = 0.12
/**
 * Share of the best expected F1 that a doubt must reach in a noisy set. Half would be best if the doubts were exact
 * (Lipton, Elkan and Naryanaswamy, ECML 2014); on trial noise a little less did better, and 0.3 to 0.5 nearly as well.
 */
const OPENNESS = 0.36

/**
 * Label issues that confident learning names (by noise rate or by class) and that are more likely wrong than right
 * under the noise estimated for the whole set; in a clean set only the surest of them, in a noisy one also less sure
 * ones that raise the expected F1. Surest first.
 */
export function doubtfulLabels(predictions: Predictions): DoubtfulLabel[] {
  const data = asLabelled(predictions)
  const noise = labelNoise(data)
  const bar = barFor(noise)
  const [byRate, byClass] = [labelIssues(data, 'prune_by_noise_rate'), labelIssues(data, 'prune_by_class')]
  return predictions.samples
    .flatMap((sample, index) => {
      const suggested = likeliest(sample.probabilities)
      const wrong = noise.wrong[index] ?? 0
      const issue = byRate[index] === true || byClass[index] === true
      return issue && suggested !== sample.label && wrong >= bar ? [{ sample, suggested, wrong }] : []
    })
    .sort((a, b) => b.wrong - a.wrong || (a.sample.path < b.sample.path ? -1 : 1))
}

/** The probability of being wrong from which a label is named. */
function barFor(noise: LabelNoise): number {
  if (noise.rate < CLEAN) return SURE
  return noise.rate < NOISY ? 0.5 : Math.min(OPENNESS * bestExpectedF1(noise), 0.5)
}

/** F1 to be expected of naming the surest samples, at the best number of them. */
function bestExpectedF1({ wrong }: LabelNoise): number {
  const total = wrong.reduce((sum, one) => sum + one, 0)
  let [hits, best] = [0, 0]
  for (const [place, one] of wrong.toSorted((a, b) => b - a).entries()) {
    hits += one
    best = Math.max(best, (2 * hits) / (place + 1 + total))
  }
  return best
}

/**
 * How much better than chance heads predict labels that they did not learn: Cohen's kappa of predicted and given
 * labels, 1 for always, 0 for as often as shuffled predictions would.
 */
export function agreement({ samples, classes }: Predictions): number {
  const given = classes.map(() => 0)
  const predicted = classes.map(() => 0)
  let right = 0
  for (const { label, probabilities } of samples) {
    const guess = likeliest(probabilities)
    given[label] = (given[label] ?? 0) + 1
    predicted[guess] = (predicted[guess] ?? 0) + 1
    if (guess === label) right++
  }
  const count = Math.max(samples.length, 1)
  const chance = given.reduce((sum, size, k) => sum + (size / count) * ((predicted[k] ?? 0) / count), 0)
  return chance < 1 ? (right / count - chance) / (1 - chance) : 0
}

/** Predictions as confident learning takes them. */
export function asLabelled({ samples, classes }: Predictions): LabelledProbabilities {
  return {
    labels: samples.map(({ label }) => label),
    probabilities: samples.map(({ probabilities }) => probabilities),
    classes: classes.length,
  }
}
