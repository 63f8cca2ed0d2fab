import { runsOf, stepsOf, trainingImages } from '../../src/judge/training-runs.ts'
import { type TrunkState, trunkStateIn } from '../../src/judge/trunk-state.ts'
import { isAdaptive, mayRaiseRate, showOptimizer, showRate, usualRate } from '../../src/judge/usual-rates.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { ModelFacts } from '../../src/model/network.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import type { Span } from '../../src/model/span.ts'
import type { Compile, Optimizer, Run } from '../../src/model/training.ts'

/**
 * A weight that moves less than this in the whole run stays a tenth of its random start: a new head begins with weights
 * up to sqrt(6 / (features + classes)) (Glorot), 0.05 for the 2048 features of InceptionV3. Adam moves a weight by at
 * most about the rate in each step. Measured on grocery photos (bench/diagnosis): 200 steps of 1e-5 leave a head of
 * eight classes at 22 % where 1e-3 reaches 66 %.
 */
const leastReach = 0.005

/** What is trained decides which rates are plausible. */
type Trained = 'head' | 'pretrained' | 'from-scratch'

/**
 * Rates as multiples of the usual one (`usualRate`) beyond which a run is told off. A head over frozen features
 * stands ten times the usual rate (Keras' own EfficientNet example uses Adam(1e-2)), weights that are learned from
 * scratch somewhat more, pretrained weights less. A thousandth of the usual rate moves no new head: Adam changes a
 * weight by at most about the rate in each step (https://arxiv.org/abs/1412.6980, section 2.1).
 */
const limits: Record<Trained, { high: number; error: number; low: number }> = {
  head: { high: 20, error: 100, low: 1e-3 },
  pretrained: { high: 10, error: 10, low: 1e-5 },
  'from-scratch': { high: 50, error: 100, low: 1e-4 },
}

export default defineRule({
  id: 'training/learning-rate',
  severity: 'warning',
  needs: ['setups'],
  wants: ['dataset'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'The learning rate is far from what this optimizer needs for what is trained.',
    why: 'Far too high, every step jumps over the optimum: the loss oscillates or diverges, and pretrained features are destroyed. Far too low, the new head hardly leaves its random start, and training and validation stand still together.',
    how: 'Start from 1e-3 for Adam and RMSprop or 1e-2 for SGD when a new head is trained, and from a tenth to a hundredth of that when pretrained weights are; then run a range test over one epoch.',
    fixSafety:
      'Unsafe: another rate changes how training goes; the right one depends on data and batch size.',
    references: [
      'https://keras.io/api/optimizers/',
      'Bengio, Practical recommendations for gradient-based training of deep architectures, 2012, section 3.1.1: https://arxiv.org/abs/1206.5533',
      'Smith, Cyclical Learning Rates for Training Neural Networks, 2017, section 3.3 (range test): https://arxiv.org/abs/1506.01186',
    ],
    bad: "model.compile(optimizer=Adam(learning_rate=0.1), loss='categorical_crossentropy')",
    good: "model.compile(optimizer=Adam(learning_rate=1e-3), loss='categorical_crossentropy')",
  },
  *check({ setups, dataset }) {
    const count = dataset === undefined ? 0 : trainingImages(dataset).length
    for (const setup of setups) {
      const told = new Set<Compile['order']>()
      for (const run of setup.runs) {
        const model = setup.models.find((one) => one.id === run.model)
        if (run.compile === null || model === undefined || told.has(run.compile.order)) continue
        told.add(run.compile.order)
        const earlier = setup.runs.filter((one) => one.model === run.model && one.fit.order < run.fit.order)
        const found = examine(model, run, earlier) ?? outOfReach(setup, model, run, count)
        if (found !== null) yield found
      }
    }
  },
})

const isScheduled = ({ fit }: Run): boolean =>
  !fit.callbacksKnown || fit.callbacks.some(({ kind }) => kind === 'schedule')

