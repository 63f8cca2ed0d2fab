import { attribute } from '../attributes.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { stringOf } from '../read-value.ts'
import { callUnknown } from '../unknown-calls.ts'
import type { Value } from '../values/value.ts'

/** `getattr(keras.applications, name)`, where the name is known: what is written with a dot otherwise. */
export function getAttribute(call: LibraryCall, machine: Machine): Value {
  const [object, name] = call.arguments.positional
  const text = stringOf(name?.value)
  if (object === undefined || name === undefined || text === undefined)
    return callUnknown(null, call.arguments, call.span, machine)
  const { span } = call
  return attribute(
    object.value,
    { kind: 'attribute', object: object.node, name: text, nameSpan: name.span, span },
    machine,
  )
}
