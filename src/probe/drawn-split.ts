import type { Dataset } from '../model/dataset.ts'
import { Random } from '../model/random.ts'
import type { TrainingSetup } from '../model/setup.ts'
import type { ProveRequest } from './request.ts'

/** scikit-learn's `test_size`. */
const USUAL_SHARE = 0.25

/**
 * The data set with a split of its own where the code copies samples and then splits them at random: which image came to
 * which side is not known there, and for the trial any split of that size will do. It is drawn class by class, by the
 * seed. Any other data set stays as it is.
 */
export function withDrawnSplit(
  { dataset, setups, findings }: Pick<ProveRequest, 'dataset' | 'setups' | 'findings'>,
  seed: number,
): Dataset {
  const late = findings.some(({ rule }) => rule === 'leakage/split-after-augmentation')
  const { samples } = dataset
  if (!late || samples.some(({ split }) => split !== 'all')) return dataset
  const share = evaluationShare(setups, samples.length)
  const labels = [...new Set(samples.map(({ label }) => label))]
  const evaluated = new Set(
    labels.flatMap((label) => {
      const own = samples.filter((sample) => sample.label === label)
      const count = Math.round(own.length * share)
      return new Random(seed, 'drawn split', label ?? '').shuffled(own).slice(0, count)
    }),
  )
  return {
    ...dataset,
    samples: samples.map((sample) => ({
      ...sample,
      split: evaluated.has(sample) ? ('validation' as const) : ('train' as const),
    })),
  }
}

/** Between 0 and 1. */
function evaluationShare(setups: readonly TrainingSetup[], samples: number): number {
  const splits = setups.flatMap(({ pipelines }) => pipelines.flatMap(({ split }) => split ?? []))
  const [fraction] = splits.flatMap(({ fraction: read }) => read.value ?? [])
  if (fraction === undefined || fraction <= 0) return USUAL_SHARE
  const share = fraction > 1 ? fraction / samples : fraction
  return share < 1 ? share : USUAL_SHARE
}
