import { sourceOf } from '../containers/byte-reader.ts'
import type { ByteSource, Dataset, Sample } from '../model/dataset.ts'
import { groupBy } from '../model/group-by.ts'
import type { ImageFacts } from '../model/images.ts'
import type { Project } from '../model/project.ts'

/** A sample that the probe can train on or measure with. */
export interface ProbeSample {
  /** As in the dataset. */
  path: string
  /** With an absolute path. */
  source: ByteSource
  bytesDigest: string
  label: string
}

/** What all trials stand on: the split as it is. */
export interface Ground {
  train: ProbeSample[]
  evaluation: ProbeSample[]
  /** What the evaluation samples are to the person. */
  evaluationSplit: 'validation' | 'test'
  /** Sorted: those of the training samples. */
  classes: string[]
}

/** Below these a trial could not see even a large effect. */
export const FEWEST_TRAINING = 30
export const FEWEST_EVALUATION = 20

/** The labelled, readable samples of both sides, or why no trial can be run on this data. */
export function groundOf(
  project: Project,
  dataset: Dataset,
  images: ImageFacts,
): Ground | { reason: string } {
  const side = (split: Sample['split']) => usable(project, images, dataset.samples, split)
  const train = side('train')
  const validation = side('validation')
  const learned = new Set(train.map(({ label }) => label))
  // A class that is not trained on cannot be predicted: in every arm its images would be wrong all the same.
  const evaluation = (validation.length > 0 ? validation : side('test')).filter(({ label }) =>
    learned.has(label),
  )
  const evaluationSplit = validation.length > 0 ? 'validation' : 'test'
  if (dataset.samples.every(({ label }) => label === null)) return { reason: 'the data has no labels' }
  if (train.length === 0) return { reason: 'it is not known which images are trained on' }
  if (evaluation.length === 0) return { reason: 'the data has no validation split' }
  if (train.length < FEWEST_TRAINING || evaluation.length < FEWEST_EVALUATION) {
    const counts = `${train.length} training and ${evaluation.length} ${evaluationSplit} images`
    return { reason: `${counts} are too few (at least ${FEWEST_TRAINING} and ${FEWEST_EVALUATION})` }
  }
  const classes = [...learned].sort()
  if (classes.length < 2) return { reason: 'the data has one class only' }
  return { train, evaluation, evaluationSplit, classes }
}

function usable(
  project: Project,
  images: ImageFacts,
  samples: readonly Sample[],
  split: Sample['split'],
): ProbeSample[] {
  return samples.flatMap((sample) => {
    const image = images.images.get(sample.path)
    if (sample.split !== split || sample.label === null || !image?.ok) return []
    const { path, label } = sample
    const source = sourceOf(project.root, sample)
    return [{ path, source, bytesDigest: image.bytesDigest, label }]
  })
}

/** The samples of each class, in the order in which the classes first appear. */
export function byClass(samples: readonly ProbeSample[]): Map<string, ProbeSample[]> {
  return groupBy(samples, ({ label }) => label)
}
