import type { HeadLayer } from '../../model/network.ts'
import type { Read } from '../../model/span.ts'
import type { Callback, Compile, Fit, Optimizer, Run } from '../../model/training.ts'
import { canonicalOptimizer } from '../frameworks/optimizers.ts'
import {
  argument,
  argumentValue,
  booleanOf,
  numberOf,
  plain,
  readValue,
  stringOf,
} from '../interpret/read-value.ts'
import type { FitRecord, Recorder } from '../interpret/recorder.ts'
import { traceOf } from '../interpret/traces.ts'
import type { StreamValue } from '../interpret/values/data.ts'
import type { ModelValue } from '../interpret/values/networks.ts'
import type { Bound, Value } from '../interpret/values/value.ts'
import { describeLayer } from './models.ts'
import type { Pipelines } from './pipelines.ts'
import { parametersOf, steppedBy } from './torch-fits.ts'

type Framework = Parameters<typeof canonicalOptimizer>[1]

/** One call of `fit` with what the model was compiled with before it. */
export function describeRun(
  fit: FitRecord,
  pipelines: Pipelines,
  framework: Framework,
  record: Recorder,
): Run {
  return {
    model: fit.model?.id ?? null,
    compile: fit.compiled === null ? null : describeCompile(fit.compiled, framework, fit.model),
    fit: describeFit(fit, pipelines, record),
  }
}

function describeFit(fit: FitRecord, { idOf, idOfKey }: Pipelines, record: Recorder): Fit {
  const { arguments: bound } = fit
  const callbacks = callbackList(
    argumentValue(bound, 'callbacks'),
    record,
    (stream) => idOf(stream, 'train') ?? idOf(stream, 'validation'),
  )
  const weights = argumentValue(bound, 'class_weight', 'classWeight')
  const steps = argument(bound, 'steps_per_epoch', 'batchesPerEpoch')
  const validationSteps = argument(bound, 'validation_steps', 'validationBatches')
  const [stepsOf, validationStepsOf] = [steps, validationSteps].map((given) =>
    countedFrom(given?.value, idOfKey),
  )
  return {
    order: fit.order,
    span: fit.span,
    train: fit.train === null ? null : idOf(fit.train, 'train'),
    validation: fit.validation === null ? null : idOf(fit.validation, 'validation'),
    complete: bound.complete,
    epochs: epochsOf(bound),
    batchSize: readValue(argument(bound, 'batch_size', 'batchSize'), numberOf, 32),
    ...(steps === undefined ? {} : { stepsPerEpoch: readValue(steps, numberOf) }),
    ...(validationSteps === undefined ? {} : { validationSteps: readValue(validationSteps, numberOf) }),
    ...(stepsOf === undefined ? {} : { stepsPerEpochOf: stepsOf }),
    ...(validationStepsOf === undefined ? {} : { validationStepsOf }),
    shuffle: readValue(argument(bound, 'shuffle'), booleanOf, true),
    ...steeredBy(fit, record, idOf),
    callbacks: callbacks.known,
    callbacksKnown: callbacks.complete && bound.complete,
    classWeights: weights !== undefined && !(weights.kind === 'constant' && weights.value === null),
  }
}

/** What is decided by a score on another dataset, in a loop around the one that trains. */
function steeredBy(fit: FitRecord, record: Recorder, idOf: Pipelines['idOf']): Pick<Fit, 'steered'> {
  if (fit.loop !== true) return {}
  const steered = record.steered
    .filter(({ loops }) => loops.some(({ start, end }) => start < fit.order && fit.order < end))
    .flatMap(({ stream, how, span }) => {
      const pipeline = idOf(stream, 'validation') ?? idOf(stream, 'test')
      return pipeline === null ? [] : [{ pipeline, how, span }]
    })
  return steered.length === 0 ? {} : { steered }
}

/** The pipeline whose samples a number of steps was counted from. */
function countedFrom(steps: Value | undefined, idOfKey: Pipelines['idOfKey']): string | undefined {
  const trace = steps === undefined ? undefined : traceOf(steps)
  return trace?.what === 'count' ? (idOfKey(trace.of) ?? undefined) : undefined
}

/** How many epochs are run: `epochs` is the number of the last one where Keras is given an `initial_epoch`. */
function epochsOf(bound: Bound): Read<number> {
  const epochs = readValue(argument(bound, 'epochs', 'nb_epoch'), numberOf, 1)
  const first = argument(bound, 'initial_epoch', 'initialEpoch')
  if (first === undefined || epochs.value === null) return epochs
  const skipped = numberOf(first.value)
  if (skipped === undefined) return { from: 'unknown', value: null, span: first.span }
  return { ...epochs, value: Math.max(0, epochs.value - skipped) }
}

/** Lists of callbacks nested deeper than this hold themselves. */
const deepest = 8

