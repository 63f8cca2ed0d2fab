import type { Score } from '../../train/head/score.ts'
import type { Resampled } from './crossed.ts'

/**
 * A smaller change counts as none, whichever way it goes. Of the Brier score: batches of 31 instead of 32 change it by this
 * much, and five heads on the same images tell even that. It is worth a quarter of a point of accuracy, as a wrong guess
 * that is sure of itself scores 2.
 */
export const leastEffect: Readonly<Record<keyof Score, number>> = { brier: 0.005, right: 0.0025 }

/**
 * What of the resampled means lies beyond a margin: every mean nearer to zero by it, at most zero itself. Judged by these a
 * test asks whether the effect is larger than the margin (minimum-effect test, Murphy & Myors 1999).
 */
export function beyond({ mean, means }: Resampled, margin: number): Resampled {
  const nearer = (value: number) => Math.sign(value) * Math.max(Math.abs(value) - margin, 0)
  return { mean: nearer(mean), means: means.map(nearer) }
}
