import type { Callback } from '../../model/training.ts'
import { coverage } from '../interpret/effects/torch/parameters.ts'
import type { FitRecord, Recorder, UseRecord } from '../interpret/recorder.ts'
import type { LoopEvent, TrainerRun } from '../interpret/trace.ts'
import type { StreamValue } from '../interpret/values/data.ts'
import type { ModelValue, OptimizerValue } from '../interpret/values/networks.ts'
import { type Bound, unknown, type Value } from '../interpret/values/value.ts'
import {
  type BatchLoopEvents,
  batchLoopsOf,
  epochsOf,
  eventsOf,
  moduleOf,
  validationOf,
} from './batch-loops.ts'

type ScheduleValue = Extract<Value, { kind: 'callback' }>

/** What PyTorch programs train: hand-written loops and runs of Lightning's trainer, as calls of `fit` would tell it. */
export interface TorchFits {
  loops: BatchLoopEvents[]
  fits: FitRecord[]
  uses: UseRecord[]
  /** The model of a module, once. */
  modelOf(module: Value): ModelValue | null
}

export function torchFits(record: Recorder): TorchFits {
  const loops = batchLoopsOf(record.trace.events)
  const models = new Map<Value, ModelValue>()
  const modelOf = (module: Value) => {
    const known = module.kind === 'model' ? module : models.get(module)
    if (known !== undefined) return known
    if (module.kind !== 'instance' && module.kind !== 'layer') return null
    const made = modelOfModule(module, record)
    models.set(module, made)
    return made
  }
  const training = loops.filter((loop) => loop.training && eventsOf(loop, 'step').length > 0)
  const fits = training.map((loop) => fitOfLoop(loop, loops, record, modelOf))
  fits.push(...record.trace.trained.map((run) => fitOfTrainer(run, record, modelOf)))
  const validated = new Set(fits.flatMap(({ train, validation }) => [train, validation]))
  const uses = loops.flatMap(({ loop, training: trains }): UseRecord[] =>
    trains || loop.stream === null || validated.has(loop.stream)
      ? []
      : [{ stream: loop.stream, how: 'loop', span: loop.span }],
  )
  return { loops, fits, uses, modelOf }
}

/** A class of the program as a model: what its `forward` made of a symbolic tensor. */
function modelOfModule(module: Value, record: Recorder): ModelValue {
  const all = [...record.trace.events, ...record.trace.trained.flatMap(({ events }) => events)]
  const forward = all.find((event) => event.kind === 'forward' && event.module === module)
  const { span } = module
  const tensor =
    (forward?.kind === 'forward' ? forward.tensor : null) ??
    ({ kind: 'model-tensor', inputSteps: [], backbone: null, head: [], complete: false, span } as const)
  const id = `model-${record.models.length + 1}`
  const torch = { head: null, modal: null }
  const model: ModelValue = { kind: 'model', id, tensor, sequential: false, compiled: null, torch, span }
  record.models.push(model)
  record.trace.moduleOf.set(model, module)
  return model
}

function fitOfLoop(
  batch: BatchLoopEvents,
  all: readonly BatchLoopEvents[],
  record: Recorder,
  modelOf: TorchFits['modelOf'],
): FitRecord {
  const { loop, events } = batch
  const steps = eventsOf(batch, 'step')
  const optimizer = steps.find((step) => step.optimizer !== null)?.optimizer ?? null
  const forward = moduleOf(batch)
  const model = forward === null ? null : modelOf(forward.module)
  const epochs = epochsOf(batch) ?? unknown(loop.span)
  const given: Bound['values'] = new Map([['epochs', { value: epochs, span: epochs.span }]])
  const size = loop.loader?.arguments.values.get('batch_size')
  if (size !== undefined) given.set('batch_size', size)
  else if (loop.loader !== null) given.set('batch_size', numbered(1, loop.span))
  else given.set('batch_size', { value: unknown(loop.span), span: loop.span })
  const seen = !events.some(
    (event) => event.kind === 'unseen' && event.gets.some(({ kind }) => kind === 'optimizer'),
  )
  given.set('callbacks', schedulesFor(optimizer, seen, record))
  return {
    model,
    train: loop.stream,
    validation: validationOf(batch, all)?.loop.stream ?? null,
    arguments: { values: given, complete: true, rest: [] },
    compiled: compiledBy(optimizer, events),
    order: steps[0]?.order ?? loop.start,
    loop: true,
    span: loop.span,
  }
}

