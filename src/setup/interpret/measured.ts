import type { Span } from '../../model/span.ts'
import type { Statement } from '../program.ts'
import type { Machine } from './machine.ts'
import type { Recorder } from './recorder.ts'
import { placeOf } from './statistics.ts'
import type { StreamValue } from './values/data.ts'
import { type Scope, unknown, type Value } from './values/value.ts'

/** The dataset that a score was measured on; undefined where it is none, or of several datasets. */
export function measuredOn(values: readonly Value[]): StreamValue | undefined {
  const found = new Set(values.flatMap(streamsOf))
  const [first] = found
  return found.size === 1 ? first : undefined
}

/** A score to spread into a value. */
export function scored(values: readonly Value[]): { measured?: StreamValue } {
  const measured = measuredOn(values)
  return measured === undefined ? {} : { measured }
}

function streamsOf(value: Value): StreamValue[] {
  if (value.kind === 'unknown') return value.measured === undefined ? [] : [value.measured]
  return value.kind === 'list' ? value.items.slice(0, 8).flatMap(streamsOf) : []
}

/**
 * What a loop over batches adds up (`correct += ...`, `losses.append(...)`, `meter.update(...)`) is a score on the
 * dataset that it goes over.
 */
export function scoreLoop(stream: StreamValue, body: readonly Statement[], scope: Scope): void {
  for (const name of gatheredIn(body)) {
    const value = scope.read(name)
    if (value?.kind === 'unknown') scope.write(name, { ...value, measured: stream })
    else if (value?.kind === 'list') value.items = value.items.map((item) => marked(item, stream))
    else if (value?.kind === 'instance')
      for (const [field, own] of value.fields) value.fields.set(field, marked(own, stream))
  }
}

const marked = (value: Value, stream: StreamValue): Value =>
  value.kind === 'unknown' ? { ...value, measured: stream } : value

/** Names that statements add to, those in nested blocks included. */
function gatheredIn(body: readonly Statement[]): string[] {
  return body.flatMap((node) => {
    if (node.kind === 'update') return node.target.kind === 'name' ? [node.target.name] : []
    if (node.kind === 'expression') return receiverIn(node)
    if (node.kind === 'if') return gatheredIn([...node.then, ...node.otherwise])
    if (node.kind === 'try') return gatheredIn([...node.body, ...node.finally])
    return node.kind === 'with' || node.kind === 'for' || node.kind === 'while' ? gatheredIn(node.body) : []
  })
}

const adding = new Set(['append', 'extend', 'push', 'update', 'add'])

function receiverIn({ value }: Extract<Statement, { kind: 'expression' }>): string[] {
  if (value.kind !== 'call' || value.callee.kind !== 'attribute') return []
  const { object, name } = value.callee
  return object.kind === 'name' && adding.has(name) ? [object.name] : []
}

const updates = new Set(['update', 'update_state', '__call__'])
const readings = new Set(['result', 'compute', 'avg', 'average', 'value', 'mean'])

/**
 * Metrics of a library, by where they were made: `metric.update_state(y, out)` in a loop over a dataset, and
 * `metric.result()` behind it, which is a score on that dataset.
 */
export function useMeter(
  meter: Value,
  name: string,
  span: Span,
  { record }: Pick<Machine, 'record'>,
): Value | undefined {
  if (meter.kind !== 'unknown') return undefined
  const place = placeOf(meter.span)
  if (readings.has(name)) {
    const measured = record.meters.get(place)
    return measured === undefined ? undefined : { ...unknown(span), measured }
  }
  const stream = updates.has(name) ? streamAround(record) : undefined
  if (stream !== undefined) record.meters.set(place, stream)
  return undefined
}

const streamAround = ({ trace }: Recorder): StreamValue | undefined =>
  trace.loops.findLast((loop) => loop.stream !== null)?.stream ?? undefined
