import type { Span } from '../../model/span.ts'
import type { Expression, Target } from '../program.ts'
import type { Recorder } from './recorder.ts'
import type { LoopRecord } from './trace.ts'
import type { ListValue } from './values/program.ts'
import type { Scope, Value } from './values/value.ts'

/**
 * What a loop gives each of its rounds: a folder or class name, or its number. A list that gets one of these in every
 * round of a loop further inside holds one class after the other. Of tuples (`for path, label in samples`) nothing is
 * noted but the number that `enumerate` or `entries` counts: there a round is as likely one sample.
 */
export function noteRound(
  { target, iterable }: { target: Target; iterable: Expression },
  scope: Scope,
  loop: LoopRecord | undefined,
  record: Recorder,
): void {
  const first = target.kind === 'tuple' && counts(iterable) ? target.items[0] : target
  if (loop === undefined || first?.kind !== 'name') return
  const value = scope.read(first.name)
  if (value !== undefined) record.rounds.set(value, loop)
}

function counts(iterable: Expression): boolean {
  if (iterable.kind !== 'call') return false
  const { callee } = iterable
  if (callee.kind === 'attribute') return callee.name === 'entries'
  return callee.kind === 'name' && callee.name === 'enumerate'
}

/**
 * Labels put into a list, alone or beside what they belong to: where these come one class after the other, the list is
 * in that order, and so is what a loop over it fills.
 */
export function noteOrder(list: ListValue, added: readonly Value[], span: Span, record: Recorder): void {
  const { loops } = record.trace
  const inner = loops.at(-1)
  // A loop that counts to a number makes so many of one sample.
  if (inner === undefined || inner.count !== null) return
  const around = loops.slice(0, -1)
  const named = added.flatMap(partsOf).some((value) => around.includes(roundOf(value, record) ?? inner))
  if (named || inner.ordered !== undefined) list.ordered = span
}

/** The fields of a sample: `{ file, label }`, `(file, label)`. */
function partsOf(value: Value): Value[] {
  if (value.kind === 'dict') return [...value.entries.values()].map((entry) => entry.value)
  return value.kind === 'list' ? value.items : [value]
}

const roundOf = (value: Value, { rounds }: Recorder): LoopRecord | undefined => rounds.get(value)

/** Calls that tell a class by another name: `classes.index(name)`, `tf.oneHot(label, 4)`. */
export function keepRound(from: Value | undefined, to: Value, { rounds }: Recorder): Value {
  const loop = from === undefined ? undefined : rounds.get(from)
  if (loop !== undefined) rounds.set(to, loop)
  return to
}

/** The order of labels, to spread into what is made of them. */
export function orderOf(values: readonly Value[]): { ordered?: Span } {
  const ordered = values
    .map((value) => (value.kind === 'unknown' || value.kind === 'list' ? value.ordered : undefined))
    .find((one) => one !== undefined)
  return ordered === undefined ? {} : { ordered }
}
