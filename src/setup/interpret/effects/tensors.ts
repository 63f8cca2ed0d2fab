import type { Statistics, Step } from '../../../model/pipeline.ts'
import type { Read, Span } from '../../../model/span.ts'
import type { TensorEffect } from '../../frameworks/table.ts'
import { timmStatistics } from '../../frameworks/torch/timm.ts'
import { bind } from '../arguments.ts'
import { pathOf } from '../containers.ts'
import { randomStep } from '../join.ts'
import type { LibraryCall } from '../machine.ts'
import { withInputStep } from '../model-tensors.ts'
import { binary, randomOf } from '../operators.ts'
import { argument, argumentValue, numberOf, plain, readValue } from '../read-value.ts'
import { orderOf } from '../rounds.ts'
import type { TensorValue } from '../values/data.ts'
import { type Bound, type UnknownValue, unknown, type Value } from '../values/value.ts'
import { linkSpan } from './link.ts'

/**
 * A function or method on pixels: the image that comes out, with one more step. An argument drawn at random makes
 * the step a random transform.
 */
export function changeTensor(made: LibraryCall, effect: TensorEffect): Value {
  const call = { ...made, span: linkSpan(made) }
  const { row, span } = call
  const bound = bind(row, call.arguments)
  const subject = subjectOf(call, bound)
  if (effect.does === 'decode') return decoded(call, effect, subject, bound)
  if (subject?.kind === 'model-tensor') {
    const step = stepOf(effect, call, bound)
    return step === null ? subject : withInputStep(subject, step)
  }
  if (subject?.kind === 'arrays') {
    const step = stepOf(effect, call, bound)
    return step === null ? subject : { ...subject, steps: [...subject.steps, step], span }
  }
  if (subject?.kind !== 'tensor') return notATensor(call, subject, effect)
  if (!subject.image) return subject
  if (effect.does === 'arithmetic') {
    const by = otherOf(call, bound)
    return binary(effect.operator, subject, by ?? unknown(span), span, call.written)
  }
  return withStep(subject, effect, call, bound)
}

function withStep(subject: TensorValue, effect: TensorEffect, call: LibraryCall, bound: Bound): Value {
  const { span, written } = call
  const draw = drawIn(bound)
  if (effect.does === 'leave') return { ...subject, image: false, span }
  if (draw !== undefined && effect.does !== 'keep') {
    return { ...subject, steps: [...subject.steps, randomStep(written, span)], span }
  }
  if (effect.does === 'fixed') return { ...subject, fixed: [...subject.fixed, { name: written, span }], span }
  const step = stepOf(effect, call, bound)
  return step === null ? { ...subject, span } : { ...subject, steps: [...subject.steps, step], span }
}

function drawIn(bound: Bound) {
  const values = [...bound.values.values(), ...bound.rest].map((one) => one.value)
  return values
    .flatMap((value) => (value.kind === 'list' ? value.items : [value]))
    .map(randomOf)
    .find((one) => one !== undefined)
}

/** The image: the receiver of a method, else the first argument. */
function subjectOf(call: LibraryCall, bound: Bound): Value | undefined {
  if (call.receiver !== null) return call.receiver
  const first = call.row.parameters[0]
  const value = first === undefined ? call.arguments.positional[0]?.value : argumentValue(bound, first)
  if (value?.kind !== 'list') return value
  return value.items.find(({ kind }) => kind === 'tensor' || kind === 'arrays') ?? value
}

/** The other operand of `image.div(255)` or `tf.math.divide(image, 255)`. */
function otherOf(call: LibraryCall, bound: Bound): Value | undefined {
  const name = call.row.parameters[call.receiver === null ? 1 : 0]
  return name === undefined ? undefined : argumentValue(bound, name)
}

/** OpenCV gives blue first, or one channel where it is told to (`cv2.imread(path, 0)`). */
function decodedOrder(name: string, span: Span, bound: Bound): Step[] {
  const flags = argumentValue(bound, 'flags')
  const grey = flags !== undefined && !isColour(flags)
  return [{ kind: 'channels', name, span, removal: null, to: grey ? 'other' : 'bgr' }]
}

const isColour = (flags: Value) =>
  flags.kind === 'symbol' ? flags.path.endsWith('.IMREAD_COLOR') : numberOf(flags) === 1

function decoded(
  call: LibraryCall,
  effect: Extract<TensorEffect, { does: 'decode' }>,
  subject: Value | undefined,
  bound: Bound,
): Value {
  const { span, written } = call
  const values = [subject, ...[...bound.values.values()].map((one) => one.value)]
  const path = values
    .map((value) => (value === undefined ? undefined : pathOf(value)))
    .find((one) => one !== undefined)
  const step: Step = { kind: 'decode', name: written, span, removal: null }
  const order = effect.channels === 'bgr' ? decodedOrder(written, span, bound) : []
  return {
    kind: 'tensor',
    image: true,
    steps: [step, ...order],
    fixed: [],
    span,
    ...(path === undefined ? {} : { path }),
  }
}

