import {
  type Fault,
  keepsBest,
  numberOf,
  otherMetric,
  textOf,
  trainingMetric,
  wrongMode,
} from '../../src/judge/monitors.ts'
import { withArgument } from '../../src/judge/statement-edits.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Edit } from '../../src/model/fix.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import type { Callback, Run } from '../../src/model/training.ts'

/**
 * Epochs from which a run without any schedule is worth a word: three times ReduceLROnPlateau's own default patience
 * of 10 (https://keras.io/api/callbacks/reduce_lr_on_plateau/), so that a plateau could be seen and a lower rate used.
 * Keras' own examples train a head for up to 25 epochs without one.
 */
const longRun = 30

export default defineRule({
  id: 'training/plateau-schedule',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'The schedule that lowers the learning rate on a plateau is missing, or set up so that it cannot work; or early stopping or the checkpoint reads its metric the wrong way round.',
    why: 'When validation stops improving at the given rate, a lower one often finds a better optimum. A schedule that waits longer than the run lasts, watches the training loss or a metric that does not exist, or reads the metric the wrong way round, never lowers the rate, or lowers it while the model still improves. Early stopping that takes a rising accuracy for a worse one ends after its patience, and a checkpoint keeps the worst epoch.',
    how: "ReduceLROnPlateau(monitor='val_loss', factor=0.2, patience=3, min_lr=1e-6), with a patience well below the number of epochs and below that of EarlyStopping.",
    fixSafety:
      'Safe where one argument contradicts the others and its right value follows (mode, monitor). A new patience or an added callback changes how training goes: unsafe.',
    references: [
      'https://keras.io/api/callbacks/reduce_lr_on_plateau/',
      'https://keras.io/api/callbacks/early_stopping/',
      'https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html',
      'Bengio, Practical recommendations for gradient-based training of deep architectures, 2012 (arXiv:1206.5533)',
    ],
    bad: "ReduceLROnPlateau(monitor='val_accuracy', mode='min', patience=15)  # 10 epochs",
    good: "ReduceLROnPlateau(monitor='val_accuracy', mode='max', factor=0.2, patience=3)",
  },
  *check({ setups }) {
    for (const setup of setups) {
      // Two runs often share one callback: it is told off once.
      const told = new Set<string>()
      for (const run of setup.runs) {
        if (isMissing(run, setup)) yield missing(run, setup)
        for (const callback of run.fit.callbacks) {
          const place = JSON.stringify(callback.span)
          const found = told.has(place) ? null : misconfigured(callback, faultsOf(callback, run))
          if (found === null) continue
          told.add(place)
          yield found
        }
      }
    }
  },
})

/**
 * Only where every callback is known, none schedules or ends the run early, and the run is long; tfjs has no such
 * callback to advise.
 */
function isMissing({ fit, compile, model }: Run, setup: TrainingSetup): boolean {
  if (setup.language !== 'python' || !fit.callbacksKnown || !fit.complete || fit.validation === null)
    return false
  // A hand-written loop may end early by a condition of its own.
  if (setup.loops !== undefined) return false
  if (fit.callbacks.some(({ kind }) => kind !== 'checkpoint' && kind !== 'logger')) return false
  const trained = setup.models.find((one) => one.id === model)
  const fixedRate = compile?.optimizer != null && compile.optimizer.learningRate.from !== 'unknown'
  return trained?.backbone != null && fixedRate && fit.epochs.from === 'code' && fit.epochs.value >= longRun
}

function missing({ fit }: Run, { framework }: TrainingSetup): FindingDraft {
  return {
    message: `Nothing lowers the learning rate in ${fit.epochs.value} epochs: no ReduceLROnPlateau and no other schedule`,
    locations: [fit.span],
    confidence: 0.7,
    severity: 'info',
    evidence: { epochs: fit.epochs.value },
    fix: {
      title:
        framework === 'pytorch'
          ? 'Make a ReduceLROnPlateau(optimizer, factor=0.2, patience=3) and step it with the validation loss after each epoch'
          : "Add ReduceLROnPlateau(monitor='val_loss', factor=0.2, patience=3, min_lr=1e-6) to the callbacks",
      applicability: 'manual',
      operations: [
        {
          op: 'set',
          field: 'run.callbacks.reduceOnPlateau',
          value: { monitor: 'val_loss', factor: 0.2, patience: 3 },
        },
      ],
    },
  }
}

