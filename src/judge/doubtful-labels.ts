import type { Prediction, Predictions } from '../model/predictions.ts'
import { type LabelledProbabilities, labelIssues, likeliest } from './confident-learning.ts'
import { labelNoise } from './label-noise.ts'
import { noiseRate } from './noise-rate.ts'

/** A label that may be wrong. */
export interface DoubtfulLabel {
  sample: Prediction
  /** Class index that fits better. */
  suggested: number
  /** Probability that the label is wrong, 0..1. */
  wrong: number
}

/** What is doubted of a set of labels. */
export interface Doubts {
  /** Estimated share of wrong labels, 0..1. */
  rate: number
  /** Lower end of its 95 % interval. */
  least: number
  /** As many as are estimated to be wrong, the surest first. */
  labels: DoubtfulLabel[]
}

/**
 * The labels that are likeliest to be wrong, as many as are estimated to be wrong in all. Unlike a bar on the
 * probability of a single label, their number errs no more than the estimate of the share does.
 */
export function doubts(predictions: Predictions): Doubts {
  const { rate, least, wrong, other } = labelNoise(asLabelled(predictions))
  const ranked = predictions.samples
    .map((sample, i): DoubtfulLabel => ({ sample, suggested: other[i] ?? 0, wrong: wrong[i] ?? 0 }))
    .sort((a, b) => b.wrong - a.wrong || (a.sample.path < b.sample.path ? -1 : 1))
  return { rate, least, labels: ranked.slice(0, Math.round(rate * ranked.length)) }
}

/**
 * The skill (see `NoiseRate`) of heads that can tell wrong labels. Less skilled ones tell that there are some, but of those
 * that they name on trashnet half and more are right.
 */
const SKILLED = 0.75
/**
 * So many labels must be wrong at least (lower end of the interval) before any is named. Chosen on random parts of grocery as
 * it was published, from {@link FEWEST_LABELS} photos on: 0.04 was the most there.
 */
const PROVEN = 0.05
/** Among fewer labels, hard photos and wrong labels cannot be told apart. */
export const FEWEST_LABELS = 250

/** What heads say of all labels together. */
export interface LabelsAsAWhole {
  samples: number
  /** Estimated share of wrong labels, 0..1. */
  rate: number
  /** Lower end of its 95 % interval. */
  least: number
  /** About the share of true classes that the heads tell, 0..1 (see `NoiseRate`). */
  skill: number
}

/** By heads that learned from all sides, where there are such. */
export function labelsAsAWhole(predictions: Predictions): LabelsAsAWhole {
  const rows = asLabelled(predictions, ({ byAll, probabilities }) => byAll ?? probabilities)
  const { rate, least, skill } = noiseRate(rows)
  return { samples: predictions.samples.length, rate, least, skill }
}

/**
 * The doubts that are worth telling: none unless the set as a whole shows that labels are wrong, beyond what hard photos
 * explain, because the surest doubts of a clean set are its oddest photos; and none by heads that are often wrong; then
 * those that are more likely wrong than right and that confident learning names as well.
 */
export function provenDoubts(predictions: Predictions): Doubts {
  const all = doubts(predictions)
  const { samples, rate, least, skill } = labelsAsAWhole(predictions)
  if (samples < FEWEST_LABELS || skill < SKILLED || least < PROVEN) return { rate, least, labels: [] }
  const data = asLabelled(predictions)
  const [byRate, byClass] = [labelIssues(data, 'prune_by_noise_rate'), labelIssues(data, 'prune_by_class')]
  const issues = new Set(predictions.samples.filter((_, i) => byRate[i] || byClass[i]))
  const labels = all.labels.filter(({ sample, wrong }) => wrong >= 0.5 && issues.has(sample))
  return { rate, least, labels }
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
function asLabelled(
  { samples, classes }: Predictions,
  rowOf = ({ probabilities }: Prediction) => probabilities,
): LabelledProbabilities {
  return {
    labels: samples.map(({ label }) => label),
    probabilities: samples.map(rowOf),
    classes: classes.length,
  }
}
