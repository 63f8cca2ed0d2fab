import type { Origin, Split, Step } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import type { Source } from '../../frameworks/table.ts'
import { bind } from '../arguments.ts'
import { itemOf, pathOf } from '../containers.ts'
import { samplesOf } from '../files/samples.ts'
import { randomStep } from '../join.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { randomOf } from '../operators.ts'
import { argument, argumentValue, booleanOf, numberOf, readValue, stringOf } from '../read-value.ts'
import { imageKeys } from '../samples.ts'
import { placeOf } from '../statistics.ts'
import type { ArraysValue, StreamValue, TensorValue } from '../values/data.ts'
import { type Bound, unknown, type Value } from '../values/value.ts'
import { classesRead } from './class-order.ts'
import { formOf, labelsOf } from './label-mode.ts'
import { batchStep, shuffleStep, unshuffled } from './stream-steps.ts'
import { sideLengths } from './tensors.ts'

/** A dataset made from a folder, a manifest, arrays or a generator function. */
export function makeSource(call: LibraryCall, source: Source, machine: Machine): Value {
  const bound = bind(call.row, call.arguments)
  const { span } = call
  const given = argumentValue(bound, source.parameter)
  if (source.origin === 'arrays') return fromArrays(given ?? unknown(span), call, machine)
  const order = source.shuffle && argument(bound, source.shuffle.parameter)
  const shuffles = source.shuffle !== undefined && (booleanOf(order?.value) ?? source.shuffle.default)
  const steps = loaded(call, source, bound, shuffles)
  const stream: StreamValue = {
    kind: 'stream',
    framework: frameworkOf(call),
    origin: originOf(source.origin, given, span, machine),
    source: machine.record.sourceAt(placeOf(span)),
    split: null,
    steps: steps.map((step) => ({ step, call: span })),
    element: source.decodes ? pair(span, span) : null,
    ...(source.split?.kind === 'keras-directory' && !bound.values.has('labels')
      ? labelsOf(bound, 'label_mode', 'int', span)
      : {}),
    ...(source.origin === 'directory' && !shuffles ? { sorted: order?.value.span ?? span } : {}),
    span,
  }
  return cut(stream, source, bound, machine)
}

/** What a loader does to the images by its own arguments. */
function loaded(call: LibraryCall, source: Source, bound: Bound, shuffles: boolean): Step[] {
  const { span } = call
  const steps: Step[] = []
  if (source.decodes) steps.push({ kind: 'decode', name: call.written, span, removal: null })
  if (source.size) {
    const size = argument(bound, source.size.parameter)
    const at = size?.span ?? span
    steps.push({
      kind: 'resize',
      name: source.size.parameter,
      span: at,
      removal: null,
      ...sideLengths(size?.value, source.size.default),
    })
  }
  if (source.shuffle && shuffles) {
    // Where the loader cuts the data as well, it shuffles first: without that, the sides would be others.
    const removal = source.split && bound.values.has(source.split.fraction) ? null : unshuffled(call, bound)
    steps.push(shuffleStep(call.written, span, argument(bound, source.shuffle.seed), undefined, removal))
  }
  const batch = source.batch && batched(call, source.batch, bound)
  return batch === undefined || batch === null ? steps : [...steps, batch]
}

/** The batch that a loader makes; null where it is told to make none. */
function batched(
  call: LibraryCall,
  { parameter, default: usual }: NonNullable<Source['batch']>,
  bound: Bound,
): Step | null {
  const size = argument(bound, parameter)
  if (size?.value.kind !== 'constant')
    return usual === null ? null : batchStep(call.written, call.span, size, usual)
  return numberOf(size.value) === undefined ? null : batchStep(call.written, call.span, size, 1)
}

const frameworkOf = (call: LibraryCall) => (call.row.names[0] ?? '').split('.')[0] ?? ''

/** `subset="training"` gives one side, `subset="both"` the two. */
function cut(stream: StreamValue, source: Source, bound: Bound, machine: Machine): Value {
  const fraction = source.split && argument(bound, source.split.fraction)
  if (
    source.split === undefined ||
    fraction === undefined ||
    (fraction.value.kind === 'constant' && fraction.value.value === null)
  ) {
    return machine.record.addStream(stream, null)
  }
  const subset = argumentValue(bound, source.split.subset)
  const splitOf = (side: Split['side']): Split => ({
    kind: source.split?.kind ?? 'keras-directory',
    fraction: readValue(fraction, numberOf),
    seed: readValue(argument(bound, source.shuffle?.seed ?? 'seed'), numberOrNull, null),
    shuffle: readValue(
      argument(bound, source.shuffle?.parameter ?? 'shuffle'),
      booleanOf,
      source.shuffle?.default ?? false,
    ),
    stratify: { from: 'default', value: false },
    classes: classesRead(bound, 'class_names'),
    side,
    position: 0,
    span: subset?.span ?? stream.span,
  })
  const add = (side: Split['side']) => machine.record.addStream({ ...stream, split: splitOf(side) }, null)
  const name = stringOf(subset)
  if (name === 'both')
    return { kind: 'list', items: [add('train'), add('validation')], complete: true, span: stream.span }
  return add(name === 'training' ? 'train' : name === 'validation' ? 'validation' : 'unknown')
}