function examine(model: ModelFacts, run: Run, earlier: readonly Run[]): FindingDraft | null {
  const optimizer = run.compile?.optimizer
  if (optimizer == null || mayRaiseRate(run) || optimizer.learningRate.from !== 'code') return null
  const usual = usualRate(optimizer)
  const trained = trainedPart(model, run, earlier)
  if (usual === null || trained === null) return null
  const rate = optimizer.learningRate.value
  const { high, error, low } = limits[trained]
  const times = rate / usual
  // 1e-9: `0.001 * 20` is 20 times 0.001, whatever floating point says.
  if (times > high * (1 + 1e-9) || times >= error)
    return draft(optimizer, rate, usual, trained, times >= error)
  return rate > 0 && times <= low * (1 + 1e-9) && !isScheduled(run)
    ? draft(optimizer, rate, usual, trained, false)
    : null
}

/** A head whose weights cannot leave their random start in all the steps that this rate is given for. */
function outOfReach(setup: TrainingSetup, model: ModelFacts, run: Run, images: number): FindingDraft | null {
  const optimizer = run.compile?.optimizer
  const usual = optimizer == null ? null : usualRate(optimizer)
  if (optimizer == null || usual === null || !isAdaptive(optimizer)) return null
  if (isScheduled(run) || optimizer.learningRate.from !== 'code' || trainedPart(model, run, []) !== 'head')
    return null
  const steps = [...runsOf([setup])]
    .filter((one) => one.model === model && one.run.compile?.order === run.compile?.order)
    .map((one) => stepsOf(one, images))
  const rate = optimizer.learningRate.value
  const all = steps.reduce<number | null>((sum, own) => (sum === null || own === null ? null : sum + own), 0)
  if (all === null || rate <= 0 || rate * all >= leastReach) return null
  const found = draft(optimizer, rate, usual, 'head', false)
  const reach = `${all} steps move no weight by more than about ${showRate(rate * all)}`
  return { ...found, message: `${found.message}: ${reach}`, evidence: { ...found.evidence, steps: all } }
}

/** Null where it is not known, or where another rule judges: unfreezing after a phase of the head alone. */
function trainedPart(model: ModelFacts, run: Run, earlier: readonly Run[]): Trained | null {
  if (model.backbone === null) return model.complete ? 'from-scratch' : null
  if (model.backbone.weights.from === 'unknown') return null
  if (model.backbone.weights.value === null) return 'from-scratch'
  const state: TrunkState = trunkStateIn(model, run)
  if (state === 'frozen') return 'head'
  if (state === 'unknown') return null
  return earlier.some((before) => trunkStateIn(model, before) === 'frozen') ? null : 'pretrained'
}

const words: Record<Trained, string> = {
  head: 'for a new head',
  pretrained: 'for a new head, on pretrained weights',
  'from-scratch': 'for training from scratch',
}

function draft(
  optimizer: Optimizer,
  rate: number,
  usual: number,
  trained: Trained,
  error: boolean,
): FindingDraft {
  const wanted = trained === 'pretrained' ? usual / 10 : usual
  const written = optimizer.learningRate.from === 'code' ? optimizer.learningRate.span : optimizer.span
  const times = rate > usual ? `${showRate(rate / usual)} times` : `a ${ordinal(Math.round(usual / rate))} of`
  return {
    message: `${showOptimizer(optimizer, rate)}: ${times} the usual ${showRate(usual)} ${words[trained]}`,
    locations: isIn(written, optimizer.span) ? [written] : [written, optimizer.span],
    severity: error ? 'error' : 'warning',
    confidence: error ? 0.95 : 0.8,
    evidence: { optimizer: optimizer.name, learningRate: rate, usual, wanted, trained },
    fix: {
      title: `Set the learning rate to ${showRate(wanted)}`,
      applicability: 'unsafe',
      operations: [{ op: 'edit', span: written, text: showRate(wanted) }],
    },
  }
}

/** Whether a number stands in the lines of a call, and not in a setting above it. */
const isIn = (part: Span, call: Span): boolean =>
  part.path === call.path && part.cell === call.cell && part.line >= call.line && part.endLine <= call.endLine

const ordinal = (count: number) =>
  count === 1000 ? 'thousandth' : count === 1e6 ? 'millionth' : `${count.toLocaleString('en')}th`
