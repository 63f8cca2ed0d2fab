import { sharedFiles } from '../../src/judge/list-overlap.ts'
import { sharedStream } from '../../src/judge/stream-overlap.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Fix } from '../../src/model/fix.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Pipeline, Split, Step } from '../../src/model/setup.ts'

/** Why two pipelines read the same images, in words, and what to do. */
interface Overlap {
  because: string
  title: string
  /** Sets the validation side's seed to this value where both are written out. */
  seed?: number
  /** What shuffles anew before the cut. */
  shuffle?: Step
}

export default defineRule({
  id: 'leakage/overlapping-split',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'Training and validation read the same images, because of how the code cuts the data.',
    why: 'The model is scored on images that it was trained on. The score says how well it remembers, looks better than the model is, and does not fall when it overfits.',
    how: 'Cut once, with one seed, one share and one shuffle setting for both sides, and before anything that shuffles anew in each epoch.',
    fixSafety:
      'Safe where two seeds differ: the validation side gets the seed of the training side. Otherwise which images belong to which side is yours to say.',
    references: [
      'https://keras.io/api/data_loading/image/',
      'https://www.tensorflow.org/api_docs/python/tf/data/Dataset#shuffle',
      'https://scikit-learn.org/stable/modules/generated/sklearn.model_selection.train_test_split.html',
      'Kaufman et al., Leakage in data mining, 2012 (doi:10.1145/2382577.2382579)',
    ],
    bad: `train = image_dataset_from_directory('data', validation_split=0.2, subset='training', seed=1)
val = image_dataset_from_directory('data', validation_split=0.2, subset='validation', seed=2)`,
    good: `train = image_dataset_from_directory('data', validation_split=0.2, subset='training', seed=1)
val = image_dataset_from_directory('data', validation_split=0.2, subset='validation', seed=1)`,
  },
  *check({ setups }) {
    for (const { pipelines, runs } of setups) {
      const seen = new Set<string>()
      for (const { fit } of runs) {
        const train = pipelines.find(({ id }) => id === fit.train)
        const validation = pipelines.find(({ id }) => id === fit.validation)
        if (train === undefined || validation === undefined || seen.has(`${fit.train} ${fit.validation}`))
          continue
        seen.add(`${fit.train} ${fit.validation}`)
        const overlap =
          sameData(train, validation) ?? overlapOf(train, validation) ?? sharedParts(train, validation)
        if (overlap !== null) yield draft(train, validation, overlap)
      }
    }
  },
})

/** One and the same dataset, by the variable that holds it. */
function sameData(train: Pipeline, validation: Pipeline): Overlap | null {
  const named = train.name !== null && train.name === validation.name
  const made = JSON.stringify(train.span) === JSON.stringify(validation.span)
  if (!named || !made || train.parent !== validation.parent || train.split?.side !== validation.split?.side)
    return null
  return { because: `both are ${train.name}`, title: 'Validate on images that are not trained on' }
}

/** Parts of one list or stream that share samples. */
function sharedParts(train: Pipeline, validation: Pipeline): Overlap | null {
  const because = sharedFiles(train, validation) ?? sharedStream(train, validation)
  const title = 'Cut once, and give each side the part that the other does not get'
  return because === null ? null : { because, title }
}

function overlapOf(train: Pipeline, validation: Pipeline): Overlap | null {
  const cuts = [train.split, validation.split]
  if (cuts.every((cut) => cut?.kind === 'take-skip')) return reshuffled(train, validation)
  const whole = wholeForTraining(train, validation)
  if (whole !== null) return whole
  if (!sameFolder(train, validation) || [train, validation].some(isChanged)) return null
  if (train.split === null && validation.split === null) {
    const because = `both read all of ${folderOf(train)}`
    return { because, title: 'Give validation a folder, or a subset, of its own' }
  }
  return train.split === null || validation.split === null ? null : cutApart(train.split, validation.split)
}

/** Both read the same whole folder. */
function sameFolder(train: Pipeline, validation: Pipeline): boolean {
  const folder = folderOf(train)
  return folder !== null && folder === folderOf(validation)
}

/** The folder of a call that lists and decodes it; of files that were listed elsewhere, only a part may be read. */
function folderOf({ origin, steps: [first] }: Pipeline): string | null {
  if (origin.kind !== 'directory' || first?.kind !== 'decode') return null
  return JSON.stringify(first.span) === JSON.stringify(origin.span) ? origin.path.value : null
}

/** Filtered, or cut by something that we do not follow. */
const isChanged = ({ steps }: Pipeline) => steps.some(({ kind }) => kind === 'opaque' || kind === 'partition')

/**
 * `image_dataset_from_directory` shuffles all files by the seed and then cuts; `ImageDataGenerator` cuts each class
 * in the order of the names (keras/src/utils/dataset_utils.py, keras/src/legacy/preprocessing/image.py).
 */
function cutApart(train: Split, validation: Split): Overlap | null {
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

/** `random_split` made a validation part, but training reads the dataset that it was cut from. */
function wholeForTraining(train: Pipeline, validation: Pipeline): Overlap | null {
  const { split } = validation
  if (split?.kind !== 'torch-random-split' || train.split !== null || isChanged(train)) return null
  if (train.parent === null || train.parent !== validation.parent) return null
  return {
    because: 'training reads the whole dataset that the validation images were split from',
    title: 'Train on the other part of the split',
  }
}

/** Both known, and not equal. */
const differ = (a: number | boolean | null, b: number | boolean | null) => a !== null && b !== null && a !== b

/** `take` and `skip` behind a shuffle that draws a new order in each epoch. */
function reshuffled(train: Pipeline, validation: Pipeline): Overlap | null {
  if (train.parent === null || train.parent !== validation.parent) return null
  const before = train.steps.slice(0, train.split?.position ?? 0)
  const shuffle = before.find((step) => step.kind === 'shuffle' && step.reshuffles.value === true)
  if (shuffle === undefined) return null
  return {
    because: 'the order is drawn anew in each epoch before take and skip cut it',
    shuffle,
    title: 'Shuffle with reshuffle_each_iteration=False before the cut, or only the training side after it',
  }
}

function draft(train: Pipeline, validation: Pipeline, overlap: Overlap): FindingDraft {
  return {
    message: `Training and validation overlap: ${overlap.because}.`,
    locations: [
      validation.split?.span ?? validation.span,
      train.split?.span ?? train.span,
      ...(overlap.shuffle === undefined ? [] : [overlap.shuffle.span]),
    ],
    evidence: { train: train.id, validation: validation.id },
    fix: fixOf(validation, overlap),
  }
}

function fixOf({ id, split }: Pipeline, { title, seed }: Overlap): Fix {
  if (seed !== undefined && split?.seed.from === 'code')
    return {
      title,
      applicability: 'safe',
      operations: [{ op: 'edit', span: split.seed.span, text: String(seed) }],
    }
  return {
    title,
    applicability: 'manual',
    operations: [{ op: 'set', field: `${id}.split`, value: 'apart from training' }],
  }
}
