import type { Span } from '../../model/span.ts'
import type { ArraysValue } from './values/data.ts'
import { unknown, type Value } from './values/value.ts'

/** Arrays of images that were seen being read; others may as well hold labels. */
export const holdsImages = (value: Value): value is ArraysValue =>
  value.kind === 'arrays' && value.steps.some(({ kind }) => kind === 'decode')

/** The images of arrays, each changed by a function: arrays that have come the way of its result. */
export function eachOf(arrays: ArraysValue, change: (image: Value) => Value, span: Span): Value {
  const { steps, path } = arrays
  const changed = change({
    kind: 'tensor',
    image: true,
    steps,
    fixed: [],
    ...(path === undefined ? {} : { path }),
    span: arrays.span,
  })
  return changed.kind === 'tensor' && changed.image
    ? { ...arrays, steps: changed.steps, span }
    : unknown(span)
}
