import type { LibraryCall, Machine } from '../machine.ts'
import { keepRound } from '../rounds.ts'
import { callUnknown } from '../unknown-calls.ts'
import type { Value } from '../values/value.ts'
import { changeTensor } from './tensors.ts'

/**
 * Labels in a form of their own: as rows (`to_categorical(y, 5)`, `tf.oneHot(y, 5)`), as one number each
 * (`tf.tensor1d(y)`); in a mapped function the label of one sample.
 */
export function inForm(call: LibraryCall, as: 'one-hot' | 'numbers', machine: Machine): Value {
  const { span, receiver, arguments: given, written } = call
  const subject = receiver ?? given.positional[0]?.value
  if (subject?.kind === 'tensor') return changeTensor(call, { does: 'leave' })
  const labels = callUnknown(receiver, given, span, machine, written)
  return labels.kind === 'unknown'
    ? keepRound(subject, { ...labels, labels: { as, span } }, machine.record)
    : labels
}
