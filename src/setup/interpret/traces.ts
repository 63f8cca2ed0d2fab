import type { Span } from '../../model/span.ts'
import type { Recorder } from './recorder.ts'
import type { ArraysValue, StreamValue } from './values/data.ts'
import type { Trace, Value } from './values/value.ts'

/** Equal for datasets and arrays that hold the same samples. */
export function sampleKey(value: StreamValue | ArraysValue): string {
  const { source, split } = value
  if (split === null) return source
  const cut = split.kind === 'take-skip' ? `${split.span.line}:${split.span.column}` : split.side
  return `${source} ${cut}`
}

/** What a value was computed from, if it was from one thing alone; lists are as their items. */
export function traceOf(value: Value): Trace | undefined {
  if (value.kind === 'unknown' || value.kind === 'tensor') return value.trace
  if (value.kind === 'method') return traceOf(value.receiver)
  return value.kind === 'list' ? sharedTrace(value.items.slice(0, 8)) : undefined
}

/** The trace of what is computed from these values: theirs, unless they have several. */
export function sharedTrace(values: readonly Value[]): Trace | undefined {
  const traces = values.map(traceOf).filter((trace) => trace !== undefined)
  const [first] = traces
  return traces.every((trace) => trace.what === first?.what && trace.of === first.of) ? first : undefined
}

/** A trace to spread into a value. */
export const traced = (trace: Trace | undefined): { trace?: Trace } => (trace === undefined ? {} : { trace })

/** A name for arrays that are not followed, equal for one value alone. */
const nameOfArrays = (value: Value, { files }: Recorder): string => JSON.stringify(files.unseen(value))

/** The number of samples in arrays that are not followed. */
export const countUnseen = (value: Value, span: Span, record: Recorder): Trace => ({
  what: 'count',
  of: nameOfArrays(value, record),
  span,
})

/** Names for the numbers of samples in values: a number of steps may have been counted from one of them. */
export const countsOf = (values: readonly Value[], record: Recorder): string[] =>
  values.flatMap((value) => {
    if (value.kind === 'arrays' || value.kind === 'stream') return [sampleKey(value)]
    return value.kind === 'unknown' || (value.kind === 'list' && !value.complete)
      ? [nameOfArrays(value, record)]
      : []
  })

export const count = (of: StreamValue | ArraysValue, span: Span): Trace => ({
  what: 'count',
  of: sampleKey(of),
  span,
})

/** Notes where predictions on a dataset and its labels are put side by side. */
export function noteComparison(values: readonly Value[], span: Span, record: Recorder): void {
  const traces = values.map(traceOf).filter((trace) => trace !== undefined)
  for (const predictions of traces.filter(({ what }) => what === 'predictions')) {
    const labels = traces.find(({ what, of }) => what === 'labels' && of === predictions.of)
    if (labels !== undefined) record.comparisons.push({ predictions, labels, span })
  }
}
