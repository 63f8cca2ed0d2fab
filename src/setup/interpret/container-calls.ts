import type { Span } from '../../model/span.ts'
import { givenValues } from './arguments.ts'
import { boundedItems } from './bounds.ts'
import { extend, pathOf } from './containers.ts'
import { callDict } from './dicts.ts'
import { callLayers, someOf } from './layer-lists.ts'
import { inLoop } from './loops.ts'
import type { Evaluated, Machine } from './machine.ts'
import { randomOf } from './operators.ts'
import { stringOf } from './read-value.ts'
import { keepRound, noteOrder } from './rounds.ts'
import { traced, traceOf } from './traces.ts'
import type { FunctionValue, ListValue } from './values/program.ts'
import { unknown, type Value } from './values/value.ts'

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
  if (receiver.kind !== 'unknown') return undefined
  if (name === 'index' || name === 'indexOf')
    return keepRound(
      given.positional[0]?.value,
      { ...unknown(span), ...traced(traceOf(receiver)) },
      machine.record,
    )
  if (!mapping.has(name)) return undefined
  const callback = given.positional[0]?.value
  if (callback?.kind !== 'function') return undefined
  const result = eachTime(callback, receiver, span, machine)
  if (name === 'sort' && randomOf(result) !== undefined) machine.record.shufflesLists = true
  if (name === 'forEach') return unknown(span)
  const maps = name !== 'filter' && name !== 'sort'
  if (maps && isSample(result)) return { kind: 'list', items: [result], complete: false, span }
  if (maps && result.kind === 'unknown' && receiver.path !== undefined) return result
  return { ...receiver, span }
}

/** An image, or something that may hold one. */
const isSample = (value: Value): boolean =>
  value.kind === 'dict' || value.kind === 'arrays' || (value.kind === 'tensor' && value.image)

const mapping = new Set(['map', 'flatMap', 'filter', 'forEach', 'sort', 'then'])

/** The callback of a method that goes over what is not followed: a loop, of which item and number are a round each. */
function eachTime(callback: FunctionValue, items: Value, span: Span, machine: Machine): Value {
  return inLoop(span, null, machine, () => {
    const { record } = machine
    const loop = record.trace.loops.at(-1)
    const [item, number] = [{ ...items }, unknown(span)]
    if (loop !== undefined) for (const value of [item, number]) record.rounds.set(value, loop)
    const given = [item, number].map((value) => ({ value, span }))
    const { context } = record.files
    // How often, and for what, is not known.
    context.push(record.files.loop(null))
    try {
      return machine.callFunction(callback, givenValues(given), span)
    } finally {
      context.pop()
    }
  })
}

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
      noteOrder(
        list,
        given.positional.map((one) => one.value),
        span,
        machine.record,
      )
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
    case 'index':
    case 'indexOf':
      return keepRound(first?.value, unknown(span), machine.record)
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
      if (name === 'sort' && isDrawn(first?.value, span, machine)) machine.record.shufflesLists = true
      return name === 'filter' ? { ...list, complete: false, span } : list
    case 'map':
    case 'flatMap':
    case 'forEach':
      return mapList(list, first?.value, span, machine, name === 'flatMap')
    default:
      return undefined
  }
}

/** `list.sort(() => Math.random() - 0.5)`. */
function isDrawn(compare: Value | undefined, span: Span, machine: Machine): boolean {
  if (compare?.kind !== 'function') return false
  return randomOf(machine.callFunction(compare, givenValues([]), span)) !== undefined
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
  // Of a list whose items are not known, what the callback makes of any.
  const any = list.items.length === 0 && !list.complete ? [unknown(span)] : list.items
  const { files } = machine.record
  // How often, and for what, is not known of a list that may hold more.
  const round = list.complete ? null : files.loop(null)
  if (round !== null) files.context.push(round)
  const results = any
    .slice(0, 64)
    .map((item) => machine.callValue(callback, givenValues([{ value: item, span }]), span))
  if (round !== null) files.context.pop()
  if (results.length === 0 || (any !== list.items && !results.some(isSample))) return { ...list, span }
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

function commonPath(results: readonly Value[], span: Span): Value {
  const paths = results.map((one) => stringOf(pathOf(one))?.split('/'))
  const [first] = paths
  if (first === undefined || paths.some((path) => path === undefined)) return unknown(span)
  let shared = 0
  while (shared < first.length && paths.every((path) => path?.[shared] === first[shared])) shared += 1
  return { kind: 'unknown', span, path: { kind: 'constant', value: first.slice(0, shared).join('/'), span } }
}