/** A number, or null where the code says None. */
export const numberOrNull = (value: Value): number | null | undefined =>
  value.kind === 'constant' && (value.value === null || typeof value.value === 'number')
    ? value.value
    : undefined

function originOf(kind: Source['origin'], given: Value | undefined, span: Span, machine: Machine): Origin {
  const path = () => readValue(given && { value: given }, stringOf)
  if (kind === 'directory') return { kind, path: path(), ...sameFolder(given, machine), span }
  if (kind === 'manifest') return { kind, path: path(), span }
  return kind === 'arrays' ? { kind, span } : { kind: 'unknown', span }
}

/** A name for the folder that a value stands for, where the value says no path. */
function sameFolder(given: Value | undefined, { record }: Machine): { same?: string } {
  if (given?.kind === 'symbol') return { same: given.path }
  if (given?.kind !== 'unknown' && given?.kind !== 'method') return {}
  return { same: JSON.stringify(record.files.unseen(given)) }
}

/** An image with its label, as supervised datasets give it. */
export const pair = (span: Span, at: Span): Value => ({
  kind: 'list',
  items: [imageTensor(span), labelTensor(at)],
  complete: true,
  span,
})

/** One image as a mapped function receives it. */
export const imageTensor = (span: Span): TensorValue => ({
  kind: 'tensor',
  image: true,
  steps: [],
  fixed: [],
  span,
})

const labelTensor = (span: Span): TensorValue => ({
  kind: 'tensor',
  image: false,
  steps: [],
  fixed: [],
  span,
})

/** `from_tensor_slices((images, labels))`, `tf.data.array(list)`, `tf.data.generator(function)`. */
function fromArrays(given: Value, call: LibraryCall, machine: Machine): Value {
  const { span } = call
  const produced =
    given.kind === 'function'
      ? machine.callFunction(given, { positional: [], keyword: new Map(), complete: true }, span)
      : given
  const arrays = arraysIn(produced)
  const samples = given.kind === 'function' ? undefined : samplesOf(produced, machine)
  const sample = given.kind === 'function' && produced.kind === 'list' ? produced.items[0] : undefined
  const image = imageOf(sample ?? produced)
  const stream: StreamValue = {
    kind: 'stream',
    framework: frameworkOf(call),
    origin: folderOrigin(pathOf(produced) ?? arrays?.path, span),
    source: arrays?.source ?? machine.record.sourceAt(placeOf(span)),
    split: arrays?.split ?? null,
    steps: [...(arrays?.steps ?? []), ...(image?.steps ?? [])].map((step) => ({ step, call: span })),
    element: elementOf(produced, sample, call),
    ...(samples === undefined ? {} : { samples }),
    ...(pathOf(produced) === undefined ? {} : { sorted: span }),
    ...(produced.kind === 'list' ? formOf(produced.items[1]) : {}),
    span,
  }
  return machine.record.addStream(stream, null)
}

function elementOf(produced: Value, sample: Value | undefined, call: LibraryCall): Value | null {
  const { span } = call
  if (sample !== undefined) return freshened(sample)
  if (produced.kind === 'list' && frameworkOf(call) === 'tfjs') return freshened(itemOf(produced, span))
  if (produced.kind === 'list' && produced.items.length === 2) return pair(span, span)
  const path = pathOf(produced)
  return path === undefined ? imageTensor(span) : { kind: 'unknown', span, path }
}

/** A sample whose steps so far are already part of the stream. */
export function freshened(sample: Value): Value {
  if (sample.kind === 'tensor') return { ...sample, steps: [], fixed: [] }
  if (sample.kind === 'list') return { ...sample, items: sample.items.map(freshened) }
  if (sample.kind !== 'dict') return sample
  const entries = [...sample.entries].map(
    ([key, entry]) => [key, { ...entry, value: freshened(entry.value) }] as const,
  )
  return { ...sample, entries: new Map(entries) }
}

/** An image that we did not see being read, but to which something drawn at random was done. */
function drawnImage(value: Value | undefined): Value | undefined {
  const random = value === undefined ? undefined : randomOf(value)
  if (random === undefined) return value
  return { ...imageTensor(random.span), steps: [randomStep(random.name, random.span)] }
}

/** The image of a sample: alone, first of a tuple, or under the usual keys of an object. */
export function imageOf(sample: Value): TensorValue | undefined {
  if (sample.kind === 'tensor') return sample.image ? sample : undefined
  if (sample.kind === 'list') return sample.items.map(imageOf).find((one) => one !== undefined)
  if (sample.kind !== 'dict') return undefined
  const usual = imageKeys.map((key) => drawnImage(sample.entries.get(key)?.value))
  const values = [...usual, ...[...sample.entries.values()].map((entry) => entry.value)]
  return values
    .map((value) => (value === undefined ? undefined : imageOf(value)))
    .find((one) => one !== undefined)
}

/** The folder that samples were read from, where it is known. */
export function folderOrigin(path: Value | undefined, span: Span): Origin {
  const folder = stringOf(path)
  if (folder === undefined) return { kind: 'arrays', span }
  return { kind: 'directory', path: { from: 'code', value: folder, span }, span }
}

export function arraysIn(value: Value): ArraysValue | undefined {
  if (value.kind === 'arrays') return value
  return value.kind === 'list' ? value.items.map(arraysIn).find((one) => one !== undefined) : undefined
}
