import { hasBatchNorm } from '../../src/judge/trunk-layers.ts'
import { changesBetween, trunkStateAt } from '../../src/judge/trunk-state.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { Backbone, ModelFacts } from '../../src/model/network.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Run } from '../../src/model/training.ts'

export default defineRule({
  id: 'fine-tuning/batch-norm',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'Batch normalisation of the pretrained trunk runs in training mode while it is fine-tuned.',
    why: 'As soon as the trunk is unfrozen, its batch normalisation stops using the statistics it was pretrained with and takes those of each small batch, and overwrites the stored ones: what the weights were fitted to is gone, and validation, which uses the stored ones, falls.',
    how: 'Call the trunk with training=False when the model is built; that holds after unfreezing as well. In a model made of base.input and base.output, keep every BatchNormalization layer frozen.',
    fixSafety:
      'Unsafe: the trunk then never adapts its statistics, which very large batches of very different images may want. Dropout inside the trunk is switched off as well.',
    references: [
      'https://keras.io/guides/transfer_learning/#finetuning',
      'https://www.tensorflow.org/tutorials/images/transfer_learning#important_note_about_batchnormalization_layers',
    ],
    bad: `x = base(inputs)             # follows fit: training mode
...
base.trainable = True        # batch norm wakes up`,
    good: `x = base(inputs, training=False)
...
base.trainable = True        # batch norm stays in inference mode`,
  },
  *check({ setups }) {
    for (const setup of setups) {
      // PyTorch's batch norm follows train() and eval(), whether frozen or not.
      if (setup.language !== 'python' || setup.framework === 'pytorch') continue
      for (const model of setup.models) {
        const { backbone } = model
        if (backbone === null || !isExposed(backbone)) continue
        const runs = setup.runs.filter((one) => one.model === model.id)
        const run = runs.find((one, index) => wakes(model, backbone, one, runs.slice(0, index)))
        if (run !== undefined) yield draft(model, backbone, run)
      }
    }
  },
})

/** A pretrained trunk with batch norm whose mode follows `fit`. */
const isExposed = ({ name, weights, training }: Backbone) =>
  hasBatchNorm(name) &&
  weights.from !== 'unknown' &&
  weights.value !== null &&
  training.from !== 'unknown' &&
  training.value !== false

/**
 * True where the trunk learns after it had been frozen. When only the top of a flat model is unfrozen, most batch
 * norm stays frozen with its layers: Keras' own example does so, and nothing is said.
 */
function wakes(model: ModelFacts, backbone: Backbone, { fit }: Run, before: readonly Run[]): boolean {
  const frozen = before.filter((run) => trunkStateAt(model, run.fit.order) === 'frozen').at(-1)
  if (frozen === undefined) return false
  const state = trunkStateAt(model, fit.order)
  if (state !== 'trainable' && !(state === 'partly' && isCalled(backbone))) return false
  // A test picks some layers and freezes them: most often exactly the batch norm.
  return !changesBetween(model, frozen.fit.order, fit.order).some(
    ({ target, value }) => target === 'some' || (target === 'other' && value.value !== true),
  )
}

/** True when the trunk is called as one layer of the model, so that `training=False` can be given. */
const isCalled = ({ input }: Backbone) => input !== null

function draft(model: ModelFacts, backbone: Backbone, run: Run): FindingDraft {
  const change = changesBetween(model, -1, run.fit.order).findLast(({ value }) => value.value === true)
  const edits = inferenceMode(backbone)
  return {
    message: `Batch normalisation of ${backbone.name} goes into training mode when the trunk is unfrozen: ${
      isCalled(backbone) ? 'it is called without training=False' : 'its layers are unfrozen with the others'
    }`,
    locations: [backbone.input ?? backbone.span, ...(change === undefined ? [] : [change.span])],
    confidence: isCalled(backbone) ? 0.85 : 0.65,
    evidence: { backbone: backbone.name, fitLine: run.fit.span.line },
    fix: {
      title: isCalled(backbone)
        ? 'Call the trunk with training=False'
        : 'Keep the BatchNormalization layers frozen',
      applicability: edits === null ? 'manual' : 'unsafe',
      operations: edits ?? [],
    },
  }
}

/** `base(x)` -> `base(x, training=False)`. */
function inferenceMode({ input, training }: Backbone): Edit[] | null {
  if (training.from === 'code') return [{ op: 'edit', span: training.span, text: 'False' }]
  if (input === null) return null
  const end = { ...input, line: input.endLine, column: input.endColumn }
  return [{ op: 'edit', span: end, text: ', training=False' }]
}
