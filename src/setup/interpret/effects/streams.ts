import type { Edit } from '../../../model/fix.ts'
import type { Split, Step } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import type { StreamEffect } from '../../frameworks/table.ts'
import { bind, givenValues } from '../arguments.ts'
import { behind, part, withSamples } from '../files/streams.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argument, argumentValue, numberOf, readValue } from '../read-value.ts'
import { linesOf, sourceText } from '../source-texts.ts'
import { placeOf } from '../statistics.ts'
import type { StreamValue } from '../values/data.ts'
import { type Bound, unknown, type Value } from '../values/value.ts'
import { streamOf } from './fit-data.ts'
import { withoutLabels } from './label-mode.ts'
import { linkSpan } from './link.ts'
import { freshened, imageOf, imageTensor } from './sources.ts'
import { batchStep, shuffleStep } from './stream-steps.ts'

/** A method of a dataset: the dataset that comes out, with what the method adds. */
export function changeStream(call: LibraryCall, does: StreamEffect, machine: Machine): Value {
  const bound = bind(call.row, call.arguments)
  const parts = streamsIn(bound)
  if (does === 'zip') for (const part of parts) machine.record.consumed.add(part)
  const stream = call.receiver?.kind === 'stream' ? call.receiver : (parts[0] ?? adopted(call, machine))
  if (stream === undefined)
    return call.receiver?.kind === 'unknown' ? { ...call.receiver, span: call.span } : unknown(call.span)
  if (does === 'map') return mapped(stream, call, bound, machine)
  if (does === 'take' || does === 'skip') return partitioned(stream, call, does, bound, machine)
  const step = plainStep(does, call, bound)
  const steps = step === null ? stream.steps : [...stream.steps, { step, call: call.span }]
  return machine.record.addStream(
    {
      ...withSamples(keepsLabels.has(does) ? stream : withoutLabels(stream), behind(stream, does)),
      steps,
      span: call.span,
    },
    stream,
  )
}

/** What is made of each half are other samples; both are read once and kept in this order (Keras, split_dataset). */
export function halves(call: LibraryCall, machine: Machine): Value {
  const { span } = call
  const given = argumentValue(bind(call.row, call.arguments), 'dataset')
  if (given?.kind !== 'stream') return unknown(span)
  const part: Step = { kind: 'partition', name: call.written, span, removal: null }
  const steps = [...given.steps.filter(({ step }) => step.kind !== 'shuffle'), { step: part, call: span }]
  const half = (side: string): Value =>
    machine.record.addStream(
      {
        ...withSamples(given, undefined),
        steps,
        source: `${machine.record.sourceAt(placeOf(span))} ${side}`,
        span,
      },
      given,
    )
  return { kind: 'list', items: [half('left'), half('right')], complete: true, span }
}

const keepsLabels: ReadonlySet<StreamEffect> = new Set(['batch', 'shuffle', 'cache', 'repeat', 'keep'])

/** What is batched or shuffled as only a dataset of TensorFlow.js can be is one, wherever it comes from. */
function adopted(call: LibraryCall, machine: Machine): StreamValue | undefined {
  const { receiver, row } = call
  if (receiver === null || !row.names.some((name) => name.startsWith('tfjs.Unknown.'))) return undefined
  return machine.record.addStream({ ...streamOf(receiver), framework: 'tfjs', element: receiver }, null)
}

function streamsIn(bound: Bound): StreamValue[] {
  const values = [...bound.values.values()].flatMap(({ value }) => {
    if (value.kind === 'list') return value.items
    return value.kind === 'dict' ? [...value.entries.values()].map((one) => one.value) : [value]
  })
  return values.filter((value) => value.kind === 'stream')
}

