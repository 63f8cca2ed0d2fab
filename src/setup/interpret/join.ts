import type { Step } from '../../model/pipeline.ts'
import type { Span } from '../../model/span.ts'
import { boundedItems } from './bounds.ts'
import { placeOf } from './statistics.ts'
import type { StreamValue, TensorValue } from './values/data.ts'
import type { DictValue } from './values/program.ts'
import { unknown, type Value } from './values/value.ts'

/** Why two branches may both be taken: by chance, draw for draw, or for a reason that we cannot decide. */
export type Doubt = 'chance' | 'undecided'

/**
 * The value after two branches. Equal values stay; a transform applied on one side only is random when chance
 * decides, and cannot be followed otherwise; lists keep the items of both.
 */
export function join(a: Value, b: Value, doubt: Doubt, span: Span): Value {
  if (a === b) return a
  if (a.kind === 'constant' && b.kind === 'constant' && a.value === b.value) return a
  if (a.kind === 'tensor' && b.kind === 'tensor') return joinTensors(a, b, doubt)
  // `return None` where no face was found: what goes on with the result asks for that.
  if (a.kind === 'tensor' && isNothing(b)) return a
  if (b.kind === 'tensor' && isNothing(a)) return b
  if (a.kind === 'stream' && b.kind === 'stream' && a.source === b.source) return joinStreams(a, b)
  if (a.kind === 'gradients' || b.kind === 'gradients') return { kind: 'gradients', enabled: null, span }
  return (
    resampledPart(a, b) ??
    resampledPart(b, a) ??
    joinContainers(a, b, doubt, span) ??
    (varies(a) || varies(b) ? { ...unknown(span), varies: true } : unknown(span))
  )
}

const isNothing = (value: Value) => value.kind === 'constant' && value.value === null

const varies = (value: Value) => value.kind === 'unknown' && value.varies === true

/** Samples of which more were drawn on one side only: some of them may come twice. */
function resampledPart(a: Value, b: Value): Value | undefined {
  if (a.kind !== 'arrays' || b.kind !== 'unknown' || a.source !== placeOf(b.span)) return undefined
  return a.steps.at(-1)?.kind === 'oversample' ? a : undefined
}

/** Lists keep the items of both; an empty one stands for "nothing found" and adds nothing. */
function joinContainers(a: Value, b: Value, doubt: Doubt, span: Span): Value | undefined {
  if (a.kind === 'list' && a.complete && a.items.length === 0) return b
  if (b.kind === 'list' && b.complete && b.items.length === 0) return a
  if (a.kind === 'list' && b.kind === 'list') {
    return { ...a, ...boundedItems([...new Set([...a.items, ...b.items])], false) }
  }
  if (a.kind === 'dict' && b.kind === 'dict' && (doubt === 'chance' || sameKeys(a, b))) {
    const entries = new Map(a.entries)
    for (const [key, entry] of b.entries) {
      const other = entries.get(key)
      entries.set(
        key,
        other === undefined ? entry : { ...entry, value: join(other.value, entry.value, doubt, span) },
      )
    }
    return { ...a, entries, complete: a.complete && b.complete }
  }
  return undefined
}

const sameKeys = (a: DictValue, b: DictValue) =>
  a.entries.size === b.entries.size && [...a.entries.keys()].every((key) => b.entries.has(key))

function joinTensors(a: TensorValue, b: TensorValue, doubt: Doubt): TensorValue {
  const shared = commonLength(a.steps, b.steps)
  const sharedFixed = commonLength(a.fixed, b.fixed)
  const steps = a.steps.slice(0, shared)
  const fixed = a.fixed.slice(0, sharedFixed)
  for (const side of [a, b]) {
    const changes = [...side.steps.slice(shared), ...side.fixed.slice(sharedFixed)]
    for (const { name, span } of changes)
      steps.push(doubt === 'chance' ? randomStep(name, span) : opaqueStep(name, span))
  }
  return { ...a, steps, fixed }
}

function joinStreams(a: StreamValue, b: StreamValue): StreamValue {
  const shared = commonLength(
    a.steps.map((one) => one.step),
    b.steps.map((one) => one.step),
  )
  const steps = a.steps.slice(0, shared)
  for (const { step, call } of [...a.steps.slice(shared), ...b.steps.slice(shared)]) {
    steps.push({ step: opaqueStep(step.name, step.span), call })
  }
  const { samples, ...joined } = { ...a, steps }
  return samples === undefined || !same(samples, b.samples) ? joined : { ...joined, samples }
}

function commonLength<T>(a: readonly T[], b: readonly T[]): number {
  let length = 0
  while (length < a.length && length < b.length && same(a[length], b[length])) length += 1
  return length
}

/** The same change, perhaps made twice by one line that ran for several values. */
const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)

/** A transform that differs from call to call. */
export const randomStep = (name: string, span: Span): Step => ({
  kind: 'random-transform',
  name,
  span,
  removal: null,
  parameters: {},
})

/** A step that is not followed. */
export const opaqueStep = (name: string, span: Span): Step => ({ kind: 'opaque', name, span, removal: null })
