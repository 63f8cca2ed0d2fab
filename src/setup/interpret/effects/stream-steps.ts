import type { Edit } from '../../../model/fix.ts'
import type { Step } from '../../../model/pipeline.ts'
import type { Span } from '../../../model/span.ts'
import type { LibraryCall } from '../machine.ts'
import { booleanOf, numberOf, readValue } from '../read-value.ts'
import type { Bound, Value } from '../values/value.ts'

type Given = { value: Value; span: Span } | undefined

/** A batch step of the given (or default) size. */
export const batchStep = (name: string, span: Span, size: Given, fallback: number, drop?: Given): Step => ({
  kind: 'batch',
  name,
  span,
  removal: null,
  size: readValue(size, numberOf, fallback),
  dropRemainder: readValue(drop, booleanOf, false),
})

/** A shuffle step; `reshuffles` says whether each epoch sees another order (the default of tf.data). */
export const shuffleStep = (
  name: string,
  span: Span,
  seed: Given,
  reshuffles?: Given,
  removal: Edit[] | null = null,
): Step => ({
  kind: 'shuffle',
  name,
  span,
  removal,
  seed: readValue(
    seed,
    (value) => (value.kind === 'constant' && value.value === null ? null : numberOf(value)),
    null,
  ),
  reshuffles: readValue(reshuffles, booleanOf, true),
})

/** `shuffle=False` in a loader's call: written there in place of what is, or behind the last argument. */
export function unshuffled({ node, span }: LibraryCall, bound: Bound): Edit[] | null {
  const written = node.arguments.find(({ name }) => name === 'shuffle')
  if (written !== undefined) return [{ op: 'edit', span: written.span, text: 'shuffle=False' }]
  const last = node.arguments.at(-1)
  // A value that came in another way (`**options`, by position) would clash with a named one.
  if (last === undefined || last.spread === 'positional' || bound.values.has('shuffle') || !bound.complete)
    return null
  const end = { ...span, line: last.span.endLine, column: last.span.endColumn }
  return [{ op: 'edit', span: { ...end, endLine: end.line, endColumn: end.column }, text: ', shuffle=False' }]
}
