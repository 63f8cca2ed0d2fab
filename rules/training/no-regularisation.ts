import { outputOf } from '../../src/judge/model-output.ts'
import { withArgument, withinList } from '../../src/judge/statement-edits.ts'
import { runsOf, type TrainingRun, trainingSteps } from '../../src/judge/training-runs.ts'
import { trunkStateIn } from '../../src/judge/trunk-state.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { HeadLayer, ModelFacts } from '../../src/model/network.ts'
import type { Pipeline } from '../../src/model/pipeline.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import type { Fit, Optimizer, Run } from '../../src/model/training.ts'

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
    how: "Give hidden layers weight decay (kernel_regularizer='l2'), or do without them: global average pooling, Dropout(0.2 to 0.5) and one dense layer. Augment the training images, or stop early with restore_best_weights.",
    fixSafety:
      'Unsafe: weight decay and dropout change how training goes; how much of them is right depends on the data.',
    references: [
      'Krogh and Hertz, A Simple Weight Decay Can Improve Generalization, 1991: https://papers.nips.cc/paper/1991/hash/8eefcfdf5990e441f0fb6f3fad709e21-Abstract.html',
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
      yield draft(one, model, free)
    }
  },
})

/** Images that are augmented in code that we do not see would look unregularised. */
const isFollowed = ({ origin, steps }: Pipeline) =>
  origin.kind !== 'unknown' && origin.kind !== 'undefined' && steps.some(({ kind }) => kind === 'decode')

/** What has room to memorise in: a hidden layer, or the trunk. */
type Free = { hidden: HeadLayer } | { trunk: string }

/** Null where little has room, or where the model was not followed. */
function freeWeights(model: ModelFacts, run: Run): Free | null {
  const { epochs } = run.fit
  if (outputOf(model) === null || epochs.from !== 'code' || epochs.value < manyEpochs) return null
  const hidden = hiddenIn(model).find(({ units }) => (units?.value ?? 0) >= manyUnits)
  if (hidden !== undefined) return { hidden }
  if (model.backbone === null) return null
  return trunkStateIn(model, run) === 'trainable' ? { trunk: model.backbone.name } : null
}

/** The dense layers before the last. */
const hiddenIn = (model: ModelFacts): HeadLayer[] =>
  model.head.filter((layer) => layer.kind === 'dense' && layer !== outputOf(model)?.dense)

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

function draft({ setup, run: { fit } }: TrainingRun, model: ModelFacts, free: Free): FindingDraft {
  const last = outputOf(model)?.dense
  const name =
    'hidden' in free ? `${free.hidden.name}(${free.hidden.units?.value})` : `the trainable ${free.trunk}`
  const edits = 'hidden' in free ? decayIn(setup, model) : dropoutBefore(last)
  return {
    message: `Nothing keeps ${name} from overfitting in ${fit.epochs.value} epochs: no dropout, weight decay, augmentation or early stopping`,
    locations: [last?.span ?? model.span, fit.span],
    confidence: 0.75,
    evidence: { epochs: fit.epochs.value, free: name, ...('hidden' in free ? { wanted: decay } : {}) },
    fix: {
      title:
        'hidden' in free
          ? `Give ${name} L2 weight decay of ${decay}`
          : 'Put Dropout(0.5) before the last layer',
      applicability: edits === null ? 'manual' : 'unsafe',
      operations: edits ?? [],
    },
  }
}

/** The factor of Keras' `kernel_regularizer='l2'` (https://keras.io/api/layers/regularizers/). */
const decay = 0.01

/** `kernel_regularizer='l2'` in every hidden layer; null where one of them cannot be edited. */
function decayIn({ framework, language }: TrainingSetup, model: ModelFacts): Edit[] | null {
  if (framework !== 'keras' || language !== 'python') return null
  const edits = hiddenIn(model).map(({ span }) => withArgument(span, "kernel_regularizer='l2'"))
  return edits.every((edit) => edit !== null) ? edits : null
}

/** `layers.Dropout(0.5)` on a line of its own before `layers.Dense(...)` in the list of a sequential model. */
function dropoutBefore(last: HeadLayer | undefined): Edit[] | null {
  const library = /^(.*\.)Dense$/.exec(last?.name ?? '')?.[1]
  if (last === undefined || library === undefined) return null
  const edit = withinList(last.span, `${library}Dropout(0.5)`)
  return edit && [edit]
}