function notATensor(call: LibraryCall, subject: Value | undefined, effect: TensorEffect): Value {
  const { span } = call
  if (effect.does === 'random') return { kind: 'unknown', span, random: { name: call.written, span } }
  if (subject?.kind === 'unknown') return reshaped(subject, call, span)
  if (subject?.kind === 'list') return { ...unknown(span), ...orderOf([subject]) }
  return unknown(span)
}

/** Labels in another shape have another form. */
function reshaped(subject: UnknownValue, { written }: LibraryCall, span: Span): Value {
  const { labels, ...value } = { ...subject, span }
  return labels === undefined || /reshape|expandDims|stack|concat|as[2-5]D/.test(written)
    ? value
    : { ...value, labels }
}

const unclear = (made: Span): Statistics => ({ made, fitted: { from: 'unknown', value: null }, from: null })

/** The step that an effect adds, or null when it adds none that matters. */
export function stepOf(
  effect: TensorEffect,
  call: { written: string; span: Span; statistics?: Statistics },
  bound: Bound,
): Step | null {
  const base = { name: call.written, span: call.span, removal: null }
  switch (effect.does) {
    case 'random':
      return { kind: 'random-transform', ...base, parameters: parametersOf(bound) }
    case 'resize':
      return { kind: 'resize', ...base, ...sizeOf(effect, bound) }
    case 'rescale':
      return {
        kind: 'rescale',
        ...base,
        scale: factor(effect.scale, bound, call.span),
        offset: factor(effect.offset, bound, call.span),
      }
    case 'normalize':
      return {
        kind: 'normalize',
        ...base,
        mean: numbers(bound, effect.mean),
        std: numbers(bound, effect.std),
      }
    case 'preprocess':
      return { kind: 'preprocess', ...base, of: effect.of, makes: effect.makes }
    case 'fitted':
      return { kind: 'fitted-transform', ...base, statistics: call.statistics ?? unclear(call.span) }
    case 'opaque':
      return { kind: 'opaque', ...base }
    case 'channels':
      return { kind: 'channels', ...base, to: swaps(argumentValue(bound, 'code')) ? 'swapped' : 'other' }
    case 'oversample':
      return { kind: 'oversample', ...base }
    case 'decode':
      return { kind: 'decode', ...base }
    case 'to-float':
      return {
        kind: 'rescale',
        ...base,
        scale: factor(1 / 255, bound, call.span),
        offset: { from: 'default', value: 0 },
      }
    default:
      return null
  }
}

/** `cv2.COLOR_BGR2RGB` and its reverse, which do the same. */
const swaps = (code: Value | undefined) =>
  code?.kind === 'symbol' && /\.COLOR_(BGR2RGB|RGB2BGR)$/.test(code.path)

/** The framework's own arguments, for reports and for the probe, which imitates the transform. */
export function parametersOf(bound: Bound): Extract<Step, { kind: 'random-transform' }>['parameters'] {
  const known = [...bound.values].filter(
    ([, { value }]) => value.kind !== 'tensor' && value.kind !== 'model-tensor',
  )
  return Object.fromEntries(known.map(([name, given]) => [name, readValue(given, plain)]))
}

function sizeOf(
  effect: Extract<TensorEffect, { does: 'resize' }>,
  bound: Bound,
): { height: Read<number>; width: Read<number> } {
  if (effect.parameter !== undefined) return sideLengths(argumentValue(bound, effect.parameter))
  return {
    height: readValue(argument(bound, effect.height ?? 'height'), numberOf),
    width: readValue(argument(bound, effect.width ?? 'width'), numberOf),
  }
}

/** Height and width from `[h, w]` (or one number for both). */
export function sideLengths(
  value: Value | undefined,
  fallback?: readonly [number, number] | null,
): { height: Read<number>; width: Read<number> } {
  if (value === undefined && fallback) {
    return { height: { from: 'default', value: fallback[0] }, width: { from: 'default', value: fallback[1] } }
  }
  const items = value?.kind === 'list' ? value.items : [value, value]
  const side = (item: Value | undefined) =>
    readValue(item === undefined ? undefined : { value: item }, numberOf)
  return { height: side(items[0]), width: side(items[1] ?? items[0]) }
}

function factor(
  given: number | { parameter: string; default: number },
  bound: Bound,
  span: Span,
): Read<number> {
  if (typeof given === 'number') return { from: 'code', value: given, span }
  return readValue(argument(bound, given.parameter), numberOf, given.default)
}

const numbers = (bound: Bound, name: string): Read<number[]> => readValue(argument(bound, name), numbersOf)

/** A list of numbers, or one that a library has a name for. */
export function numbersOf(value: Value): number[] | undefined {
  if (value.kind === 'symbol') return timmStatistics(value.path)
  if (value.kind !== 'list') return undefined
  const items = value.items.map(numberOf).filter((item) => item !== undefined)
  return items.length === value.items.length ? items : undefined
}
