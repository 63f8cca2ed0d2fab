import { givenValues } from '../arguments.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import type { LossValue, ModelValue } from '../values/networks.ts'
import { unknown, type Value } from '../values/value.ts'

/** `model(images)` outside of `fit`: what a hand-written loop over a dataset does with its batch, or a measurement. */
export function noteModelCall(model: ModelValue, span: Value['span'], machine: Machine): void {
  const { record } = machine
  record.tape.push({ kind: 'call', model, loops: [...record.trace.loops], order: record.next(), span })
}

/** `loss_fn(labels, outputs)`. */
export function noteLoss(loss: LossValue, span: Value['span'], machine: Machine): void {
  const { record } = machine
  if (record.trace.loops.length === 0) return
  record.tape.push({ kind: 'loss', loss, loops: [...record.trace.loops], order: record.next(), span })
}

/**
 * `optimizer.apply_gradients(pairs)`, `optimizer.minimize(loss)`: one step of a hand-written loop. A loss that is given
 * as a function is called.
 */
export function applyGradients(call: LibraryCall, machine: Machine): Value {
  const { receiver: optimizer, span } = call
  const { record } = machine
  for (const { value } of call.arguments.positional)
    if (value.kind === 'function') machine.callFunction(value, givenValues([]), span)
  if (optimizer?.kind === 'optimizer' && record.trace.loops.length > 0)
    record.tape.push({ kind: 'step', optimizer, loops: [...record.trace.loops], order: record.next(), span })
  return unknown(span)
}
