import type { Span } from '../../../model/span.ts'
import type { LibraryCall } from '../machine.ts'

/** Where a method stands in a chain of calls: its name and arguments, without what it is called on. */
export function linkSpan(call: LibraryCall): Span {
  const { callee, span } = call.node
  if (call.receiver === null || callee.kind !== 'attribute') return call.span
  return { ...callee.nameSpan, endLine: span.endLine, endColumn: span.endColumn }
}
