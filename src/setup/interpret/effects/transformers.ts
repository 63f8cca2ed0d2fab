import type { Step } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import type { Meaning } from '../../frameworks/table.ts'
import type { Expression } from '../../program.ts'
import { bind } from '../arguments.ts'
import { opaqueStep } from '../join.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { useMeter } from '../measured.ts'
import { argumentValue, booleanOf, numberOf } from '../read-value.ts'
import { learn, mayHaveLearned, newStatistics, placeOf } from '../statistics.ts'
import { sampleKey } from '../traces.ts'
import { callUnknown } from '../unknown-calls.ts'
import type { ArraysValue, TransformerValue } from '../values/data.ts'
import { unknown, type Value } from '../values/value.ts'
import { featuresOfEach } from './features.ts'
import { linkSpan } from './link.ts'
import { passThrough } from './plain.ts'

/** `StandardScaler()`, `PCA(50)`, `SMOTE()`. */
export const makeTransformer = (
  call: LibraryCall,
  { resamples }: Extract<Meaning, { kind: 'transformer' }>,
  machine: Machine,
): Value => ({
  kind: 'transformer',
  name: call.written,
  resamples,
  statistics: newStatistics(call.span, machine.record),
  span: call.span,
})

/**
 * `fit`, `transform`, `fit_transform` of a transformer; `fit` of an ImageDataGenerator and `adapt` of a layer, where
 * `changes` is false. An oversampler gives samples and labels back.
 */
export function transformData(
  call: LibraryCall,
  { learns, changes }: Extract<Meaning, { kind: 'transform-data' }>,
  machine: Machine,
): Value {
  const { receiver, span } = call
  const bound = bind(call.row, call.arguments)
  const data = argumentValue(bound, call.row.parameters[0] ?? 'X')
  const statistics = receiver !== null && 'statistics' in receiver ? receiver.statistics : undefined
  if (learns && statistics !== undefined) learn(statistics, data, linkSpan(call))
  else if (learns) for (const one of machine.record.statistics) mayHaveLearned(one, span)
  if (receiver === null || !changes) return receiver ?? unknown(span)
  if (receiver.kind !== 'transformer' || data === undefined) return unknown(span)
  const changed = {
    ...asArrays(data, span),
    steps: [...stepsOf(data), stepOf(receiver, linkSpan(call))],
    span,
  }
  if (!receiver.resamples) return changed
  return { kind: 'list', items: [changed, argumentValue(bound, 'y') ?? unknown(span)], complete: true, span }
}

const stepOf = ({ name, resamples, statistics }: TransformerValue, span: Span): Step =>
  resamples
    ? { kind: 'oversample', name, span, removal: null }
    : { kind: 'fitted-transform', name, span, removal: null, statistics }

const stepsOf = (data: Value): Step[] => (data.kind === 'arrays' ? data.steps : [])

/** Samples of which we know nothing but where they come from. */
function asArrays(data: Value, span: Span): ArraysValue {
  if (data.kind === 'arrays') return data
  const path = data.kind === 'unknown' ? data.path : undefined
  return {
    kind: 'arrays',
    source: placeOf(data.span),
    split: null,
    steps: [],
    ...(path === undefined ? {} : { path }),
    span,
  }
}

/**
 * `np.concatenate([a, b])` and its kind: the first arrays. Where two of them come from the same samples, one is a copy
 * of the other, changed or not.
 */
export function joinSamples(call: LibraryCall, machine: Machine): Value {
  const { span, written: name } = call
  const given = passThrough(call, 0)
  const parts = [given, ...call.arguments.positional.slice(1).map((one) => one.value)].flatMap(partsOf)
  const arrays = parts.filter((part) => part.kind === 'arrays')
  const [first] = arrays
  const along = argumentValue(bind(call.row, call.arguments), 'axis')
  const axis = along === undefined ? 0 : numberOf(along)
  if (first === undefined)
    return (
      (axis === 0 ? joined(call, given, parts, machine) : null) ??
      (given.kind === 'dict' ? unknown(span) : given)
    )
  // Along another axis (three channels of one) they make no more samples.
  if (axis !== 0) return { ...first, steps: [...first.steps, opaqueStep(name, span)], span }
  const copies = arrays.filter((one) => sampleKey(one) === sampleKey(first))
  if (given.kind === 'dict' || copies.length < 2) return { ...(copies.at(-1) ?? first), span }
  const longest = copies.reduce((a, b) => (b.steps.length > a.steps.length ? b : a))
  return {
    ...longest,
    steps: [...longest.steps, { kind: 'oversample', name, span, removal: null }],
    span,
  }
}

