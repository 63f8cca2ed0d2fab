import { trunkStateIn } from '../../src/judge/trunk-state.ts'
import { showOptimizer, showRate, usualRate } from '../../src/judge/usual-rates.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { ModelFacts } from '../../src/model/network.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'
import type { Compile, Optimizer, Run } from '../../src/model/training.ts'

/** What a new head is usually trained with, divided by this, is the most that a pretrained trunk is usually given. */
const lowering = 10

interface Phase {
  compile: Compile
  optimizer: Optimizer
  rate: number
}

export default defineRule({
  id: 'fine-tuning/learning-rate',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'After unfreezing the pretrained trunk, the learning rate is as high as it was for the new head.',
    why: 'The first steps at the rate of a fresh head overwrite the pretrained features before the head can use them: training recovers on the training set alone, and validation falls or stands still.',
    how: 'Compile again after unfreezing with at most a tenth of the rate of the head: 1e-5 to 1e-4 for Adam and RMSprop, 1e-4 to 1e-3 for SGD.',
    fixSafety:
      'Unsafe: a lower rate changes how training goes. Where both phases share one constant, lowering the second is left to you.',
    references: [
      'https://www.tensorflow.org/tutorials/images/transfer_learning#compile_the_model_2',
      'https://keras.io/guides/transfer_learning/#finetuning',
      'Kumar et al., Fine-Tuning can Distort Pretrained Features and Underperform Out-of-Distribution, 2022: https://arxiv.org/abs/2202.10054',
    ],
    bad: `model.compile(optimizer=Adam(1e-3), loss=loss)   # head on the frozen trunk
model.fit(train, validation_data=val, epochs=5)
base.trainable = True
model.compile(optimizer=Adam(1e-3), loss=loss)
model.fit(train, validation_data=val, epochs=10)`,
    good: `base.trainable = True
model.compile(optimizer=Adam(1e-5), loss=loss)
model.fit(train, validation_data=val, epochs=10)`,
  },
  *check({ setups }) {
    for (const setup of setups) {
      for (const model of setup.models) {
        if (model.backbone === null || model.backbone.weights.value === null) continue
        yield* examine(
          model,
          setup.runs.filter((run) => run.model === model.id),
        )
      }
    }
  },
})

/** Every compile of a trunk that learns, against the last one of the frozen trunk before it. */
function* examine(model: ModelFacts, runs: readonly Run[]): Iterable<FindingDraft> {
  let head: Phase | null = null
  const told = new Set<number>()
  for (const run of runs) {
    const phase = phaseOf(run)
    const state = trunkStateIn(model, run)
    if (state === 'frozen') head = phase
    if (phase === null || head === null || state === 'frozen' || state === 'unknown') continue
    // Without a compile in between nothing is unfrozen at all: that is fine-tuning/not-recompiled.
    if (phase.compile.order === head.compile.order || told.has(phase.compile.order)) continue
    told.add(phase.compile.order)
    if (isTooHigh(phase, head)) yield draft(phase, head)
  }
}

/** Null where the rate is not known, e.g. because a schedule sets it. */
function phaseOf({ compile, fit }: Run): Phase | null {
  const scheduled = !fit.callbacksKnown || fit.callbacks.some(({ kind }) => kind === 'schedule')
  const rate = compile?.optimizer?.learningRate
  if (scheduled || compile?.optimizer == null || rate === undefined || rate.from === 'unknown') return null
  return { compile, optimizer: compile.optimizer, rate: rate.value }
}

function isTooHigh(phase: Phase, head: Phase): boolean {
  const [usual, usualBefore] = [usualRate(phase.optimizer), usualRate(head.optimizer)]
  if (usual === null || usualBefore === null) return false
  const lowered = phase.rate / usual < (head.rate / usualBefore) * 0.999
  return !lowered && phase.rate > (usual / lowering) * 1.001
}

function draft(phase: Phase, head: Phase): FindingDraft {
  const { optimizer, rate } = phase
  const usual = usualRate(optimizer) ?? rate
  const wanted = Math.min(head.rate, usual) / lowering
  const edits = lower(phase, head, wanted)
  return {
    message: `The unfrozen trunk is trained with ${showOptimizer(optimizer, rate)}, no lower than the ${showOptimizer(head.optimizer, head.rate)} of the new head: fine-tuning wants about ${showRate(wanted)}`,
    locations: [spanOf(phase), head.compile.span],
    severity: rate >= usual ? 'error' : 'warning',
    confidence: rate >= usual ? 0.95 : 0.75,
    evidence: { learningRate: rate, headLearningRate: head.rate, wanted, optimizer: optimizer.name },
    fix: {
      title: `Lower the learning rate of fine-tuning to ${showRate(wanted)}`,
      applicability: edits === null ? 'manual' : 'unsafe',
      operations: edits ?? [],
    },
  }
}

/** Where the rate is written, if it is written for this compile alone; else the compile. */
function spanOf({ optimizer, compile }: Phase): Span {
  const { learningRate } = optimizer
  return learningRate.from === 'code' && isWithin(learningRate.span, compile.span)
    ? learningRate.span
    : compile.span
}

/**
 * The rate replaced where it is written for this phase alone, or given to an optimizer without arguments. Null where
 * the head's phase reads the same constant or optimizer, or where the optimizer is a name such as `'adam'`.
 */
function lower({ optimizer }: Phase, head: Phase, wanted: number): Edit[] | null {
  const { learningRate, span } = optimizer
  if (learningRate.from === 'code') {
    const shared =
      head.optimizer.learningRate.from === 'code' &&
      isSame(head.optimizer.learningRate.span, learningRate.span)
    return shared ? null : [{ op: 'edit', span: learningRate.span, text: showRate(wanted) }]
  }
  const text = span.line === span.endLine ? span.snippet.slice(span.column - 1, span.endColumn - 1) : ''
  if (!text.endsWith('()') || isSame(span, head.optimizer.span)) return null
  const place = { ...span, line: span.endLine, column: span.endColumn - 1, endColumn: span.endColumn - 1 }
  return [{ op: 'edit', span: place, text: showRate(wanted) }]
}

const isSame = (a: Span, b: Span) =>
  a.path === b.path && a.cell === b.cell && a.line === b.line && a.column === b.column

const isWithin = (inner: Span, outer: Span) =>
  inner.path === outer.path &&
  inner.cell === outer.cell &&
  inner.line >= outer.line &&
  inner.endLine <= outer.endLine
