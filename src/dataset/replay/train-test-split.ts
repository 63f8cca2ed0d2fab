import type { RandomState } from './random-state.ts'
import { range } from './shuffle.ts'
import { type Label, type Sides, stratifiedIndices } from './stratified.ts'

/** Sizes as sklearn takes them: shares (0..1) or counts (1 and above); null where not given. */
export interface Sizes {
  test: number | null
  train: number | null
}

export interface TrainTestSplit extends Sizes {
  /** Draws the order; null with `shuffle=False`. */
  random: RandomState | null
  /** The labels to keep the shares of, one for each sample; null for a plain split. */
  stratify: readonly Label[] | null
}

/**
 * sklearn's `train_test_split` over n samples (sklearn/model_selection/_split.py: ShuffleSplit,
 * StratifiedShuffleSplit). Null where sklearn raises: an empty side, or a class too small to be on both sides.
 */
export function trainTestSplit(n: number, { test, train, random, stratify }: TrainTestSplit): Sides | null {
  const counts = countsOf(n, { test, train }, 0.25)
  if (counts === null) return null
  if (random !== null) return shuffledSides(n, counts, random, stratify)
  if (stratify !== null) return null
  return { train: range(counts.train), test: range(counts.train + counts.test).slice(counts.train) }
}

/** One draw of ShuffleSplit or, with labels, of StratifiedShuffleSplit. Null where sklearn raises. */
export function shuffledSides(
  n: number,
  counts: Counts,
  random: RandomState,
  stratify: readonly Label[] | null,
): Sides | null {
  if (stratify !== null) return stratifiedIndices(stratify, counts, random)
  const order = random.permutation(n)
  const { test, train } = counts
  return { train: order.slice(test, test + train), test: order.slice(0, test) }
}

export interface Counts {
  train: number
  test: number
}

/** `_validate_shuffle_split`: how many go to each side. Null where sklearn raises. */
export function countsOf(n: number, { test, train }: Sizes, defaultTest: number): Counts | null {
  const share = test === null && train === null ? defaultTest : test
  const tested = share === null ? null : share < 1 ? Math.ceil(share * n) : share
  const trained = train === null ? null : train < 1 ? Math.floor(train * n) : train
  const counts = { test: tested ?? n - (trained ?? 0), train: trained ?? n - (tested ?? 0) }
  const whole = Number.isInteger(counts.test) && Number.isInteger(counts.train)
  return whole && counts.test > 0 && counts.train > 0 && counts.test + counts.train <= n ? counts : null
}