/** Of parts that are no arrays yet: features batch by batch, or copies of one. */
const joined = (call: LibraryCall, given: Value, parts: readonly Value[], machine: Machine) =>
  featuresOfEach(given, call.span, machine) ?? copiesOfOne(call) ?? derivedCopies(call, parts)

/** `np.concatenate([x, x[:, ::-1]])` of an `x` that is not followed, as it is written. */
function copiesOfOne({ node, arguments: given, span, written: name }: LibraryCall): ArraysValue | null {
  const list = node.arguments[0]?.value
  const [first, ...others] = list?.kind === 'list' || list?.kind === 'tuple' ? list.items : []
  const value = given.positional[0]?.value
  const whole = value?.kind === 'list' ? value.items[0] : undefined
  if (first?.kind !== 'name' || whole?.kind !== 'unknown' || others.length === 0) return null
  if (!others.every((other) => startsFrom(other, first.name))) return null
  const arrays = asArrays(whole, span)
  return { ...arrays, steps: [{ kind: 'oversample', name, span, removal: null }], span }
}

/** `np.concatenate([x, more])` where `more = augment(images=x)`. */
function derivedCopies(
  { span, written: name }: LibraryCall,
  [first, ...others]: readonly Value[],
): ArraysValue | null {
  if (
    first?.kind !== 'unknown' ||
    !others.some((other) => other.kind === 'unknown' && other.derived === first)
  )
    return null
  const step: Step = { kind: 'oversample', name, span, removal: null }
  return { ...asArrays(first, span), steps: [step], span }
}

/** `x`, `x[...]`, `np.flip(x, 2)`. */
function startsFrom(node: Expression, name: string): boolean {
  if (node.kind === 'name') return node.name === name
  if (node.kind === 'subscript') return startsFrom(node.object, name)
  const [first] = node.kind === 'call' ? node.arguments : []
  return first !== undefined && startsFrom(first.value, name)
}

function partsOf(value: Value): Value[] {
  if (value.kind === 'list') return value.items
  return value.kind === 'dict' ? [...value.entries.values()].map((entry) => entry.value) : [value]
}

/** `np.repeat(x, 3, axis=0)`, `resample(minority, replace=True)`: along another axis it makes no more samples. */
export function repeatSamples(call: LibraryCall): Value {
  const { span, written: name } = call
  const bound = bind(call.row, call.arguments)
  const given = passThrough(call, 0)
  const axis = numberOf(argumentValue(bound, 'axis'))
  const repeats = name.endsWith('resample')
    ? booleanOf(argumentValue(bound, 'replace')) !== false
    : axis === 0
  if (!repeats || (given.kind !== 'arrays' && given.kind !== 'unknown')) return given
  const arrays = asArrays(given, span)
  return { ...arrays, steps: [...arrays.steps, { kind: 'oversample', name, span, removal: null }], span }
}

/**
 * `images.mean(axis=0)`, `np.std(images)`: images that it is taken from later have had a say in it. Of what is not known
 * to hold images, only what it is taken from again.
 */
export function measure(call: LibraryCall, machine: Machine): Value {
  const { receiver, span, written } = call
  const data = receiver ?? passThrough(call, 0)
  const images = data.kind === 'arrays' && data.steps.some(({ kind }) => kind === 'decode')
  const name = written.slice(written.lastIndexOf('.') + 1)
  const otherwise = () =>
    (receiver === null ? undefined : useMeter(receiver, name, span, machine)) ??
    callUnknown(receiver, call.arguments, span, machine, written)
  // In a loop it may well be that of one sample.
  if (!images && (data.kind !== 'unknown' || machine.looping > 0)) return otherwise()
  const learned = newStatistics(span, machine.record)
  learn(learned, data, span)
  if (images) return { ...unknown(span), learned }
  const result = otherwise()
  return result.kind === 'unknown' ? { ...result, learned } : result
}

/** `random.shuffle(files)`: the order of what was listed is no longer known. */
export function reorder(call: LibraryCall, machine: Machine): Value {
  machine.record.shufflesLists = true
  return passThrough(call, 0)
}