function plainStep(does: StreamEffect, call: LibraryCall, bound: Bound): Step | null {
  const { written: name } = call
  const span = linkSpan(call)
  const base = { name, span, removal: null }
  switch (does) {
    case 'batch':
      return batchStep(
        name,
        span,
        argument(bound, 'batch_size', 'batchSize'),
        1,
        argument(bound, 'drop_remainder'),
      )
    case 'shuffle':
      return shuffleStep(
        name,
        span,
        argument(bound, 'seed'),
        argument(bound, 'reshuffle_each_iteration', 'reshuffleEachIteration'),
        removeLink(call),
      )
    case 'cache':
      return { kind: 'cache', ...base }
    case 'repeat':
      return { kind: 'repeat', ...base }
    case 'oversample':
      return { kind: 'oversample', ...base }
    case 'opaque':
      return { kind: 'opaque', ...base }
    default:
      return null
  }
}

/** The mapped function is run on one sample; the steps of the image that it returns become the dataset's. */
function mapped(stream: StreamValue, call: LibraryCall, bound: Bound, machine: Machine): Value {
  const callback = argumentValue(bound, call.row.parameters[0] ?? 'map_func')
  const element = stream.element ?? imageTensor(call.span)
  const spread = element.kind === 'list' && machine.language() === 'python' ? element.items : [element]
  const result =
    callback === undefined
      ? unknown(call.span)
      : machine.callValue(
          callback,
          givenValues(spread.map((value) => ({ value, span: call.span }))),
          call.span,
        )
  const image = imageOf(result)
  const nothing = image === undefined && !holdsLabel(result)
  const added: Step[] = nothing
    ? [{ kind: 'opaque', name: call.written, span: linkSpan(call), removal: null }]
    : (image?.steps ?? [])
  const random = added.length > 0 && added.every((step) => step.kind === 'random-transform')
  const { toggle } = machine
  const removal = random ? (toggle?.edits ?? removeLink(call)) : null
  const link = random ? linkOf(call, machine) : {}
  const steps = added.map((step) => ({
    step: { ...step, removal: step.removal ?? removal, ...(step.kind === 'random-transform' ? link : {}) },
    call: random && toggle !== null ? toggle.call : call.span,
  }))
  return machine.record.addStream(
    {
      ...withoutLabels(stream),
      steps: [...stream.steps, ...steps],
      element: nothing ? null : freshened(result),
      span: call.span,
    },
    stream,
  )
}

/** A dataset of labels alone is no pipeline that we lost track of. */
function holdsLabel(value: Value): boolean {
  return value.kind === 'tensor' || (value.kind === 'list' && value.items.some(holdsLabel))
}

/** Takes `.map(f)` out of a chain of calls. */
function removeLink(call: LibraryCall): Edit[] | null {
  const { callee } = call.node
  if (callee.kind !== 'attribute') return null
  const { object } = callee
  const span: Span = {
    ...call.node.span,
    line: object.span.endLine,
    column: object.span.endColumn,
    endLine: call.node.span.endLine,
    endColumn: call.node.span.endColumn,
  }
  return [{ op: 'edit', span, text: '' }]
}

/** `.map(f)` as it is written. */
function linkOf(call: LibraryCall, machine: Machine): { link?: { span: Span; text: string } } {
  const [edit] = removeLink(call) ?? []
  const lines = edit === undefined ? undefined : linesOf(edit.span, machine)
  if (edit === undefined || lines === undefined) return {}
  return { link: { span: edit.span, text: sourceText(lines, edit.span) } }
}

/** `take` and `skip` cut one dataset in two; which side is which follows from their use. */
function partitioned(
  stream: StreamValue,
  call: LibraryCall,
  does: 'take' | 'skip',
  bound: Bound,
  machine: Machine,
): Value {
  const { span, written: name } = call
  const split: Split = {
    kind: 'take-skip',
    fraction: readValue(argument(bound, 'count'), numberOf),
    seed: { from: 'default', value: null },
    shuffle: { from: 'default', value: stream.steps.some(({ step }) => step.kind === 'shuffle') },
    stratify: { from: 'default', value: false },
    side: 'unknown',
    position: stream.steps.length,
    span,
  }
  const steps: StreamValue['steps'] = [
    ...stream.steps,
    { step: { kind: 'partition', name, span, removal: null }, call: span },
  ]
  const count = machine.record.files.of(argumentValue(bound, 'count'))
  const taken = withSamples(stream, part(stream, does, count))
  return machine.record.addStream({ ...taken, split: stream.split ?? split, steps, span }, stream)
}
