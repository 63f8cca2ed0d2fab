import { copyOfCall, insertedBefore } from '../../src/judge/statement-edits.ts'
import { changesBetween, type TrunkState, trunkStateAt } from '../../src/judge/trunk-state.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import type { ModelFacts, TrainableChange } from '../../src/model/network.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Span } from '../../src/model/span.ts'
import type { Compile, Run } from '../../src/model/training.ts'

export default defineRule({
  id: 'fine-tuning/not-recompiled',
  severity: 'error',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'Layers are frozen or unfrozen after compile(), and the model is trained on without compiling it again; in PyTorch: layers are unfrozen after the optimizer was made from the others alone.',
    why: 'compile() fixes which weights are trained. What was unfrozen afterwards stays as it is while the log looks like fine-tuning, and what was frozen afterwards goes on being changed: validation then stands still, or the pretrained features are destroyed.',
    how: 'Call compile() again after the last change of trainable and before fit(), with a learning rate about ten times lower when layers were unfrozen. In PyTorch make the optimizer after unfreezing, or give it the new weights by add_param_group.',
    fixSafety:
      'Unsafe: the layers that the code means to train are trained from then on, so results change; the optimizer starts afresh and the rate may have to be lowered further.',
    references: [
      'https://keras.io/guides/transfer_learning/',
      'https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.add_param_group.html',
      'https://www.tensorflow.org/tutorials/images/transfer_learning',
    ],
    bad: `model.compile(optimizer=Adam(1e-3), loss='categorical_crossentropy')
model.fit(train, validation_data=val, epochs=5)
base.trainable = True
model.fit(train, validation_data=val, epochs=10)  # still trains the head alone`,
    good: `base.trainable = True
model.compile(optimizer=Adam(1e-5), loss='categorical_crossentropy')
model.fit(train, validation_data=val, epochs=10)`,
  },
  *check({ setups }) {
    for (const setup of setups) {
      const torch = setup.framework === 'pytorch'
      for (const model of setup.models) {
        const runs = setup.runs.filter((run) => run.model === model.id)
        const told = new Set<TrainableChange>()
        for (const run of runs) {
          const found = torch ? outsideOptimizer(model, run) : lost(model, run, runs)
          if (found === null || told.has(found.change)) continue
          told.add(found.change)
          yield found.draft
        }
      }
    }
  },
})

interface Found {
  change: TrainableChange
  draft: FindingDraft
}

function lost(model: ModelFacts, run: Run, runs: readonly Run[]): Found | null {
  if (model.backbone === null || run.compile === null) return null
  const change = lostChange(model, run.compile, run)
  return change === undefined ? null : { change, draft: draft(model, run.compile, run, change, runs) }
}

function outsideOptimizer(model: ModelFacts, run: Run): Found | null {
  if (model.backbone === null || run.compile === null) return null
  const change = unfrozenOutside(model, run.compile, run)
  return change === undefined ? null : { change, draft: withoutOptimizer(run.compile, run, change) }
}

/** The last change since compile, where it leaves the trunk in another state than compile saw. */
function lostChange(model: ModelFacts, compile: Compile, { fit }: Run): TrainableChange | undefined {
  const seen = trunkStateAt(model, compile.order)
  const meant = trunkStateAt(model, fit.order)
  if (seen === meant || seen === 'unknown' || meant === 'unknown') return undefined
  return changesBetween(model, compile.order, fit.order).at(-1)
}

/**
 * PyTorch: an optimizer steps those parameters alone that it was given. Only where it was given a part of them is
 * what is unfrozen later left out; one that was given all steps them as soon as they have gradients.
 */
function unfrozenOutside(model: ModelFacts, compile: Compile, { fit }: Run): TrainableChange | undefined {
  const given = compile.optimizer?.parameters
  if (given !== 'head' && given !== 'trainable') return undefined
  const seen = trunkStateAt(model, compile.order)
  const meant = trunkStateAt(model, fit.order)
  if (seen !== 'frozen' || (meant !== 'trainable' && meant !== 'partly')) return undefined
  return changesBetween(model, compile.order, fit.order).findLast(({ value }) => value.value === true)
}

