import { runsOf, type TrainingRun } from '../../src/judge/training-runs.ts'
import { trunkStateAt } from '../../src/judge/trunk-state.ts'
import { showRate } from '../../src/judge/usual-rates.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'
import type { Optimizer } from '../../src/model/training.ts'

/**
 * Optimizers for which the frameworks' default rate of 1e-3 is far too low: https://keras.io/api/optimizers/adadelta/
 * and /adagrad/ say that they want higher ones, 1.0 "to match the exact form in the original paper". Keras gave Adagrad
 * 1e-2 by default until it became part of TensorFlow, which is enough in practice.
 */
const ownRates: Readonly<Record<string, { name: string; wanted: number; least: number }>> = {
  adadelta: { name: 'Adadelta', wanted: 1, least: 0.05 },
  adagrad: { name: 'Adagrad', wanted: 1e-2, least: 5e-3 },
}

/** Runs shorter than this try something out. */
const fewEpochs = 5

export default defineRule({
  id: 'training/optimizer',
  severity: 'info',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'The optimizer is one that, as it is set up, learns needlessly slowly.',
    why: "Adadelta and Adagrad at the frameworks' default rate of 0.001 move the weights a hundred to a thousand times less than their papers do: the curves look like a model that cannot learn. Plain SGD without momentum needs many times the epochs to get through the same valleys.",
    how: 'Use Adam(1e-3), or SGD(learning_rate=0.01, momentum=0.9); give Adadelta a rate of 1.0.',
    fixSafety: 'Unsafe: another rate or momentum changes how training goes.',
    references: [
      'https://keras.io/api/optimizers/adadelta/',
      'Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012: https://arxiv.org/abs/1212.5701',
      'Sutskever et al., On the importance of initialization and momentum in deep learning, 2013: https://proceedings.mlr.press/v28/sutskever13.html',
    ],
    bad: "model.compile(optimizer='adadelta', loss='categorical_crossentropy')",
    good: "model.compile(optimizer='adam', loss='categorical_crossentropy')",
  },
  *check({ setups }) {
    const told = new Set<string>()
    for (const one of runsOf(setups)) {
      const optimizer = one.run.compile?.optimizer
      const epochs = one.run.fit.epochs
      if (optimizer == null || (epochs.value !== null && epochs.value < fewEpochs)) continue
      const found = tooSlow(optimizer) ?? withoutMomentum(optimizer, one)
      const place = JSON.stringify(optimizer.span)
      if (found === null || told.has(place)) continue
      told.add(place)
      yield found
    }
  },
})

function tooSlow(optimizer: Optimizer): FindingDraft | null {
  const own = ownRates[optimizer.name]
  const rate = optimizer.learningRate.value
  if (own === undefined || rate === null || rate >= own.least) return null
  const edit = withRate(optimizer, own.wanted)
  return {
    message: `${own.name}(${showRate(rate)}): ${Math.round(own.wanted / rate)} times below the ${showRate(own.wanted)} that it is made for`,
    locations: [optimizer.span],
    // Keras before 2.4 had the papers' rates as defaults.
    confidence: optimizer.learningRate.from === 'code' ? 0.9 : 0.75,
    evidence: { optimizer: optimizer.name, learningRate: rate, wanted: own.wanted },
    fix: {
      title: edit.title,
      applicability: edit.edit === null ? 'manual' : 'unsafe',
      operations: edit.edit === null ? [] : [edit.edit],
    },
  }
}

function withRate({ learningRate, span }: Optimizer, wanted: number): { title: string; edit: Edit | null } {
  const rate = wanted.toFixed(wanted < 1 ? 2 : 1)
  if (learningRate.from === 'code')
    return { title: `Give it a rate of ${rate}`, edit: { op: 'edit', span: learningRate.span, text: rate } }
  if (/^['"]/.test(textOf(span))) return { title: "Use 'adam'", edit: { op: 'edit', span, text: "'adam'" } }
  return { title: `Give it a rate of ${rate}`, edit: appended(span, `learning_rate=${rate}`) }
}

/** Plain SGD for a network that learns, where its rate is known: a schedule may be part of a known recipe. */
function withoutMomentum(optimizer: Optimizer, { model, run, setup }: TrainingRun): FindingDraft | null {
  const { momentum, learningRate, span } = optimizer
  const plain = momentum === undefined || (momentum.from !== 'unknown' && momentum.value === 0)
  const scheduled = !run.fit.callbacksKnown || run.fit.callbacks.some(({ kind }) => kind === 'schedule')
  if (optimizer.name !== 'sgd' || !plain || scheduled || learningRate.value === null) return null
  // One layer over fixed features has no valleys to get through.
  if (model?.backbone == null || trunkStateAt(model, run.fit.order) === 'frozen') return null
  const edit = setup.framework === 'tfjs' ? null : withMomentum(optimizer)
  return {
    message: `SGD(${showRate(learningRate.value)}) without momentum: 0 instead of the usual 0.9`,
    locations: [span],
    confidence: 0.75,
    evidence: { optimizer: 'sgd', momentum: 0, wanted: 0.9 },
    fix: {
      title: setup.framework === 'tfjs' ? 'Use tf.train.momentum(rate, 0.9)' : 'Add a momentum of 0.9',
      applicability: edit === null ? 'manual' : 'unsafe',
      operations: edit === null ? [] : [edit],
    },
  }
}

const withMomentum = ({ momentum, span }: Optimizer): Edit | null =>
  momentum?.from === 'code'
    ? { op: 'edit', span: momentum.span, text: '0.9' }
    : appended(span, 'momentum=0.9')

/** One more argument for a call that stands in one line; null for a name such as `'sgd'`. */
function appended(span: Span, text: string): Edit | null {
  const call = textOf(span)
  if (span.line !== span.endLine || !call.endsWith(')')) return null
  const at = { ...span, column: span.endColumn - 1, endColumn: span.endColumn - 1 }
  return { op: 'edit', span: at, text: call.endsWith('()') ? text : `, ${text}` }
}

const textOf = ({ snippet, column, endColumn }: Span) => snippet.slice(column - 1, endColumn - 1)
