import type { Span } from '../../../model/span.ts'
import { argument, stringOf } from '../read-value.ts'
import type { StreamValue } from '../values/data.ts'
import type { Bound, Value } from '../values/value.ts'

type Labels = NonNullable<StreamValue['labels']>

/** What Keras' loaders call the ways to give a label (https://keras.io/api/data_loading/image/). */
const modes = new Map<string, Labels['as']>([
  ['categorical', 'one-hot'],
  ['sparse', 'numbers'],
  ['int', 'numbers'],
  ['binary', 'binary'],
])

/** The labels of a loader of folders, by its argument or that one's default; nothing where they are given otherwise. */
export function labelsOf(
  bound: Bound,
  parameter: 'class_mode' | 'label_mode',
  usual: 'categorical' | 'int',
  span: Span,
): Pick<StreamValue, 'labels'> {
  const given = argument(bound, parameter)
  const mode = given === undefined ? usual : stringOf(given.value)
  const as = mode === undefined ? undefined : modes.get(mode)
  return as === undefined || !bound.complete ? {} : { labels: { as, span: given?.span ?? span } }
}

/** The dataset behind something that may change labels. */
export function withoutLabels({ labels: _, ...stream }: StreamValue): StreamValue {
  return stream
}

/** The form of labels that a value holds, to spread into what is made of them; nothing where it is not known. */
export function formOf(value: Value | undefined): Pick<StreamValue, 'labels'> {
  const labels = value?.kind === 'unknown' || value?.kind === 'arrays' ? value.labels : undefined
  return labels === undefined ? {} : { labels }
}
