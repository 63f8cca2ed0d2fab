import type { Dataset, Sample } from '../model/dataset.ts'
import { Random } from '../model/random.ts'
import type { TrainingSetup } from '../model/setup.ts'
import { foldsOf } from '../train/folds.ts'
import { groupsOf } from '../train/groups.ts'
import type { ProveRequest } from './request.ts'

/** scikit-learn's `test_size`. */
const USUAL_SHARE = 0.25

/** What a split is drawn from. */
type Known = Pick<ProveRequest, 'dataset' | 'images' | 'setups' | 'findings'>

/**
 * The data set with a split of its own where that of the project is of no use to trials; any other stays as it is. Both
 * sides of it have all classes, and it is the same for a seed.
 */
export function withDrawnSplit(known: Known, seed: number): Dataset {
  const { dataset, findings } = known
  const isFound = (id: string) => findings.some(({ rule }) => rule === id)
  if (isFound('split/class-ordered-tail')) return acrossClasses(known, seed)
  const isUnsplit = dataset.samples.every(({ split }) => split === 'all')
  return isUnsplit && isFound('leakage/split-after-augmentation') ? ofSameSize(known, seed) : dataset
}

/**
 * Where validation is cut off a list in class order: a quarter of all images to measure with, groups and copies whole.
 * The project's own validation images are of classes that training lacks. Test images stay what they are.
 */
function acrossClasses({ dataset, images }: Known, seed: number): Dataset {
  const groups = groupsOf({ dataset, images })
  const labels = [...new Set(dataset.samples.map(({ label }) => label))].sort()
  const foldable = dataset.samples.map(({ path, split, label }) => ({
    side: split === 'test' ? ('test' as const) : ('all' as const),
    label: labels.indexOf(label),
    group: groups.get(path) ?? path,
  }))
  const folds = foldsOf(foldable, 1 / USUAL_SHARE, new Random(seed, 'split across classes'))
  return withSplits(dataset, ({ split }, i) =>
    split === 'test' ? 'test' : folds[i] === 0 ? 'validation' : 'train',
  )
}

/**
 * Where the code copies samples and then splits them at random: which image came to which side is not known there, and
 * for the trial any split of that size will do. It is drawn class by class.
 */
function ofSameSize({ dataset, setups }: Known, seed: number): Dataset {
  const { samples } = dataset
  const share = evaluationShare(setups, samples.length)
  const labels = [...new Set(samples.map(({ label }) => label))]
  const evaluated = new Set(
    labels.flatMap((label) => {
      const own = samples.filter((sample) => sample.label === label)
      const count = Math.round(own.length * share)
      return new Random(seed, 'drawn split', label ?? '').shuffled(own).slice(0, count)
    }),
  )
  return withSplits(dataset, (sample) => (evaluated.has(sample) ? 'validation' : 'train'))
}

const withSplits = (dataset: Dataset, splitOf: (sample: Sample, i: number) => Sample['split']): Dataset => ({
  ...dataset,
  samples: dataset.samples.map((sample, i) => ({ ...sample, split: splitOf(sample, i) })),
})

/** Between 0 and 1. */
function evaluationShare(setups: readonly TrainingSetup[], samples: number): number {
  const splits = setups.flatMap(({ pipelines }) => pipelines.flatMap(({ split }) => split ?? []))
  const [fraction] = splits.flatMap(({ fraction: read }) => read.value ?? [])
  if (fraction === undefined || fraction <= 0) return USUAL_SHARE
  const share = fraction > 1 ? fraction / samples : fraction
  return share < 1 ? share : USUAL_SHARE
}
