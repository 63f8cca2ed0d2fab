import type { LibraryCall, Machine } from '../machine.ts'
import { callUnknown } from '../unknown-calls.ts'
import type { Value } from '../values.ts'
import { changeTensor } from './tensors.ts'

/** `to_categorical(y, 5)`, `tf.oneHot(y, 5)`: labels as rows; in a mapped function the label of one sample. */
export function oneHot(call: LibraryCall, machine: Machine): Value {
  const { span, receiver, arguments: given, written } = call
  const subject = receiver ?? given.positional[0]?.value
  if (subject?.kind === 'tensor') return changeTensor(call, { does: 'leave' })
  const rows = callUnknown(receiver, given, span, machine, written)
  return rows.kind === 'unknown' ? { ...rows, labels: { as: 'one-hot', span } } : rows
}
