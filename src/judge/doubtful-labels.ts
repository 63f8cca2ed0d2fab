import type { Prediction, Predictions } from '../model/predictions.ts'
import { type LabelledProbabilities, labelIssues, likeliest } from './confident-learning.ts'

/** A label that is probably wrong. */
export interface DoubtfulLabel {
  sample: Prediction
  /** Class index that fits better. */
  suggested: number
  /** Probability of the suggested class minus that of the given one, 0..1. */
  margin: number
}

/**
 * What is asked beyond confident learning, because heads on few images are surer than they are right. Raised until
 * fixtures/grocery-clean fell silent with the weakest weights (confident learning alone doubts 15 of its 200 labels), so
 * that silence is no measurement; bench/labels.ts tells how the bar does on more photos of both kinds.
 */
const FEWEST_MARGIN = 0.8
/** Of ten neighbours. */
const FEWEST_FOR = 8
const MOST_AGAINST = 1

/**
 * Label issues that both ways of pruning name ("both" of cleanlab), where the heads are sure and the neighbours in
 * feature space agree with them; surest first.
 */
export function doubtfulLabels(predictions: Predictions): DoubtfulLabel[] {
  const issues = labelIssues(asLabelled(predictions), 'both')
  return predictions.samples
    .flatMap((sample, index) => {
      const { probabilities, label, votes } = sample
      const suggested = likeliest(probabilities)
      const margin = (probabilities[suggested] ?? 0) - (probabilities[label] ?? 0)
      const seconded = (votes?.[suggested] ?? 0) >= FEWEST_FOR && (votes?.[label] ?? 0) <= MOST_AGAINST
      return issues[index] === true && margin >= FEWEST_MARGIN && seconded
        ? [{ sample, suggested, margin }]
        : []
    })
    .sort((a, b) => b.margin - a.margin || (a.sample.path < b.sample.path ? -1 : 1))
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
