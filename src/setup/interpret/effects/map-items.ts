import { givenValues } from '../arguments.ts'
import { eachOf, holdsImages } from '../array-items.ts'
import { itemOf } from '../containers.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { callUnknown } from '../unknown-calls.ts'
import type { Value } from '../values/value.ts'

/** `map(load, paths)`: of images arrays or a list of those that the function makes, as far as they can be followed. */
export function mapItems(call: LibraryCall, machine: Machine): Value {
  const { span, arguments: given, written } = call
  const [change, items] = given.positional.map((one) => one.value)
  if (change === undefined || items === undefined || given.positional.length > 2)
    return callUnknown(null, given, span, machine, written)
  const apply = (item: Value) => machine.callValue(change, givenValues([{ value: item, span }]), span)
  if (holdsImages(items)) return eachOf(items, apply, span)
  if (items.kind === 'list' && items.complete) return { ...items, items: items.items.map(apply), span }
  const one = apply(itemOf(items, span))
  return one.kind === 'tensor' && one.image
    ? { kind: 'list', items: [one], complete: false, span }
    : callUnknown(null, given, span, machine, written)
}
