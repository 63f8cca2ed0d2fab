/** What heads that never saw a sample, or a copy of it, say of it. */
export interface Prediction {
  /** As in the dataset. */
  path: string
  /** Index of its own class in `classes`. */
  label: number
  /** Of each class, adding up to 1. */
  probabilities: readonly number[]
  /**
   * The same of heads that learned from all sides, where `probabilities` are of heads that learned from fewer: surer,
   * but no ground for a fix that is then tried on the other sides.
   */
  byAll?: readonly number[]
}

/** Out-of-fold class probabilities of the labelled samples. */
export interface Predictions {
  /** Sorted. One name for all spellings of a class. */
  classes: string[]
  /** Sorted by path; those that the budget allowed. */
  samples: Prediction[]
  /** Labelled, readable samples that the budget, or a class too small to be cross-validated, left out. */
  left: number
  /** What they took, weights not counted: a part of the probe's time. */
  durationMs?: number
}
