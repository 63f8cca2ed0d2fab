import type { Split, Step } from '../model/pipeline.ts'

/** Why two pipelines read the same images, in words, and what to do. */
export interface Overlap {
  because: string
  title: string
  /** Sets the validation side's seed to this value where both are written out. */
  seed?: number
  /** What shuffles anew before the cut. */
  shuffles?: Shuffle[]
}

export type Shuffle = Extract<Step, { kind: 'shuffle' }>

/**
 * `image_dataset_from_directory` shuffles all files by the seed and then cuts; `ImageDataGenerator` cuts each class
 * in the order of the names (keras/src/utils/dataset_utils.py, keras/src/legacy/preprocessing/image.py).
 */
export function cutApart(train: Split, validation: Split): Overlap | null {
  if (train.kind === 'torch-random-split' && validation.kind === train.kind)
    return drawnApart(train, validation)
  if (train.kind !== validation.kind || train.side !== 'train') return null
  if (validation.side === 'train')
    return { because: 'both take the training subset', title: "Give validation subset='validation'" }
  if (validation.side !== 'validation') return null
  if (
    differ(train.fraction.value, validation.fraction.value) &&
    Number(validation.fraction.value) > Number(train.fraction.value)
  )
    return { because: 'validation_split is larger for validation', title: 'Use one validation_split' }
  if (train.kind !== 'keras-directory') return null
  if (differ(train.shuffle.value, validation.shuffle.value))
    return { because: 'only one side is shuffled before the cut', title: 'Use one shuffle setting' }
  const seed = train.seed.value
  if (train.shuffle.value !== true || seed === null || !differ(seed, validation.seed.value)) return null
  return {
    because: `the seeds ${seed} and ${validation.seed.value} shuffle differently before the cut`,
    title: `Use seed ${seed} on both sides`,
    seed,
  }
}

/** Two calls of `random_split` that draw two orders: the same index is for training in one, for validation in the other. */
function drawnApart({ draw, part }: Split, validation: Split): Overlap | null {
  if (draw == null || validation.draw == null) return null
  if (draw !== validation.draw)
    return {
      because: 'two calls of random_split draw two different orders of the same images',
      title: 'Give both calls a generator with the same seed, or split once',
    }
  const same = part !== undefined && part.index === validation.part?.index
  return same ? { because: 'both take the same part of the split', title: 'Take another part' } : null
}

/** Both known, and not equal. */
const differ = (a: number | boolean | null, b: number | boolean | null) => a !== null && b !== null && a !== b
