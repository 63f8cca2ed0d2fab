import type { Span } from '../../model/span.ts'
import { boundedItems } from './bounds.ts'
import { join } from './join.ts'
import { sampleKey } from './traces.ts'
import type { StreamValue } from './values/data.ts'
import type { ListValue } from './values/program.ts'
import { unknown, type Value } from './values/value.ts'

/** More items for a list that grows in place. */
export function extend(list: ListValue, items: readonly Value[], complete = true): void {
  Object.assign(list, boundedItems([...list.items, ...items], list.complete && complete))
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
