import type { Span } from '../../model/span.ts'
import { givenValues } from './arguments.ts'
import { boundedItems } from './bounds.ts'
import { callDict } from './dicts.ts'
import { join } from './join.ts'
import { callLayers, someOf } from './layer-lists.ts'
import type { Evaluated, Machine } from './machine.ts'
import { stringOf } from './read-value.ts'
import { sampleKey, traceOf } from './traces.ts'
import { type ListValue, type StreamValue, unknown, type Value } from './values.ts'

type MethodValue = Extract<Value, { kind: 'method' }>

/** Methods of lists, dicts and of collections that we know only by their folder; undefined for any other. */
export function callContainer(
  callee: MethodValue,
  given: Evaluated,
  span: Span,
  machine: Machine,
): Value | undefined {
  const { receiver, name } = callee
  if (receiver.kind === 'list') return callList(receiver, name, given, span, machine)
  if (receiver.kind === 'dict') return callDict(receiver, name, given, span, machine)
  if (receiver.kind === 'layers') return callLayers(receiver, name, given, span, machine)
  if (receiver.kind !== 'unknown' || !mapping.has(name)) return undefined
  const callback = given.positional[0]?.value
  if (callback?.kind !== 'function') return undefined
  const result = machine.callFunction(callback, givenValues([{ value: receiver, span }]), span)
  if (name === 'forEach') return unknown(span)
  const maps = name !== 'filter' && name !== 'sort'
  if (maps && result.kind === 'dict') return { kind: 'list', items: [result], complete: false, span }
  if (maps && result.kind === 'unknown' && receiver.path !== undefined) return result
  return { ...receiver, span }
}

const mapping = new Set(['map', 'flatMap', 'filter', 'forEach', 'sort', 'then'])

/** Methods that add to a list: how often, in a loop or an undecided branch, is not known. */
const growing = new Set(['append', 'push', 'insert', 'unshift', 'extend'])

/** A layer that is picked out by a test we cannot decide is one of some. */
const chosen = (value: Value, machine: Machine): Value =>
  value.kind === 'layers' && machine.undecided > 0 ? someOf(value, value.span) : value

function callList(
  list: ListValue,
  name: string,
  given: Evaluated,
  span: Span,
  machine: Machine,
): Value | undefined {
  const [first] = given.positional
  if (growing.has(name) && (machine.looping > 0 || machine.undecided > 0)) list.complete = false
  switch (name) {
    case 'append':
    case 'push':
      if (!given.complete) list.complete = false
      extend(
        list,
        given.positional.map((one) => chosen(one.value, machine)),
      )
      return unknown(span)
    case 'insert':
    case 'unshift':
      list.items.unshift(...given.positional.slice(name === 'insert' ? 1 : 0).map((one) => one.value))
      return unknown(span)
    case 'extend':
      if (first?.value.kind === 'list') extend(list, first.value.items, first.value.complete)
      else extend(list, first !== undefined && traceOf(first.value) !== undefined ? [first.value] : [], false)
      return unknown(span)
    case 'concat':
      return first?.value.kind === 'list'
        ? { ...list, ...boundedItems([...list.items, ...first.value.items], list.complete), span }
        : { ...list, complete: false }
    case 'slice':
    case 'filter':
    case 'sort':
    case 'copy':
    case 'reverse':
    case 'shuffle':
      return name === 'filter' ? { ...list, complete: false, span } : list
    case 'map':
    case 'flatMap':
    case 'forEach':
      return mapList(list, first?.value, span, machine, name === 'flatMap')
    default:
      return undefined
  }
}

/** More items for a list that grows in place. */
export function extend(list: ListValue, items: readonly Value[], complete = true): void {
  Object.assign(list, boundedItems([...list.items, ...items], list.complete && complete))
}

/** The callback's result for each item; where these cannot be told apart, what they share. */
function mapList(
  list: ListValue,
  callback: Value | undefined,
  span: Span,
  machine: Machine,
  flat: boolean,
): Value {
  if (callback === undefined) return unknown(span)
  const results = list.items
    .slice(0, 64)
    .map((item) => machine.callValue(callback, givenValues([{ value: item, span }]), span))
  if (results.length === 0) return { ...list, span }
  if (results.every((one) => pathOf(one) !== undefined && !holdsTensor(one))) return commonPath(results, span)
  const complete = list.complete && list.items.length <= 64
  if (!flat) return { kind: 'list', items: results, complete, span }
  const items = results.flatMap((one) => (one.kind === 'list' ? one.items : [one]))
  return {
    kind: 'list',
    items,
    complete: complete && results.every((one) => one.kind === 'list' && one.complete),
    span,
  }
}

function holdsTensor(value: Value): boolean {
  if (value.kind === 'list') return value.items.some(holdsTensor)
  if (value.kind === 'dict') return [...value.entries.values()].some((entry) => holdsTensor(entry.value))
  return value.kind === 'tensor'
}

/** Folder or file that a value was read from: its own, or of the first field that has one. */
export function pathOf(value: Value): Value | undefined {
  if (value.kind === 'unknown' || value.kind === 'tensor' || value.kind === 'arrays') return value.path
  if (value.kind === 'method') return pathOf(value.receiver)
  if (value.kind === 'dict')
    return [...value.entries.values()].map((entry) => pathOf(entry.value)).find((path) => path !== undefined)
  if (value.kind === 'list') return value.items.map(pathOf).find((path) => path !== undefined)
  return undefined
}

function commonPath(results: readonly Value[], span: Span): Value {
  const paths = results.map((one) => stringOf(pathOf(one))?.split('/'))
  const [first] = paths
  if (first === undefined || paths.some((path) => path === undefined)) return unknown(span)
  let shared = 0
  while (shared < first.length && paths.every((path) => path?.[shared] === first[shared])) shared += 1
  return { kind: 'unknown', span, path: { kind: 'constant', value: first.slice(0, shared).join('/'), span } }
}

/** A sample of a dataset, whose label knows where it comes from. */
function sampleOf(stream: StreamValue, span: Span): Value {
  const { element } = stream
  const trace = { what: 'labels' as const, of: sampleKey(stream), iterated: true as const, span }
  if (element === null) return unknown(span)
  if (element.kind !== 'list') return element
  const items = element.items.map((item) =>
    item.kind === 'tensor' && !item.image ? { ...item, trace } : item,
  )
  return { ...element, items }
}

/** What an iterable yields, joined into the one value that a loop body sees. */
export function itemOf(iterable: Value, span: Span): Value {
  if (iterable.kind === 'list') {
    const [first, ...others] = iterable.items
    if (first === undefined) return unknown(span)
    return others.reduce<Value>((item, other) => join(item, other, 'undecided', span), first)
  }
  if (iterable.kind === 'layers') return { ...iterable, single: true }
  if (iterable.kind === 'parameters') return iterable
  if (iterable.kind === 'unknown') return { ...iterable, span }
  if (iterable.kind === 'stream') return sampleOf(iterable, span)
  // Arrays that were decoded hold images; others may as well hold labels.
  if (iterable.kind === 'arrays' && iterable.steps.some(({ kind }) => kind === 'decode')) {
    const { steps, path } = iterable
    return {
      kind: 'tensor',
      image: true,
      steps,
      fixed: [],
      ...(path === undefined ? {} : { path }),
      span: iterable.span,
    }
  }
  return unknown(span)
}