/** What watches a metric, and how it is set up: what ends the run or keeps weights may watch the training loss. */
function faultsOf(callback: Callback, run: Run): (Fault | null)[] {
  if (callback.kind === 'reduce-on-plateau')
    return [
      otherMetric(callback, run) ?? trainingMetric(callback, run),
      wrongMode(callback),
      wrongPatience(callback, run),
      wrongRates(callback, run),
      wrongSteps(callback),
    ]
  if (
    callback.kind !== 'early-stopping' &&
    !(callback.kind === 'checkpoint' && keepsBest(callback.arguments))
  )
    return []
  return [otherMetric(callback, run), wrongMode(callback)]
}

function misconfigured(schedule: Callback, faults: readonly (Fault | null)[]): FindingDraft | null {
  const found = faults.filter((fault) => fault !== null)
  if (found.length === 0) return null
  const edits = found.map((fault) => editOf(schedule, fault))
  const every = edits.every((edit) => edit !== null)
  const safe = found.every((fault) => fault.argument === 'mode' || fault.argument === 'monitor')
  return {
    message: `${schedule.name} cannot work as it is set up: ${found.map((fault) => fault.message).join('; ')}`,
    locations: [schedule.span],
    evidence: { arguments: found.map((fault) => fault.argument) },
    fix: {
      title: `Correct ${found.map((fault) => fault.argument).join(' and ')} of ${schedule.name}`,
      applicability: every ? (safe ? 'safe' : 'unsafe') : 'manual',
      operations: every
        ? edits.filter((edit) => edit !== null)
        : found.map((fault) => ({
            op: 'set' as const,
            field: `callback.${fault.argument}`,
            value: fault.value,
          })),
    },
  }
}

function wrongPatience(schedule: Callback, { fit }: Run): Fault | null {
  const patience = numberOf(schedule.arguments.patience)
  const epochs = fit.epochs.value
  if (patience === undefined) return null
  // A count that the framework implies, or a single epoch to try the script out, says nothing about the plan.
  if (fit.epochs.from === 'code' && epochs !== null && epochs > 1 && patience >= epochs) {
    const wanted = Math.max(1, Math.min(3, Math.floor(epochs / 4)))
    return {
      argument: 'patience',
      message: `patience=${patience} in a run of ${epochs} epochs never lets it act`,
      value: String(wanted),
    }
  }
  const stopping = fit.callbacks.find((callback) => callback.kind === 'early-stopping')
  const stops = numberOf(stopping?.arguments.patience)
  if (stops === undefined || textOf(stopping?.arguments.monitor) !== textOf(schedule.arguments.monitor))
    return null
  if (stops > patience) return null
  return {
    argument: 'patience',
    message: `EarlyStopping (patience ${stops}) ends the run before patience=${patience} lowers the rate`,
    value: stops > 1 ? String(Math.max(1, Math.floor(stops / 2))) : null,
  }
}

function wrongRates(schedule: Callback, { compile }: Run): Fault | null {
  const factor = numberOf(schedule.arguments.factor)
  if (factor !== undefined && factor >= 1) {
    return { argument: 'factor', message: `factor=${factor} does not lower the rate`, value: '0.2' }
  }
  const least = numberOf(schedule.arguments.min_lr)
  const rate = compile?.optimizer?.learningRate.value
  if (least === undefined || rate == null || least < rate) return null
  return {
    argument: 'min_lr',
    message: `min_lr=${least} is not below the learning rate ${rate}`,
    value: String(rate / 1000),
  }
}

/** Stepped per batch, a patience up to this counts fewer batches than an epoch has. */
const fewBatches = 100

/** PyTorch: the scheduler acts in its `step` alone, which wants the metric, once for each epoch. */
function wrongSteps({ stepped, arguments: given }: Callback): Fault | null {
  if (stepped === undefined) return null
  const fault = (message: string): Fault => ({ argument: 'step', message, value: null })
  if (stepped === null) return fault('its step() is called nowhere')
  if (!stepped.metric) return fault('its step() is not given the metric that it watches')
  const patience = numberOf(given.patience) ?? Number.POSITIVE_INFINITY
  return stepped.each === 'batch' && patience <= fewBatches
    ? fault(`it is stepped for every batch, so that patience=${patience} counts batches`)
    : null
}

/** The argument's value replaced in the source; null when it is a default or there is no one right value. */
function editOf(schedule: Callback, fault: Fault): Edit | null {
  const given = schedule.arguments[fault.argument]
  if (fault.value === null) return null
  if (given?.from === 'default' && (schedule.stepped !== undefined || fault.argument === 'mode'))
    return withArgument(schedule.span, `${fault.argument}=${fault.value}`)
  if (given?.from !== 'code') return null
  return { op: 'edit', span: given.span, text: fault.value }
}
