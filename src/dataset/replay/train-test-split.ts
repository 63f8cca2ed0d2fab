import { RandomState } from './random-state.ts'
import { range } from './shuffle.ts'
import { type Sides, stratifiedIndices } from './stratified.ts'

export interface TrainTestSplit {
  /** Share (0..1) or count (1 and above) of the test side, which is where validation comes from. */
  testSize: number
  shuffle: boolean
  /** An integer of 0 to 2^32 - 1; not used without `shuffle`. */
  seed: number
  /** The labels to keep the shares of, one for each sample; null for a plain split. */
  stratify: readonly string[] | null
}

/**
 * sklearn's `train_test_split` over n samples, without `train_size` (sklearn/model_selection/_split.py: ShuffleSplit,
 * StratifiedShuffleSplit). Null where sklearn raises: an empty side, or a class too small to be on both sides.
 */
export function trainTestSplit(
  n: number,
  { testSize, shuffle, seed, stratify }: TrainTestSplit,
): Sides | null {
  const test = testSize < 1 ? Math.ceil(testSize * n) : testSize
  const train = n - test
  if (test <= 0 || train <= 0 || !Number.isInteger(test)) return null
  if (!shuffle) {
    return stratify === null ? { train: range(train), test: range(n).slice(train) } : null
  }
  if (stratify !== null) return stratifiedIndices(stratify, { train, test }, new RandomState(seed))
  const order = new RandomState(seed).permutation(n)
  return { train: order.slice(test), test: order.slice(0, test) }
}
