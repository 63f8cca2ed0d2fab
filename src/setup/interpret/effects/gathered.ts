import type { Span } from '../../../model/span.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import type { ArraysValue, TensorValue, Value } from '../values.ts'
import { passThrough } from './plain.ts'
import { placeOf } from './sources.ts'

/** `np.array(images)`. */
export function gathered(call: LibraryCall, machine: Machine): Value {
  const value = passThrough(call, 0)
  return arraysOfImages(value, call.span, machine) ?? value
}

/**
 * A list of images as arrays that have come the way of each image; undefined for any other value, and where the
 * images of the list have come different ways.
 */
export function arraysOfImages(value: Value, span: Span, machine: Machine): ArraysValue | undefined {
  if (value.kind !== 'list') return undefined
  const images = value.items.filter((item): item is TensorValue => item.kind === 'tensor' && item.image)
  const [first] = images
  if (first === undefined || images.length < value.items.length) return undefined
  const way = (image: TensorValue) => JSON.stringify(image.steps)
  if (images.some((image) => way(image) !== way(first))) return undefined
  const samples = machine.record.files.of(value)
  return {
    kind: 'arrays',
    source: machine.record.sourceAt(placeOf(span)),
    split: null,
    steps: first.steps,
    ...(first.path === undefined ? {} : { path: first.path }),
    ...(samples === undefined ? {} : { samples }),
    span,
  }
}