/** Callbacks given alone or in a list, nested lists opened. */
function callbackList(
  given: Value | undefined,
  record: Recorder,
  idOf: (stream: StreamValue) => string | null,
  depth = 0,
): { known: Callback[]; complete: boolean } {
  if (given === undefined || (given.kind === 'constant' && given.value === null))
    return { known: [], complete: true }
  if (given.kind === 'callback') return { known: [describeCallback(given, record, idOf)], complete: true }
  if (given.kind === 'dict') return { known: [ownCallback(given)], complete: given.complete }
  if (given.kind === 'instance')
    return {
      known: [{ kind: 'other', name: given.class.name, span: given.span, arguments: {} }],
      complete: true,
    }
  if (given.kind !== 'list' || depth > deepest) return { known: [], complete: false }
  const parts = given.items.map((item) => callbackList(item, record, idOf, depth + 1))
  return {
    known: parts.flatMap((part) => part.known),
    complete: given.complete && parts.every((part) => part.complete),
  }
}

const ownCallback = (given: Value): Callback => ({
  kind: 'other',
  name: 'callback',
  span: given.span,
  arguments: {},
})

function describeCallback(
  given: Extract<Value, { kind: 'callback' }>,
  record: Recorder,
  idOf: (stream: StreamValue) => string | null,
): Callback {
  const { meaning } = given.row
  if (meaning.kind !== 'callback' && meaning.kind !== 'schedule')
    return { kind: 'other', name: given.name, span: given.span, arguments: {} }
  const all: Callback['arguments'] = {}
  for (const [name, value] of Object.entries(meaning.defaults)) all[name] = { from: 'default', value }
  for (const [name, value] of given.arguments.values) all[name] = readValue(value, plain)
  if (meaning.kind === 'schedule') return describeSchedule(given, meaning.callback, all, record, idOf)
  return {
    kind: meaning.callback,
    name: given.name,
    span: given.span,
    arguments: all,
  }
}

/** A scheduler of PyTorch: what it watches is what its `step` is given. */
function describeSchedule(
  given: Extract<Value, { kind: 'callback' }>,
  kind: Callback['kind'],
  all: Callback['arguments'],
  record: Recorder,
  idOf: (stream: StreamValue) => string | null,
): Callback {
  const { optimizer: _, ...written } = all
  const { stepped, watched } = steppedBy(given, record, idOf)
  const monitor =
    watched === null ? {} : { monitor: { from: 'code', value: watched.name, span: watched.span } as const }
  return {
    kind,
    name: given.name,
    span: given.span,
    arguments: { ...written, ...monitor },
    ...(stepped === undefined ? {} : { stepped }),
  }
}

function describeCompile(
  compiled: NonNullable<ModelValue['compiled']>,
  framework: Framework,
  model: ModelValue | null,
): Compile {
  const { arguments: bound } = compiled
  return {
    order: compiled.order,
    span: compiled.span,
    ...(compiled.text === undefined ? {} : { text: compiled.text }),
    optimizer: describeOptimizer(argumentValue(bound, 'optimizer'), framework, model),
    loss: describeLoss(argumentValue(bound, 'loss'), argumentValue(bound, 'loss_input')),
    metrics: metricsOf(bound),
  }
}

function describeOptimizer(
  value: Value | undefined,
  framework: Framework,
  model: ModelValue | null,
): Optimizer | null {
  const byName = canonicalOptimizer(value === undefined ? undefined : stringOf(value), framework)
  if (byName !== null && value !== undefined) {
    return { name: byName.name, learningRate: { from: 'default', value: byName.rate }, span: value.span }
  }
  if (value?.kind !== 'optimizer') return null
  const rate = value.rate === null ? undefined : { value: value.rate }
  const fallback = value.defaultRate ?? undefined
  const momentum = argument(value.arguments, 'momentum')
  const decay = argument(value.arguments, 'weight_decay')
  return {
    name: value.name,
    learningRate: fallback === undefined ? readValue(rate, numberOf) : readValue(rate, numberOf, fallback),
    ...(momentum === undefined ? {} : { momentum: readValue(momentum, numberOf) }),
    ...(decay === undefined ? {} : { weightDecay: readValue(decay, numberOf) }),
    ...(value.arguments.values.has('params') ? { parameters: parametersOf(value, model) } : {}),
    span: value.span,
  }
}

function describeLoss(value: Value | undefined, input: Value | undefined): Compile['loss'] {
  const plainLogits: Read<boolean> = { from: 'default', value: false }
  if (value === undefined) return null
  const name = stringOf(value)
  if (name !== undefined) return { name, fromLogits: plainLogits, span: value.span }
  if (value.kind === 'loss') {
    return {
      name: value.name,
      fromLogits: readValue(argument(value.arguments, 'from_logits'), booleanOf, false),
      ...(input === undefined ? {} : { input: lastLayer(input) }),
      span: value.span,
    }
  }
  if (value.kind !== 'symbol') return null
  return {
    name: value.path.slice(value.path.lastIndexOf('.') + 1),
    fromLogits: plainLogits,
    span: value.span,
  }
}

/** The last layer that a tensor went through; null where that is not known. */
function lastLayer(input: Value): HeadLayer | null {
  const last = input.kind === 'model-tensor' && input.complete ? input.head.at(-1) : undefined
  return last === undefined ? null : describeLayer(last.layer)
}

function metricsOf(bound: Bound): Compile['metrics'] {
  const given = argument(bound, 'metrics')
  if (given === undefined) return []
  const items = given.value.kind === 'list' ? given.value.items : [given.value]
  return items.map((item) => readValue({ value: item }, stringOf))
}