function withoutOptimizer(compile: Compile, { fit }: Run, change: TrainableChange): FindingDraft {
  return {
    message: `These weights are unfrozen after the optimizer was made in line ${compile.span.line} from those that were trainable then: it never changes them`,
    locations: [change.span, compile.span, fit.span],
    confidence: 0.95,
    evidence: { given: compile.optimizer?.parameters ?? null, optimizerLine: compile.span.line },
    fix: {
      title: 'Make the optimizer again after unfreezing, or call its add_param_group',
      applicability: 'manual',
      operations: [],
    },
  }
}

function draft(
  model: ModelFacts,
  compile: Compile,
  run: Run,
  change: TrainableChange,
  runs: readonly Run[],
): FindingDraft {
  const seen = trunkStateAt(model, compile.order)
  const meant = trunkStateAt(model, run.fit.order)
  // Until its first fit, Keras 3 still takes the change; Keras 2 and TensorFlow.js do not (tried on 3.15 and 2.21).
  const trained = runs.some(
    ({ compile: other, fit }) => other?.order === compile.order && fit.order < change.order,
  )
  const edits = recompile(model, compile, run, unfreezes(seen, meant))
  return {
    message: `The trunk ${words[meant]} after compile() in line ${compile.span.line}: without another compile() this fit still treats it as ${statesInWords[seen]}`,
    locations: [change.span, run.fit.span],
    severity: trained ? 'error' : 'warning',
    confidence: trained ? 0.97 : 0.7,
    evidence: { compiled: seen, wanted: meant, compileLine: compile.span.line },
    fix: {
      title: 'Compile the model again before this fit',
      applicability: edits === null ? 'manual' : 'unsafe',
      operations: edits ?? [],
    },
  }
}

const words: Record<TrunkState, string> = {
  frozen: 'is frozen',
  partly: 'is made partly trainable',
  trainable: 'is unfrozen',
  unknown: 'is changed',
}

const statesInWords: Record<TrunkState, string> = {
  frozen: 'frozen',
  partly: 'partly trainable',
  trainable: 'trainable',
  unknown: 'it was',
}

const unfreezes = (seen: TrunkState, meant: TrunkState) =>
  seen === 'frozen' || (seen === 'partly' && meant === 'trainable')

/** The compile call once more before the fit, with a tenth of the learning rate where it is written in the call. */
function recompile(model: ModelFacts, compile: Compile, { fit }: Run, lower: boolean): Edit[] | null {
  const call = copyOfCall(compile, lower ? (loweredRate(compile) ?? ofNamed(compile, model)) : null)
  const edit = call === null ? null : insertedBefore(fit.span, compile.span, call)
  return edit === null ? null : [edit]
}

/** `'adam'` as an optimizer of the same library with a tenth of its rate, where the backbone says how that is written. */
function ofNamed(
  { optimizer, span }: Compile,
  { backbone }: ModelFacts,
): { span: Span; text: string } | null {
  const library = /^(.*)\.applications\./.exec(backbone?.scaling?.call ?? '')?.[1]
  if (optimizer === null || library === undefined || optimizer.learningRate.value === null) return null
  const { span: at, name } = optimizer
  const written = at.line === at.endLine ? at.snippet.slice(at.column - 1, at.endColumn - 1) : ''
  const made = { adam: 'Adam', rmsprop: 'RMSprop', sgd: 'SGD' }[name]
  if (made === undefined || !/^(['"])\w+\1$/.test(written) || at.line < span.line) return null
  return { span: at, text: `${library}.optimizers.${made}(${optimizer.learningRate.value / 10})` }
}

/** A tenth of the rate: where its number stands in the call, or of the variable that the optimizer is given. */
function loweredRate({ optimizer, span }: Compile): { span: Span; text: string } | null {
  const rate = optimizer?.learningRate
  if (optimizer === null || rate?.from !== 'code') return null
  if (span.path === rate.span.path && span.line <= rate.span.line && rate.span.line <= span.endLine)
    return { span: rate.span, text: String(rate.value / 10) }
  const { span: at } = optimizer
  const written = at.line === at.endLine ? at.snippet.slice(at.column - 1, at.endColumn - 1) : ''
  const lowered = written.replace(
    /^([\w.]+\((?:(?:learning_rate|lr)=)?[A-Za-z_][\w.]*(?:\[['"]\w+['"]\])*)\)$/,
    '$1 / 10)',
  )
  return lowered === written ? null : { span: at, text: lowered }
}
