import type { Span } from '../../model/span.ts'
import { join } from './join.ts'
import type { Evaluated, Machine } from './machine.ts'
import { stringOf } from './read-value.ts'
import type { DictValue } from './values/program.ts'
import { unknown, type Value } from './values/value.ts'

/** Methods of dicts; undefined for any other. */
export function callDict(
  dict: DictValue,
  name: string,
  given: Evaluated,
  span: Span,
  machine: Machine,
): Value | undefined {
  const [first, second] = given.positional
  switch (name) {
    case 'get':
      return entryOf(dict, first?.value, second?.value, span)
    case 'update':
      return updateDict(dict, given, span, machine)
    case 'copy':
      return { ...dict, entries: new Map(dict.entries) }
    case 'values':
      return {
        kind: 'list',
        items: [...dict.entries.values()].map((entry) => entry.value),
        complete: dict.complete,
        span,
      }
    case 'keys':
      return {
        kind: 'list',
        items: [...dict.entries.keys()].map((value) => ({ kind: 'constant', value, span })),
        complete: dict.complete,
        span,
      }
    case 'items':
      return { kind: 'list', items: [...dict.entries].map(pairOf), complete: dict.complete, span }
    case 'pop': {
      const key = stringOf(first?.value)
      const found = key === undefined ? undefined : dict.entries.get(key)?.value
      if (key === undefined) dict.complete = false
      else dict.entries.delete(key)
      return found ?? second?.value ?? unknown(span)
    }
    default:
      return undefined
  }
}

/** One of `dict.items()`. */
const pairOf = ([key, { value, span }]: [string, { value: Value; span: Span }]): Value => ({
  kind: 'list',
  items: [{ kind: 'constant', value: key, span }, value],
  complete: true,
  span,
})

/** `dict.get(key, otherwise)`; a key that we cannot read may name any entry. */
function entryOf(dict: DictValue, key: Value | undefined, otherwise: Value | undefined, span: Span): Value {
  const name = stringOf(key)
  if (name === undefined) return unknown(span)
  const absent = dict.complete ? (otherwise ?? { kind: 'constant', value: null, span }) : unknown(span)
  return dict.entries.get(name)?.value ?? absent
}

function updateDict(dict: DictValue, given: Evaluated, span: Span, machine: Machine): Value {
  const [first] = given.positional
  if (first?.value.kind === 'dict') {
    for (const [key, entry] of first.value.entries) setEntry(dict, key, entry, machine)
    dict.complete &&= first.value.complete
  } else if (first !== undefined) dict.complete = false
  dict.complete &&= given.complete
  for (const [key, { value, span: at }] of given.keyword) setEntry(dict, key, { value, span: at }, machine)
  return unknown(span)
}

/** Sets an entry; in a branch that may not be taken, and that the dict is older than, it may stay as it was. */
export function setEntry(
  dict: DictValue,
  key: string,
  entry: { value: Value; span: Span },
  machine: Machine,
): void {
  const before = dict.entries.get(key)?.value
  const certain = machine.undecided <= (dict.undecided ?? 0)
  const either =
    before === undefined ? unknown(entry.span) : join(before, entry.value, 'undecided', entry.span)
  dict.entries.set(key, certain ? entry : { ...entry, value: either })
}
