import type { Fold } from '../../frameworks/table.ts'
import { bind, givenValues } from '../arguments.ts'
import { itemOf, pathOf } from '../containers.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { scored } from '../measured.ts'
import { randomOf } from '../operators.ts'
import { argumentValue, numberOf, plain, stringOf } from '../read-value.ts'
import { count, countUnseen, sharedTrace, traced } from '../traces.ts'
import type { Binding } from '../values/program.ts'
import { unknown, type Value } from '../values/value.ts'
import { isDataset } from './torch/datasets.ts'
import { batchOf } from './torch/loaders.ts'
import { lengthOf, shareOf } from './torch/shares.ts'

/** The argument or receiver itself. */
export function passThrough(call: LibraryCall, which: number | 'receiver'): Value {
  if (which === 'receiver') return call.receiver ?? unknown(call.span)
  const name = call.row.parameters[which]
  const value = name === undefined ? undefined : argumentValue(bind(call.row, call.arguments), name)
  return value ?? unknown(call.span)
}

/** A method that `@staticmethod`, `@classmethod` or `@property` stands over. */
export function bindMember(call: LibraryCall, binding: Binding): Value {
  const given = call.arguments.positional[0]?.value
  return given?.kind === 'function' ? { ...given, binding } : (given ?? unknown(call.span))
}

/** A draw; whatever is computed from it is random. */
export const drawRandom = (call: LibraryCall): Value => ({
  kind: 'unknown',
  span: call.span,
  random: { name: call.written, span: call.span },
})

/** A function that waits for the rest of its arguments. */
export function partial({ arguments: { positional, keyword, complete }, span }: LibraryCall): Value {
  const [first, ...others] = positional
  if (first === undefined) return unknown(span)
  return { kind: 'partial', callee: first.value, given: { positional: others, keyword, complete }, span }
}

/** Calls the function that was given, as `tf.tidy` does. */
export function callGiven(call: LibraryCall, parameter: number, machine: Machine): Value {
  const callback = call.arguments.positional.slice(parameter).find((one) => one.value.kind === 'function')
  if (callback === undefined) return unknown(call.span)
  const receiver = call.receiver === null ? [] : [{ value: call.receiver, span: call.span }]
  return machine.callValue(callback.value, givenValues(receiver), call.span)
}

/** Listing a folder gives names of unknown number; they remember the folder. */
export function listFolder(call: LibraryCall): Value {
  const bound = bind(call.row, call.arguments)
  const folder = call.receiver ?? argumentValue(bound, call.row.parameters[0] ?? 'path')
  const known = folder?.kind === 'constant' ? folder : folder === undefined ? undefined : pathOf(folder)
  return { kind: 'unknown', span: call.span, ...(known === undefined ? {} : { path: known }) }
}

/** Constants folded by a builtin or a path function. */
export function foldConstants(call: LibraryCall, fold: Fold, machine: Machine): Value {
  const { span } = call
  const values = call.arguments.positional.map((one) => one.value)
  const [first] = values
  const random = values.map(randomOf).find((one) => one !== undefined)
  if (random !== undefined) return { kind: 'unknown', span, random }
  if (fold === 'join-path')
    return joinPath(call.receiver === null ? values : [call.receiver, ...values], span)
  if (fold === 'dict') return dictOf(call, machine)
  if (fold === 'range') return counted(values, span)
  if (fold === 'enumerate' && first !== undefined)
    return rowsOf([unknown(span), firstItem(first, span, machine)], [first], span)
  if (fold === 'zip') return zipped(call, values, machine)
  const length = fold === 'length' && first !== undefined ? lengthIn(first, span, machine) : undefined
  if (length !== undefined) return length
  if (first !== undefined && shareOf(first) !== undefined && wholeNumbers.has(fold)) return first
  const folded = foldPlain(fold, values)
  return folded === undefined
    ? {
        ...unknown(span),
        ...pathPart(first),
        ...traced(fold === 'length' ? undefined : sharedTrace(values)),
        ...(fold === 'length' ? {} : scored(values)),
      }
    : { kind: 'constant', value: folded, span }
}

/** `zip(a, b)`; of `zip(*rows)` with rows that are not known, the columns are not known either. */
function zipped({ arguments: given, span }: LibraryCall, values: readonly Value[], machine: Machine): Value {
  if (!given.complete) return unknown(span)
  return rowsOf(
    values.map((value) => firstItem(value, span, machine)),
    values,
    span,
  )
}

