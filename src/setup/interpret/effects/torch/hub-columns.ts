import type { Span } from '../../../../model/span.ts'
import type { TensorValue } from '../../values/data.ts'
import type { DictValue } from '../../values/program.ts'
import type { Value } from '../../values/value.ts'

/** Samples as the transform is given them: a list for each column. */
export function columnsOf(image: TensorValue, span: Span): DictValue {
  const column = (value: Value): { value: Value; span: Span } => ({
    value: { kind: 'list', items: [value], complete: false, span },
    span,
  })
  const label: Value = { ...image, image: false, steps: [] }
  const entries = new Map([
    ...['image', 'img'].map((key) => [key, column(image)] as const),
    ...['label', 'labels'].map((key) => [key, column(label)] as const),
  ])
  return { kind: 'dict', entries, complete: false, span }
}
