import type { Step } from '../../../model/setup.ts'
import type { Span } from '../../../model/span.ts'
import type { Meaning } from '../../frameworks/table.ts'
import { bind } from '../arguments.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argumentValue, booleanOf, numberOf } from '../read-value.ts'
import { learn, mayHaveLearned, newStatistics, placeOf } from '../statistics.ts'
import { sampleKey } from '../traces.ts'
import { type ArraysValue, type TransformerValue, unknown, type Value } from '../values.ts'
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
export function joinSamples(call: LibraryCall): Value {
  const { span, written: name } = call
  const given = passThrough(call, 0)
  const parts = [given, ...call.arguments.positional.slice(1).map((one) => one.value)].flatMap(partsOf)
  const arrays = parts.filter((part) => part.kind === 'arrays')
  const [first] = arrays
  if (first === undefined) return given.kind === 'dict' ? unknown(span) : given
  const copies = arrays.filter((one) => sampleKey(one) === sampleKey(first))
  if (given.kind === 'dict' || copies.length < 2) return { ...(copies.at(-1) ?? first), span }
  const longest = copies.reduce((a, b) => (b.steps.length > a.steps.length ? b : a))
  return {
    ...longest,
    steps: [...longest.steps, { kind: 'oversample', name, span, removal: null }],
    span,
  }
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

/** `random.shuffle(files)`: the order of what was listed is no longer known. */
export function reorder(call: LibraryCall, machine: Machine): Value {
  machine.record.shufflesLists = true
  return passThrough(call, 0)
}
