import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import { addTo } from '../../src/model/group-by.ts'
import type { Pipeline, Split } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'

export default defineRule({
  id: 'split/class-ordered-tail',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'Validation is the tail of a list that is sorted by class.',
    why: 'image_dataset_from_directory lists one class after the other. Cut without shuffling, the last classes make up validation and are missing from training: the model is scored on classes that it never saw, and never on the others.',
    how: 'Shuffle before the cut, with one seed on both sides: image_dataset_from_directory(..., validation_split=0.2, seed=42). Where validation must keep its order, cut once on disk into two folders.',
    fixSafety:
      'Unsafe: another split, so that results are not comparable with those of before, and the validation set comes in shuffled order.',
    references: [
      'https://keras.io/api/data_loading/image/',
      'keras/src/utils/dataset_utils.py: index_directory, get_training_or_validation_split',
    ],
    bad: `train = image_dataset_from_directory('data', validation_split=0.2, subset='training', shuffle=False)
val = image_dataset_from_directory('data', validation_split=0.2, subset='validation', shuffle=False)`,
    good: `train = image_dataset_from_directory('data', validation_split=0.2, subset='training', seed=42)
val = image_dataset_from_directory('data', validation_split=0.2, subset='validation', seed=42)`,
  },
  *check({ setups }) {
    for (const { pipelines } of setups) {
      const folders = new Map<string, Cut[]>()
      for (const pipeline of pipelines) {
        const { split } = pipeline
        if (split === null || !(isOrderedTail(split) || isTailOfArrays(pipeline) || isCutInOrder(pipeline)))
          continue
        addTo(folders, folderOf(pipeline), { split, steps: pipeline.steps })
      }
      for (const cuts of folders.values()) yield draft(cuts)
    }
  },
})

/** Labels that do not come from the folders, or one class alone, have no order of classes. */
const isOrderedTail = ({ kind, shuffle, fraction, classes }: Split) =>
  kind === 'keras-directory' &&
  shuffle.value === false &&
  fraction.value !== null &&
  classes !== undefined &&
  classes.from !== 'unknown' &&
  classes.value?.length !== 1

/** `validation_split` of `fit` cuts arrays before it shuffles them. */
const isTailOfArrays = ({ split, sorted }: Pipeline) =>
  split?.kind === 'fit-validation-split' && sorted !== undefined && split.fraction.value !== null

/** `take` and `skip` of a dataset that a loader of folders gives unshuffled, class after class. */
function isCutInOrder({ split, sorted, steps, origin, role }: Pipeline): boolean {
  if (split?.kind !== 'take-skip' || sorted === undefined || role !== 'validation') return false
  const [first, ...others] = steps.slice(0, split.position + 1)
  const listed = first?.kind === 'decode' && JSON.stringify(first.span) === JSON.stringify(origin.span)
  return (
    origin.kind === 'directory' &&
    listed &&
    !others.some(({ kind }) => kind === 'shuffle' || kind === 'opaque')
  )
}

const folderOf = ({ origin, span }: Pipeline) =>
  origin.kind === 'directory' && origin.path.value !== null ? origin.path.value : JSON.stringify(span)

/** A split and what is done to the images around it. */
interface Cut extends Pick<Pipeline, 'steps'> {
  split: Split
}

function draft(cuts: readonly Cut[]): FindingDraft {
  const splits = cuts.map(({ split }) => split)
  const part = splits.some(isHead) ? 'first' : 'last'
  const places = new Map(splits.map((split) => [JSON.stringify(placeOf(split)), split]))
  const edits = [...places.values()].map(shuffled)
  const fixed = edits.every((edit) => edit !== null)
  return {
    message: `Validation gets the ${part} classes only: the files are sorted by class and cut without shuffling`,
    locations: [...places.values()].map(placeOf),
    evidence: { shuffle: false, part, ...sizeOf(cuts[0]) },
    fix: {
      title: 'Shuffle before the cut, with one seed',
      applicability: fixed ? 'unsafe' : 'manual',
      operations: fixed
        ? edits.filter((edit) => edit !== null)
        : [{ op: 'set', field: 'split.shuffle', value: true }],
    },
  }
}

/** The share of the images that validation gets, or after how many of them the list is cut; null where it is not known. */
function sizeOf(cut: Cut | undefined): { share: number | null; after: number | null } {
  const { split, steps } = cut ?? {}
  const size = split?.fraction.value ?? null
  if (split?.kind !== 'take-skip') return { share: size, after: null }
  const batch = steps?.slice(0, split.position).findLast(({ kind }) => kind === 'batch')
  const unit = batch === undefined ? 1 : batch.kind === 'batch' ? batch.size.value : null
  return { share: null, after: size === null || unit === null ? null : size * unit }
}

/** `whole.take(80)`. */
const isHead = ({ kind, span: { snippet, column, endColumn } }: Split): boolean =>
  kind === 'take-skip' && /\btake\([^()]*\)$/.test(snippet.slice(column - 1, endColumn - 1))

const placeOf = ({ shuffle, span }: Split): Span => (shuffle.from === 'code' ? shuffle.span : span)

/** `shuffle=False` -> `shuffle=True, seed=42`; null where the value is not written out in the call. */
function shuffled({ shuffle, seed }: Split): Edit | null {
  if (shuffle.from !== 'code' || !/\bshuffle\s*=\s*$/.test(before(shuffle.span))) return null
  if (seed.from === 'default') return { op: 'edit', span: shuffle.span, text: 'True, seed=42' }
  return seed.value === null ? null : { op: 'edit', span: shuffle.span, text: 'True' }
}

const before = ({ snippet, column }: Span) => snippet.slice(0, column - 1)