/** The number of samples, as a count of them; undefined for what holds none. */
function lengthIn(value: Value, span: Value['span'], machine: Machine): Value | undefined {
  if (value.kind === 'stream' || value.kind === 'arrays')
    return { ...unknown(span), trace: count(value, span) }
  if (isDataset(value)) return lengthOf(value, span)
  return value.kind === 'unknown' || (value.kind === 'list' && !value.complete)
    ? { ...unknown(span), ...pathPart(value), trace: countUnseen(value, span, machine.record) }
    : undefined
}

const wholeNumbers: ReadonlySet<Fold> = new Set(['integer', 'round', 'number'])

/** `range(epochs)`, `range(1, epochs + 1)`: some number, so many times. */
function counted(values: readonly Value[], span: Value['span']): Value {
  const [from, to] = values.length > 1 ? values : [undefined, values[0]]
  const [first, end] = [from === undefined ? 0 : numberOf(from), numberOf(to)]
  const step = values.length > 2 ? numberOf(values[2]) : 1
  const count: Value =
    first === undefined || end === undefined || step !== 1
      ? unknown(span)
      : { kind: 'constant', value: Math.max(0, end - first), span: to?.span ?? span }
  return { kind: 'list', items: [unknown(span)], complete: false, count, span }
}

/** `dict(a, b=1)`: a copy of the first, with the named entries. */
function dictOf(call: LibraryCall, machine: Machine): Value {
  const { span, arguments: given } = call
  const [first] = given.positional.map((one) => one.value)
  const base = first?.kind === 'dict' ? first : undefined
  const named = [...given.keyword].map(([name, { value, span: at }]) => [name, { value, span: at }] as const)
  const complete = given.complete && (base === undefined ? first === undefined : base.complete)
  const { undecided } = machine
  return { kind: 'dict', entries: new Map([...(base?.entries ?? []), ...named]), complete, undecided, span }
}

/** What `zip` and `enumerate` yield: rows of these parts, how many is not known. */
function rowsOf(items: Value[], of: readonly Value[], span: Value['span']): Value {
  const batches = of.find((value) => value.kind === 'stream')
  return {
    kind: 'list',
    items: [{ kind: 'list', items, complete: true, span }],
    complete: false,
    ...(batches === undefined ? {} : { batches }),
    span,
  }
}

/** One item of an iterable, standing for all. */
function firstItem(iterable: Value, span: Value['span'], machine: Machine): Value {
  if (iterable.kind === 'loader') return batchOf(iterable, machine)
  if (iterable.kind === 'stream' || iterable.kind === 'arrays') return itemOf(iterable, span)
  const item = iterable.kind === 'list' ? iterable.items[0] : undefined
  return item ?? { ...unknown(span), ...pathPart(iterable) }
}

const pathPart = (value: Value | undefined) => {
  const path = value === undefined ? undefined : pathOf(value)
  return path === undefined ? {} : { path }
}

function foldPlain(fold: Fold, values: readonly Value[]): string | number | undefined {
  const [first] = values
  if (fold === 'length') return first?.kind === 'list' && first.complete ? first.items.length : undefined
  if (fold === 'minimum' || fold === 'maximum') return extreme(fold, values)
  const value = first === undefined ? undefined : plain(first)
  if (fold === 'string')
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number !== 'number' || Number.isNaN(number)) return undefined
  if (fold === 'number') return number
  if (fold === 'integer') return Math.trunc(number)
  return fold === 'round' ? Math.round(number) : undefined
}

function extreme(fold: 'minimum' | 'maximum', values: readonly Value[]): number | undefined {
  const numbers = values.map(numberOf).filter((item) => item !== undefined)
  if (numbers.length === 0 || numbers.length < values.length) return undefined
  return fold === 'minimum' ? Math.min(...numbers) : Math.max(...numbers)
}

/** `os.path.join(a, b)`: with an unknown end, the known beginning stays as the path of what is not known. */
function joinPath(values: readonly Value[], span: Value['span']): Value {
  const known: string[] = []
  for (const value of values) {
    const text = stringOf(value)
    if (text === undefined) {
      const path = listedUnder(known, stringOf(pathOf(value)))
      return {
        kind: 'unknown',
        span,
        ...(path === undefined ? {} : { path: { kind: 'constant', value: path, span } }),
      }
    }
    if (text.startsWith('/')) known.length = 0
    known.push(text)
  }
  return { kind: 'constant', value: tidyPath(known), span }
}

/** A name that was listed in another folder is, behind a known beginning, a name in that one. */
function listedUnder(known: readonly string[], own: string | undefined): string | undefined {
  if (known.length === 0) return own
  const beginning = tidyPath(known)
  return own !== undefined && `${tidyPath([own])}/`.startsWith(`${beginning}/`) ? own : beginning
}

const tidyPath = (parts: readonly string[]) =>
  parts
    .join('/')
    .replace(/\/{2,}/g, '/')
    .replace(/^\.\/(?=.)/, '')
