import { splitFirst } from '../../src/judge/split-first.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Pipeline, Split, Step } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'

export default defineRule({
  id: 'leakage/split-after-augmentation',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'validationAccuracy', expect: 'drop' },
  docs: {
    what: 'Copies of images are made (oversampling, flipped or otherwise augmented versions) before the data is split.',
    why: 'The copies of one image fall on both sides. The model is validated on images that it has trained on, in the same or a slightly changed version: the score is far too good, and best for the classes that were copied most.',
    how: 'Split first. Then oversample or augment the training side alone, and leave validation and test as they are.',
    fixSafety:
      'Unsafe where the line that resamples and the line that splits follow each other: they change places, and the training side alone is resampled. Elsewhere manual: the copies have to be made of the training side alone.',
    references: [
      'https://imbalanced-learn.org/stable/common_pitfalls.html#data-leakage',
      'Kaufman et al., Leakage in data mining, 2012: https://doi.org/10.1145/2382577.2382579',
    ],
    bad: `X, y = RandomOverSampler().fit_resample(X, y)
X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2)`,
    good: `X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2)
X_train, y_train = RandomOverSampler().fit_resample(X_train, y_train)`,
  },
  *check({ setups }) {
    // Where samples are split twice, the first split is the one that comes too late.
    const found = new Map<string, { copies: Step; split: Split }>()
    for (const pipeline of setups.flatMap(({ pipelines }) => pipelines)) {
      const { split } = pipeline
      const copies = split === null ? undefined : copiesBefore(pipeline, split)
      if (split === null || copies === undefined) continue
      const place = JSON.stringify(copies.span)
      const known = found.get(place)
      if (known === undefined || isBefore(split.span, known.split.span)) found.set(place, { copies, split })
    }
    for (const { copies, split } of found.values()) yield draft(copies, split)
  },
})

const isBefore = (a: Span, b: Span) => a.path === b.path && a.cell === b.cell && a.line < b.line

/** The first step before the split that gives images more than once; a stream that is repeated does so, too. */
const copiesBefore = ({ steps }: Pipeline, { position, kind }: Split): Step | undefined =>
  steps
    .slice(0, position)
    .find((step) => step.kind === 'oversample' || (step.kind === 'repeat' && kind === 'take-skip'))

function draft(copies: Step, split: Split): FindingDraft {
  const line = split.span.line
  const edits = splitFirst(copies.span, split.span) ?? split.earlier ?? null
  return {
    message: `${copies.name} gives images more than once before they are split in line ${line}: copies of one image are on both sides`,
    locations: [copies.span, split.span],
    confidence: 0.9,
    evidence: { step: copies.name, splitLine: line },
    fix: {
      title: `Split before ${copies.name}, and apply it to the training side alone`,
      applicability: edits === null ? 'manual' : 'unsafe',
      operations: edits ?? [
        { op: 'set', field: 'pipeline.split.position', value: 'before the copies are made' },
      ],
    },
  }
}
