import { withArgument } from '../../src/judge/statement-edits.ts'
import { runsOf, type TrainingRun } from '../../src/judge/training-runs.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { Pipeline, Split } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'

export default defineRule({
  id: 'training/not-shuffled',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'The training images are not shuffled: they come class after class, or in the same order in every epoch.',
    why: 'A batch then holds one class only. The model learns that class and forgets the others, batch normalisation sees one class at a time, and the end of each epoch decides: training accuracy looks high within a class, while validation jumps or stays near chance.',
    how: 'Shuffle the training side in every epoch: leave shuffle=True in flow_from_directory and image_dataset_from_directory, or call dataset.shuffle(number of images) before batch. Validation needs no shuffling.',
    fixSafety:
      'Safe where shuffle=False is written for the training side alone: its order is all that changes.',
    references: [
      'https://www.tensorflow.org/guide/data#randomly_shuffling_input_data',
      'https://keras.io/api/data_loading/image/',
      'Bengio, Practical recommendations for gradient-based training of deep architectures, 2012, section 2.1.3: https://arxiv.org/abs/1206.5533',
    ],
    bad: "train = datagen.flow_from_directory('train', shuffle=False)",
    good: "train = datagen.flow_from_directory('train')",
  },
  *check({ setups }) {
    const told = new Set<string>()
    for (const one of runsOf(setups)) {
      const place = one.train === null ? '' : JSON.stringify(one.train.span)
      const found = one.train === null || told.has(place) ? null : examine(one, one.train)
      if (found === null) continue
      told.add(place)
      yield found
    }
  },
})

function examine({ run, model }: TrainingRun, train: Pipeline): FindingDraft | null {
  const { steps, split, sorted } = train
  // Something that we do not follow may shuffle, too.
  if (steps.some(({ kind }) => kind === 'shuffle' || kind === 'opaque')) return null
  if (steps.some(({ kind }) => kind === 'batch'))
    return sorted === undefined || isCutByOrder(split)
      ? null
      : draft(train, sorted, classAfterClass(train), run.fit.span)
  const { shuffle } = run.fit
  if (shuffle?.from !== 'code' || shuffle.value || model?.backbone == null || isShuffled(split)) return null
  return draft(train, shuffle.span, 'fit shows the training images in the same order in every epoch', null)
}

/** Split at random means shuffled once. */
const isShuffled = (split: Split | null) => split !== null && split.shuffle.value !== false

/** A random split shuffles; a cut by the order of the files is the matter of split/class-ordered-tail. */
const isCutByOrder = (split: Split | null) => split !== null && split.kind !== 'keras-generator'

const classAfterClass = ({ name }: Pipeline) =>
  `The training images${name === null ? '' : ` (${name})`} come one class after the other, and nothing shuffles them`

/** `False` -> `True`; a loader that is not told to shuffle is. */
function shuffled(place: Span): Edit[] {
  const written = place.snippet.slice(place.column - 1, place.endColumn - 1)
  if (/^(False|false)$/.test(written))
    return [{ op: 'edit', span: place, text: written === 'False' ? 'True' : 'true' }]
  const added = /^(\w+\.)*DataLoader\(/.test(written) ? withArgument(place, 'shuffle=True') : null
  return added === null ? [] : [added]
}

function draft(train: Pipeline, place: Span, message: string, fit: Span | null): FindingDraft {
  const edits = shuffled(place)
  return {
    message,
    locations: [place, ...(fit === null ? [] : [fit])],
    confidence: train.sorted === undefined ? 0.7 : 0.9,
    evidence: { pipeline: train.id },
    fix: {
      title: 'Shuffle the training images in every epoch',
      applicability: edits.length === 0 ? 'manual' : 'safe',
      operations: edits.length === 0 ? [{ op: 'set', field: 'pipeline.shuffle', value: true }] : edits,
    },
  }
}
