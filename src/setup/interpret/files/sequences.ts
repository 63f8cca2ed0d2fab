import { callOf, type FileExpression } from '../../../model/file-expression.ts'
import { givenValues } from '../arguments.ts'
import type { Machine } from '../machine.ts'
import { datasetFiles } from './datasets.ts'
import { forEach, mapped } from './each.ts'
import { argumentOf, expressionAt, type FileCall, type FileEffect } from './file-call.ts'

/** `sorted(list, key=, reverse=)`. */
function sortedOf(list: FileExpression, call: FileCall, machine: Machine): FileExpression | undefined {
  const { files } = machine.record
  const { keyword } = call.given
  const key = keyword.get('key')?.value
  const reverse = keyword.get('reverse')?.value
  const backwards = reverse === undefined ? undefined : files.of(reverse)
  if (reverse !== undefined && backwards === undefined) return undefined
  const order = backwards === undefined ? {} : { reverse: backwards }
  if (key === undefined) return callOf('sorted', { list, ...order })
  const keys = mapped(list, key, call.node.span, machine)
  return keys && callOf('sorted', { list, keys, ...order })
}

const sorted: FileEffect = (call, machine) => {
  const list = expressionAt(call, machine, 0)
  return list && sortedOf(list, call, machine)
}

/** A change of the receiver itself. */
const inPlace =
  (
    change: (list: FileExpression, call: FileCall, machine: Machine) => FileExpression | undefined,
  ): FileEffect =>
  (call, machine) => {
    const { files } = machine.record
    const before = call.receiver === null ? undefined : files.noted(call.receiver)
    if (call.receiver !== null && before !== undefined)
      files.change(call.receiver, change(before, call, machine))
    return undefined
  }

const listOf = (...items: FileExpression[]): FileExpression => ({ kind: 'list', items })

const added = (list: FileExpression, more: FileExpression | undefined) =>
  more && callOf('concat', { lists: listOf(list, more) })

/** `list.append(x)`. Lists that the program writes down keep account of where they grow. */
const append: FileEffect = (call, machine) => {
  const { files } = machine.record
  const item = expressionAt(call, machine, 0)
  const more = item && listOf(item)
  if (call.receiver?.kind === 'list') files.extend(call.receiver, more)
  else inPlace((list) => added(list, more))(call, machine)
  return undefined
}

/** `list.push(x, y)` of JavaScript. */
const push: FileEffect = ({ receiver, given }, machine) => {
  const { files } = machine.record
  const items = given.positional.map(({ value }) => files.of(value))
  const known = given.complete && items.every((item) => item !== undefined)
  if (receiver?.kind === 'list') files.extend(receiver, known ? listOf(...items) : undefined)
  return undefined
}

const extend: FileEffect = (call, machine) => {
  const { files } = machine.record
  const more = expressionAt(call, machine, 0)
  if (call.receiver?.kind === 'list') files.extend(call.receiver, more)
  else inPlace((list) => added(list, more))(call, machine)
  return undefined
}

/** `map(f, list)`. */
const map: FileEffect = (call, machine) => {
  const [callback, list] = [argumentOf(call, 0), expressionAt(call, machine, 1)]
  if (callback === undefined || list === undefined || call.given.positional.length !== 2) return undefined
  return mapped(list, callback, call.node.span, machine)
}

/** `filter(f, list)`. */
const filter: FileEffect = (call, machine) => {
  const { span } = call.node
  const [callback, list] = [argumentOf(call, 0), expressionAt(call, machine, 1)]
  if (callback === undefined || list === undefined) return undefined
  return forEach(list, span, machine, (item) => {
    const test = machine.record.files.of(
      machine.callValue(callback, givenValues([{ value: item, span }]), span),
    )
    const kept = machine.record.files.of(item)
    return test && kept && { kind: 'if', test, yes: listOf(kept), no: listOf() }
  })
}

/** `range(n)`, `range(a, b)`, `range(a, b, step)`, and numpy's `arange`. */
const range: FileEffect = (call, machine) => {
  const bounds = call.given.positional.map(({ value }) => machine.record.files.of(value))
  const [first, second, step] = bounds
  if (first === undefined || bounds.includes(undefined) || !call.given.complete) return undefined
  if (second === undefined) return callOf('range', { to: first })
  return callOf('range', { from: first, to: second, ...(step === undefined ? {} : { step }) })
}

/** `zip(a, b)`; `zip(*rows)` takes rows apart into columns. */
const zip: FileEffect = (call, machine) => {
  const { given, node } = call
  const opened = given.opened?.[0]
  if (opened !== undefined && node.arguments.length === 1) {
    const rows = machine.record.files.of(opened)
    return rows && callOf('unzip', { list: rows })
  }
  const lists = given.positional.map(({ value }) => machine.record.files.of(value))
  const known = lists.filter((one) => one !== undefined)
  return given.complete && known.length === lists.length
    ? callOf('zip', { lists: listOf(...known) })
    : undefined
}

/** `numpy.split(list, [60, 80])`: the parts between the bounds. */
const cutAt: FileEffect = (call, machine) => {
  const [list, bounds] = [expressionAt(call, machine, 0), expressionAt(call, machine, 1)]
  if (list === undefined || bounds?.kind !== 'list') return undefined
  const edges = [undefined, ...bounds.items, undefined]
  const parts = edges.slice(1).map((to, at) => {
    const from = edges[at]
    return callOf('slice', {
      object: list,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    })
  })
  return listOf(...parts)
}

/** `len(list)`, also of a PyTorch dataset. */
const length: FileEffect = (call, machine) => {
  const value = argumentOf(call, 0)
  const list = value && datasetFiles(value, machine)
  return list && callOf('length', { list })
}

/** What calls make of lists where a row of the table would not do. */
export const sequences: readonly (readonly [string, FileEffect])[] = [
  ['python.sorted', sorted],
  ['python.len', length],
  ['method.sort', inPlace(sortedOf)],
  ['method.reverse', inPlace((list) => callOf('reversed', { list }))],
  ['method.append', append],
  ['method.push', push],
  ['method.extend', extend],
  ...['insert', 'remove', 'pop', 'clear', 'popitem', 'update'].map(
    (name) => [`method.${name}`, inPlace(() => undefined)] as const,
  ),
  ['python.map', map],
  ['python.filter', filter],
  ['python.range', range],
  ['numpy.arange', range],
  ['python.zip', zip],
  ['numpy.split', cutAt],
]
