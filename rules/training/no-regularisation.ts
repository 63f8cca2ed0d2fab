import { outputOf } from '../../src/judge/model-output.ts'
import { withinList } from '../../src/judge/statement-edits.ts'
import { runsOf, type TrainingRun, trainingSteps } from '../../src/judge/training-runs.ts'
import { trunkStateIn } from '../../src/judge/trunk-state.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Fit, HeadLayer, ModelFacts, Optimizer, Pipeline, Run } from '../../src/model/setup.ts'

/** Epochs from which a free head has seen each image often enough to know it by heart. */
const manyEpochs = 20
/** A hidden layer of fewer units has little room to memorise in. */
const manyUnits = 64
/** With at least this many training images, memorising them takes longer than people train. */
const manyImages = 50_000

export default defineRule({
  id: 'training/no-regularisation',
  severity: 'warning',
  needs: ['setups'],
  wants: ['dataset'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'A head (or trunk) with many weights is trained for many epochs, and nothing keeps it from overfitting.',
    why: 'Without dropout, weight decay, augmentation or an early end, hidden layers of thousands of weights learn the training images by heart: training accuracy goes to 1 while the validation loss turns and rises.',
    how: 'Use global average pooling and one dense layer, put Dropout(0.2 to 0.5) before it, augment the training images, or stop early with restore_best_weights.',
    fixSafety: 'Unsafe: dropout changes how training goes; the right share depends on the data.',
    references: [
      'Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from Overfitting, 2014: https://jmlr.org/papers/v15/srivastava14a.html',
      'https://www.tensorflow.org/tutorials/images/classification#overfitting',
    ],
    bad: `Sequential([base, Flatten(), Dense(1024, activation='relu'), Dense(5, activation='softmax')])
model.fit(train, validation_data=val, epochs=100)`,
    good: `Sequential([base, GlobalAveragePooling2D(), Dropout(0.3), Dense(5, activation='softmax')])
model.fit(train, validation_data=val, epochs=100, callbacks=[EarlyStopping(patience=5, restore_best_weights=True)])`,
  },
  *check({ setups, dataset }) {
    if (dataset !== undefined && dataset.samples.length >= manyImages) return
    const told = new Set<ModelFacts>()
    for (const one of runsOf(setups)) {
      const { model, run, train } = one
      if (model === null || train === null || told.has(model) || !isFollowed(train)) continue
      const free = freeWeights(model, run)
      if (free === null || isRegularised(one, model)) continue
      told.add(model)
      yield draft(model, run, free)
    }
  },
})

/** Images that are augmented in code that we do not see would look unregularised. */
const isFollowed = ({ origin, steps }: Pipeline) =>
  origin.kind !== 'unknown' && origin.kind !== 'undefined' && steps.some(({ kind }) => kind === 'decode')

/** What has room to memorise in, in words; null where little has, or where the model was not followed. */
function freeWeights(model: ModelFacts, run: Run): string | null {
  const output = outputOf(model)
  const { epochs } = run.fit
  if (output === null || epochs.from !== 'code' || epochs.value < manyEpochs) return null
  const hidden = model.head.find(
    (layer) => layer.kind === 'dense' && layer !== output.dense && (layer.units?.value ?? 0) >= manyUnits,
  )
  if (hidden !== undefined) return `${hidden.name}(${hidden.units?.value})`
  if (model.backbone === null) return null
  const state = trunkStateIn(model, run)
  return state === 'trainable' ? `the trainable ${model.backbone.name}` : null
}

function isRegularised({ run, train, ...one }: TrainingRun, model: ModelFacts): boolean {
  const augmented = trainingSteps({ train, model }).some(
    ({ kind }) => kind === 'random-transform' || kind === 'opaque' || kind === 'oversample',
  )
  return (
    augmented ||
    model.head.some(regularises) ||
    decays(run.compile?.optimizer ?? null) ||
    endsEarly(run.fit) ||
    one.setup.framework === 'unknown'
  )
}

/** Batch normalisation counts: its noise regularises (Ioffe and Szegedy, https://arxiv.org/abs/1502.03167). */
const regularises = ({ kind, l2, name }: HeadLayer) =>
  kind === 'dropout' || kind === 'batch-norm' || l2 !== undefined || /noise|regulari/i.test(name)

/** An optimizer that we do not know may decay the weights as well. */
const decays = (optimizer: Optimizer | null) =>
  optimizer === null || optimizer.weightDecay !== undefined || optimizer.name === 'adamw'

const endsEarly = ({ callbacks, callbacksKnown }: Fit) =>
  !callbacksKnown || callbacks.some(({ kind }) => kind === 'early-stopping' || kind === 'other')

function draft(model: ModelFacts, { fit }: Run, free: string): FindingDraft {
  const last = outputOf(model)?.dense
  const edit = last === undefined ? null : dropoutBefore(last)
  return {
    message: `Nothing keeps ${free} from overfitting in ${fit.epochs.value} epochs: no dropout, weight decay, augmentation or early stopping`,
    locations: [last?.span ?? model.span, fit.span],
    confidence: 0.75,
    evidence: { epochs: fit.epochs.value, free },
    fix: {
      title: 'Put Dropout(0.5) before the last layer',
      applicability: edit === null ? 'manual' : 'unsafe',
      operations: edit === null ? [] : [edit],
    },
  }
}

/** `layers.Dropout(0.5)` on a line of its own before `layers.Dense(...)` in the list of a sequential model. */
function dropoutBefore({ name, span }: HeadLayer): Edit | null {
  const library = /^(.*\.)Dense$/.exec(name)?.[1]
  return library === undefined ? null : withinList(span, `${library}Dropout(0.5)`)
}
