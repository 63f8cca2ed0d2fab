import { SMALLEST_INPUT } from '../embed/architecture.ts'
import type { Config } from '../model/config.ts'

/** How much a probe may take. */
export interface Budget {
  seconds: number
  /** Images of both splits together. */
  samples: number
  /** Repetitions of every arm. */
  seeds: number
  epochs: number
  /** Random views of each training image beside the plain one, where training is augmented. */
  augmentedViews: number
  /** Parts of the training images that are held out in turn to measure with them as well; 0 for none. */
  folds: number
}

/** The limits of a mode, with what the config says instead. */
export function budgetOf(mode: 'quick' | 'full', probe: Config['probe']): Budget {
  const usual =
    mode === 'quick'
      ? { seconds: 90, samples: 600, seeds: 5, epochs: 20, augmentedViews: 1, folds: 0 }
      : { seconds: 1800, samples: 5000, seeds: 10, epochs: 50, augmentedViews: 4, folds: 3 }
  return {
    ...usual,
    seconds: probe?.budgetSeconds ?? usual.seconds,
    samples: probe?.samples ?? usual.samples,
    seeds: probe?.seeds ?? usual.seeds,
  }
}

/** Trunk passes beyond the plain one, per image of each side. */
export interface ExtraViews {
  evaluation: number
  training: number
}

export interface Workload {
  /** Images that go through the trunk whatever the size. */
  images: number
  /** Milliseconds per image at 299x299. */
  costAt299: number
}

/** Share of the time for the trunk; the rest is for the heads. */
const TRUNK_SHARE = 0.7
/** Milliseconds to decode and resize a photo. */
const DECODE = 4
/** Below this the trunk sees too little of a photo; rather fewer images. */
const SMALLEST_USEFUL = 150
const sizes = [299, 224, 192, SMALLEST_USEFUL]

const cost = ({ costAt299 }: Workload, size: number) => costAt299 * (size / 299) ** 2 + DECODE

/**
 * The largest usual input size, at most the person's own, at which the workload fits the budget; planned with
 * fixed costs, so that the same project gives the same trials on every machine with this back-end.
 */
export function inputSizeFor(wanted: number, workload: Workload, { seconds }: Budget): number {
  const own = Math.max(wanted, SMALLEST_INPUT)
  const candidates = [own, ...sizes.filter((size) => size < own)]
  const fits = (size: number) => workload.images * cost(workload, size) <= seconds * 1000 * TRUNK_SHARE
  return candidates.find(fits) ?? candidates.at(-1) ?? own
}

/** How many of the workload's images fit the budget at this size. */
export function affordableImages(size: number, workload: Workload, { seconds }: Budget): number {
  return Math.floor((seconds * 1000 * TRUNK_SHARE) / cost(workload, size))
}
