import { outputOf } from '../../src/judge/model-output.ts'
import { followingLine } from '../../src/judge/statement-edits.ts'
import { firstRunsOf } from '../../src/judge/training-runs.ts'
import { trunkStateAt, trunkStateIn } from '../../src/judge/trunk-state.ts'
import { mayRaiseRate, showOptimizer, showRate, usualRate } from '../../src/judge/usual-rates.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { Backbone, ModelFacts } from '../../src/model/network.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import type { Optimizer, Run } from '../../src/model/training.ts'

/** A tenth of the usual rate is what Keras' and TensorFlow's guides fine-tune a whole trunk with, at most. */
const lowering = 10

export default defineRule({
  id: 'fine-tuning/unfrozen-under-new-head',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'The whole pretrained trunk is trained together with a new head from the first step, at the rate of the head.',
    why: 'A fresh head is wrong at first, and its large gradients run back through the trunk: the pretrained features are changed to please random weights before the head has learned anything. They cannot be won back from a small set, and validation ends lower than with a frozen trunk.',
    how: 'Freeze the trunk, train the head until it settles, then unfreeze and compile again with a tenth to a hundredth of the rate. Or train everything from the start at such a low rate.',
    fixSafety:
      'Unsafe: with the trunk frozen only the head is trained; unfreezing it afterwards, with another compile and a lower rate, is a step to add.',
    references: [
      'Kumar et al., Fine-Tuning can Distort Pretrained Features and Underperform Out-of-Distribution, 2022: https://arxiv.org/abs/2202.10054',
      'https://keras.io/guides/transfer_learning/#the-typical-transferlearning-workflow',
      'https://www.tensorflow.org/tutorials/images/transfer_learning#fine_tuning',
    ],
    bad: `base = InceptionV3(weights='imagenet', include_top=False, pooling='avg')
model = Sequential([base, Dense(5, activation='softmax')])
model.compile(Adam(1e-3), 'categorical_crossentropy')`,
    good: `base = InceptionV3(weights='imagenet', include_top=False, pooling='avg')
base.trainable = False
model = Sequential([base, Dense(5, activation='softmax')])
model.compile(Adam(1e-3), 'categorical_crossentropy')`,
  },
  *check({ setups }) {
    for (const { model, run, setup } of firstRunsOf(setups)) {
      const { backbone } = model
      const optimizer = run.compile?.optimizer
      if (backbone === null || optimizer == null || !isPretrained(backbone)) continue
      if (outputOf(model) === null || !isUnfrozen(model, run) || mayRaiseRate(run)) continue
      const rate = optimizer.learningRate.value
      const usual = usualRate(optimizer)
      if (rate !== null && usual !== null && rate > leastOf(run, usual) * 0.999)
        yield draft(backbone, optimizer, rate, usual / lowering, setup.framework)
    }
  },
})

/**
 * Above a third of the usual rate (3e-4 of AdamW for the whole network is a common choice that works); where a schedule
 * lowers it from the first epoch on, at the usual rate itself.
 */
const leastOf = ({ fit }: Run, usual: number) =>
  fit.callbacks.some(({ kind }) => kind === 'schedule') ? usual : (usual / 3) * 1.003

/** With weights of its own and without the top that came with them. */
const isPretrained = ({ weights, includeTop }: Backbone) =>
  weights.from !== 'unknown' && weights.value !== null && includeTop.value === false

/** Trainable when the run begins, whichever of compile and fit decides. */
const isUnfrozen = (model: ModelFacts, run: Run) =>
  trunkStateIn(model, run) === 'trainable' &&
  (run.compile === null || trunkStateAt(model, run.compile.order) === 'trainable')

function draft(
  backbone: Backbone,
  optimizer: Optimizer,
  rate: number,
  wanted: number,
  framework: TrainingSetup['framework'],
): FindingDraft {
  const edit = freeze(backbone, framework)
  return {
    message: `The whole of ${backbone.name} learns under a new head from the first step with ${showOptimizer(optimizer, rate)}: freeze it first, or use at most ${showRate(wanted)}`,
    locations: [backbone.span, optimizer.span],
    confidence: 0.8,
    evidence: { backbone: backbone.name, learningRate: rate, wanted },
    fix: {
      title: `Freeze ${backbone.name} while the head is trained`,
      applicability: edit === null ? 'manual' : 'unsafe',
      operations: edit === null ? [] : [edit],
    },
  }
}

/** `base = InceptionV3(...)` is followed by `base.trainable = False`, PyTorch's by `base.requires_grad_(False)`. */
function freeze({ span }: Backbone, framework: TrainingSetup['framework']): Edit | null {
  const name = /^\s*(\w+)\s*=\s*$/.exec(span.snippet.slice(0, span.column - 1))?.[1]
  const frozen = framework === 'pytorch' ? 'requires_grad_(False)' : 'trainable = False'
  return name === undefined ? null : followingLine(span, `${name}.${frozen}`)
}