const numbered = (value: number, span: Value['span']): { value: Value; span: Value['span'] } => ({
  value: { kind: 'constant', value, span },
  span,
})

/** The schedulers of an optimizer as a list of callbacks; incomplete where the program sets its rate in other ways. */
function schedulesFor(
  optimizer: OptimizerValue | null,
  seen: boolean,
  record: Recorder,
): { value: Value; span: Value['span'] } {
  const { schedules, adjusted } = record.trace
  const span = optimizer?.span ?? { path: '', line: 1, column: 1, endLine: 1, endColumn: 1, snippet: '' }
  const own = schedules.filter(({ arguments: bound }) => bound.values.get('optimizer')?.value === optimizer)
  const foreign = schedules.some(
    ({ arguments: bound }) => bound.values.get('optimizer')?.value.kind !== 'optimizer',
  )
  const complete = optimizer !== null && seen && !adjusted.has(optimizer) && !foreign
  return { value: { kind: 'list', items: own, complete, span }, span }
}

function compiledBy(optimizer: OptimizerValue | null, events: readonly LoopEvent[]): ModelValue['compiled'] {
  const loss = eventsOf({ events: [...events] }, 'loss')[0]
  if (optimizer === null && loss === undefined) return null
  const values: Bound['values'] = new Map()
  if (optimizer !== null) values.set('optimizer', { value: optimizer, span: optimizer.span })
  if (loss !== undefined) {
    values.set('loss', { value: loss.loss, span: loss.loss.span })
    if (loss.input !== null) values.set('loss_input', { value: loss.input, span: loss.input.span })
  }
  const span = optimizer?.span ?? loss?.span
  if (span === undefined) return null
  return { arguments: { values, complete: true, rest: [] }, span, order: optimizer?.order ?? 0 }
}

function fitOfTrainer(run: TrainerRun, record: Recorder, modelOf: TorchFits['modelOf']): FitRecord {
  const { span } = run
  const epochs = run.epochs ?? unknown(span)
  const optimizer = run.optimizer?.kind === 'optimizer' ? run.optimizer : null
  return {
    model: run.model === null ? null : modelOf(run.model),
    train: run.train,
    validation: run.validation,
    arguments: {
      values: new Map([
        ['epochs', { value: epochs, span: epochs.span }],
        ['callbacks', withOwn(run.callbacks, schedulesFor(optimizer, run.model !== null, record))],
        ['batch_size', { value: run.batchSize ?? unknown(span), span }],
      ]),
      complete: run.model !== null,
      rest: [],
    },
    compiled: compiledBy(optimizer, run.events),
    order: run.order,
    span,
  }
}

/** The schedulers of the optimizer, and the callbacks that the trainer was given. */
function withOwn(callbacks: Value | null, schedules: { value: Value; span: Value['span'] }) {
  if (callbacks === null) return schedules
  const { span } = schedules
  const value: Value = { kind: 'list', items: [schedules.value, callbacks], complete: true, span }
  return { value, span }
}

/** What an optimizer was given, seen from the model that is trained. */
export const parametersOf = (optimizer: OptimizerValue, model: ModelValue | null) =>
  coverage(optimizer.arguments.values.get('params')?.value, model)

/** Where a scheduler is stepped, and with what, measured on which pipeline; null for nowhere. */
export function steppedBy(
  schedule: ScheduleValue,
  { trace }: Recorder,
  idOf: (stream: StreamValue) => string | null,
): { stepped: Callback['stepped']; watched: { name: string; span: Value['span'] } | null } {
  const managed = trace.trained.some((run) => run.schedule === schedule)
  const { span } = schedule
  if (managed) return { stepped: { each: 'epoch', metric: true, span }, watched: null }
  const step = trace.events.find((event) => event.kind === 'schedule' && event.schedule === schedule)
  if (step?.kind !== 'schedule') {
    const given = trace.events.some((event) => event.kind === 'unseen' && event.gets.includes(schedule))
    return { stepped: given ? { each: 'unknown', metric: true, span } : null, watched: null }
  }
  const inBatch = step.loops.at(-1)?.loader != null
  const each = step.undecided ? 'unknown' : inBatch ? 'batch' : 'epoch'
  const { given, name } = step
  const score = given?.kind === 'unknown' && !step.undecided ? given.measured : undefined
  const measured = score === undefined ? null : idOf(score)
  return {
    stepped: { each, metric: given !== null, ...(measured !== null && { measured }), span: step.span },
    watched: given === null || name === null ? null : { name, span: given.span },
  }
}
