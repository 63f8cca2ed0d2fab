import { outputOf } from '../../src/judge/model-output.ts'
import { runsOf, type TrainingRun } from '../../src/judge/training-runs.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'

export default defineRule({
  id: 'training/validation-missing',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'A classifier is trained for several epochs, and nothing ever measures it on images that it was not trained on.',
    why: 'The training score rises whether the model learns or memorises. Without a validation set nobody sees where it begins to overfit, no schedule or early stopping can react to it, and the number that is reported says nothing about new images.',
    how: 'Hold images out before training and give them to fit: validation_data=val_ds. Where the data lies in folders, split it with validation_split, subset and one seed.',
    fixSafety: 'Manual: which images to hold out is yours to say.',
    references: [
      'https://keras.io/guides/training_with_built_in_methods/#automatically-setting-apart-a-validation-holdout-set',
      'https://js.tensorflow.org/api/latest/#tf.LayersModel.fit',
      'Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2009, section 7.2',
    ],
    bad: 'model.fit(train_ds, epochs=30)',
    good: 'model.fit(train_ds, validation_data=val_ds, epochs=30)',
  },
  *check({ setups }) {
    for (const setup of setups) {
      const runs = [...runsOf([setup])]
      const measured =
        runs.some(({ run }) => run.fit.validation !== null || !run.fit.complete) ||
        setup.pipelines.some(({ roleFrom }) => roleFrom === 'evaluate' || roleFrom === 'predict') ||
        isMeasuredByHand(setup)
      // One word for a program: its runs are most often phases of one training.
      const found = measured ? undefined : runs.find(isBlind)
      if (found !== undefined) yield draft(found)
    }
  },
})

/** PyTorch: a loop that evaluates, or a loader that is meant for one that we do not see. */
const isMeasuredByHand = ({ framework, loops = [], pipelines }: TrainingSetup) =>
  framework === 'pytorch' &&
  (loops.some(({ role }) => role === 'evaluation') ||
    pipelines.some(({ role }) => role === 'validation' || role === 'test'))

/** Trains a classifier that we followed, for more than the one epoch that a script is tried out with. */
function isBlind({ run: { fit, compile }, model, train, setup }: TrainingRun): boolean {
  if (model === null || train === null || outputOf(model) === null || fit.epochs.value === 1) return false
  if (isOnePass(fit)) return false
  // Data that a visitor of the page makes up leaves nothing to hold out; what a caller gives, it may have held out.
  if (train.origin.kind === 'unknown' && (setup.framework === 'tfjs' || train.origin.parameter !== undefined))
    return false
  return /crossentropy/i.test(compile?.loss?.name.replaceAll('_', '') ?? '')
}

/** A hand-written loop that nothing around it repeats, as far as we see. */
const isOnePass = ({ epochs, span }: TrainingRun['run']['fit']): boolean =>
  epochs.from === 'unknown' && JSON.stringify(epochs.span) === JSON.stringify(span)

function draft({ run: { fit } }: TrainingRun): FindingDraft {
  const epochs = fit.epochs.value === null ? '' : ` for ${fit.epochs.value} epochs`
  return {
    message: `This trains${epochs} without validation data, and nothing else measures the model on images it has not seen`,
    locations: [fit.span],
    confidence: 0.85,
    evidence: { epochs: fit.epochs.value },
    fix: {
      title: 'Hold images out and give them to fit as validation data',
      applicability: 'manual',
      operations: [{ op: 'set', field: 'run.fit.validation', value: 'images that are not trained on' }],
    },
  }
}
