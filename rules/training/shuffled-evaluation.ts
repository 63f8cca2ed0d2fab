import type { FindingDraft } from '../../src/model/finding.ts'
import type { Pipeline, Step } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Comparison } from '../../src/model/setup.ts'

type Shuffle = Extract<Step, { kind: 'shuffle' }>

export default defineRule({
  id: 'training/shuffled-evaluation',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'Predictions on a shuffled set are compared with labels in another order.',
    why: 'predict gives its results in the shuffled order, generator.classes lists the labels in the order of the files, and a second pass over a dataset that reshuffles gives another order again. Confusion matrix and report then compare each image with the label of another one: they look like guessing, however good the model is, and do not agree with evaluate.',
    how: 'Read the set that is measured with shuffle=False, or collect labels and predictions in one pass over the batches.',
    fixSafety:
      'Safe: the order of a set that is only measured changes no score but the ones that are wrong now.',
    references: [
      'https://github.com/keras-team/keras/issues/4225',
      'https://www.tensorflow.org/api_docs/python/tf/data/Dataset#shuffle',
    ],
    bad: `test = datagen.flow_from_directory('test')
confusion_matrix(test.classes, model.predict(test).argmax(axis=1))`,
    good: `test = datagen.flow_from_directory('test', shuffle=False)
confusion_matrix(test.classes, model.predict(test).argmax(axis=1))`,
  },
  *check({ setups }) {
    for (const { comparisons, pipelines } of setups) {
      const told = new Set<string>()
      for (const comparison of comparisons ?? []) {
        const pipeline = pipelines.find(({ id }) => id === comparison.pipeline)
        const shuffle = pipeline === undefined ? undefined : shuffleOf(pipeline, comparison)
        if (pipeline === undefined || shuffle === undefined || told.has(pipeline.id)) continue
        told.add(pipeline.id)
        yield draft(comparison, pipeline, shuffle)
      }
    }
  },
})

/** A shuffle that does not draw anew gives every pass the same order: only labels of the files differ from it. */
const isReshuffled = (step: Step): step is Shuffle =>
  step.kind === 'shuffle' && step.reshuffles.value === true

/** What is cached behind a shuffle keeps the order of its first pass, though not that of the files. */
function shuffleOf({ steps }: Pipeline, { order }: Comparison): Shuffle | undefined {
  const kept = order === 'files' ? -1 : steps.findLastIndex(({ kind }) => kind === 'cache')
  return steps.slice(kept + 1).find(isReshuffled)
}

function draft(
  { order, span, predictions, labels }: Comparison,
  pipeline: Pipeline,
  shuffle: Shuffle,
): FindingDraft {
  const name = pipeline.name ?? 'the set'
  // Training wants its shuffle.
  const edits = pipeline.role === 'train' ? null : shuffle.removal
  return {
    message:
      order === 'files'
        ? `Predictions on ${name} come in shuffled order, its labels in the order of the files: they do not belong together`
        : `Predictions and labels come from two passes over ${name}, which is shuffled anew in each: they do not belong together`,
    locations: [span, predictions, labels, shuffle.span],
    confidence: 0.95,
    evidence: { pipeline: pipeline.id, order },
    fix: {
      title: `Read ${name} without shuffling`,
      applicability: edits === null ? 'manual' : 'safe',
      operations: edits ?? [{ op: 'set', field: `${pipeline.id}.shuffle`, value: false }],
    },
  }
}
