import type { Step } from '../../../model/setup.ts'
import type { Span } from '../../../model/span.ts'
import { booleanOf, numberOf, readValue } from '../read-value.ts'
import type { Value } from '../values.ts'

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
export const shuffleStep = (name: string, span: Span, seed: Given, reshuffles?: Given): Step => ({
  kind: 'shuffle',
  name,
  span,
  removal: null,
  seed: readValue(
    seed,
    (value) => (value.kind === 'constant' && value.value === null ? null : numberOf(value)),
    null,
  ),
  reshuffles: readValue(reshuffles, booleanOf, true),
})
