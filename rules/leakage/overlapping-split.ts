import { cutApart, type Overlap, type Shuffle } from '../../src/judge/cut-overlap.ts'
import { sharedFiles } from '../../src/judge/list-overlap.ts'
import { withArgument } from '../../src/judge/statement-edits.ts'
import { sharedStream } from '../../src/judge/stream-overlap.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit, Fix } from '../../src/model/fix.ts'
import type { Pipeline } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'

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
      'Safe where two seeds differ: the validation side gets the seed of the training side. Unsafe where the order is drawn once: training then sees it in every epoch. Otherwise which images belong to which side is yours to say.',
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
  if (!named || train.parent !== validation.parent || train.split?.side !== validation.split?.side)
    return null
  const arrays = [train, validation].every(
    ({ origin }) => origin.kind === 'arrays' || origin.kind === 'unknown',
  )
  if (!arrays && JSON.stringify(train.span) !== JSON.stringify(validation.span)) return null
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
    const because = `both read all of ${folderOf(train)?.name}`
    return { because, title: 'Give validation a folder, or a subset, of its own' }
  }
  return train.split === null || validation.split === null ? null : cutApart(train.split, validation.split)
}

/** Both read the same whole folder. */
function sameFolder(train: Pipeline, validation: Pipeline): boolean {
  const [folder, other] = [folderOf(train), folderOf(validation)]
  return folder !== null && other !== null && folder.place === other.place
}

/** The folder of a call that lists and decodes it; of files that were listed elsewhere, only a part may be read. */
function folderOf({ origin, steps: [first] }: Pipeline): { place: string; name: string } | null {
  if (origin.kind !== 'directory' || first?.kind !== 'decode') return null
  if (JSON.stringify(first.span) !== JSON.stringify(origin.span)) return null
  const place = origin.path.value ?? origin.same
  return place === undefined ? null : { place, name: origin.path.value ?? 'the same folder' }
}

/** Filtered, or cut by something that we do not follow. */
const isChanged = ({ steps }: Pipeline) => steps.some(({ kind }) => kind === 'opaque' || kind === 'partition')

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

/** `take` and `skip` behind a shuffle that draws a new order in each epoch. */
function reshuffled(train: Pipeline, validation: Pipeline): Overlap | null {
  if (train.parent === null || train.parent !== validation.parent) return null
  const before = train.steps.slice(0, train.split?.position ?? 0)
  const shuffles = before.filter((step) => step.kind === 'shuffle').filter((step) => step.reshuffles.value)
  if (shuffles.length === 0) return null
  return {
    because: 'the order is drawn anew in each epoch before take and skip cut it',
    shuffles,
    title: 'Shuffle with reshuffle_each_iteration=False before the cut, or only the training side after it',
  }
}

function draft(train: Pipeline, validation: Pipeline, overlap: Overlap): FindingDraft {
  return {
    message: `Training and validation overlap: ${overlap.because}`,
    locations: [
      validation.split?.span ?? validation.span,
      train.split?.span ?? train.span,
      ...(overlap.shuffles ?? []).slice(0, 1).map(({ span }) => span),
    ],
    evidence: { train: train.id, validation: validation.id },
    fix: fixOf(validation, overlap),
  }
}

function fixOf({ id, split }: Pipeline, { title, seed, shuffles }: Overlap): Fix {
  const fixed = (shuffles ?? []).map(once)
  if (fixed.length > 0 && fixed.every((edit) => edit !== null))
    return { title, applicability: 'unsafe', operations: fixed }
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

/** `.shuffle(1000)` -> `.shuffle(1000, reshuffle_each_iteration=False)`; null for what cannot be told so. */
function once({ name, span, seed, reshuffles }: Shuffle): Edit | null {
  if (!/(^|\.)shuffle$/.test(name)) return null
  const python = /\.(py|ipynb)$/.test(span.path)
  if (reshuffles.from === 'code')
    return { op: 'edit', span: reshuffles.span, text: python ? 'False' : 'false' }
  if (reshuffles.from !== 'default') return null
  if (python) return withArgument(span, 'reshuffle_each_iteration=False')
  // TensorFlow.js takes it third, behind the seed.
  return withArgument(span, seed.from === 'default' ? 'undefined, false' : 'false')
}
