import { runsOf } from '../../src/judge/training-runs.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { Pipeline } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Read, Span } from '../../src/model/span.ts'

export default defineRule({
  id: 'training/validation-steps',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'The steps of validation (or training) are counted from the images of the other side.',
    why: 'Counted from the larger training set, each validation goes over its images several times or runs out of data, which costs time and, with a generator that shuffles, weighs some images more than others. Counted from the smaller validation set, an epoch of training sees only a part of the images.',
    how: 'Leave the steps out: Keras takes one pass over a generator or dataset that knows its length. Else count them from the set that they are for: validation_steps=len(val_generator).',
    fixSafety: 'Safe: the number is then that of the set that the steps are for.',
    references: [
      'https://keras.io/api/models/model_training_apis/#fit-method',
      'https://www.tensorflow.org/api_docs/python/tf/keras/Model#fit',
    ],
    bad: 'model.fit(train, validation_data=val, validation_steps=train.samples // 32)',
    good: 'model.fit(train, validation_data=val, validation_steps=len(val))',
  },
  *check({ setups }) {
    for (const { run, train, validation } of runsOf(setups)) {
      if (train === null || validation === null || train.parent === null || isOne(train, validation)) continue
      const { fit } = run
      if (fit.validationStepsOf === train.id && fit.validationSteps !== undefined)
        yield draft('validation_steps', fit.validationSteps, fit.span, train, validation)
      if (fit.stepsPerEpochOf === validation.id && fit.stepsPerEpoch !== undefined)
        yield draft('steps_per_epoch', fit.stepsPerEpoch, fit.span, validation, train)
    }
  },
})

/** One dataset given for both is another fault. */
const isOne = (train: Pipeline, validation: Pipeline) =>
  train.parent === validation.parent && train.split?.side === validation.split?.side

function draft(
  argument: string,
  steps: Read<number>,
  fit: Span,
  counted: Pipeline,
  meant: Pipeline,
): FindingDraft {
  const place = steps.from === 'default' ? fit : (steps.span ?? fit)
  const edit = renamed(place, counted.name, meant.name)
  return {
    message: `${argument} is counted from ${counted.name ?? `the ${counted.role} images`} instead of ${meant.name ?? `the ${meant.role} images`}`,
    locations: [place],
    confidence: 0.9,
    evidence: { argument, counted: counted.id, meant: meant.id },
    fix: {
      title: `Count ${argument} from ${meant.name ?? `the ${meant.role} images`}`,
      applicability: edit === null ? 'manual' : 'safe',
      operations: edit === null ? [] : [edit],
    },
  }
}

/** The expression with the other variable, where both have names and it is written in this one place. */
function renamed(place: Span, from: string | null, to: string | null): Edit | null {
  if (place.line !== place.endLine || from === null || to === null) return null
  const text = place.snippet.slice(place.column - 1, place.endColumn - 1)
  const name = new RegExp(`\\b${from}\\b`, 'g')
  if (!name.test(text) || !/steps|Batches/.test(place.snippet)) return null
  return { op: 'edit', span: place, text: text.replace(name, to) }
}
