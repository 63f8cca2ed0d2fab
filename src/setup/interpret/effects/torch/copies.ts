import type { LibraryCall } from '../../machine.ts'
import { unknown, type Value } from '../../values/value.ts'

/** `copy.deepcopy(x)`: mutable values become others of their kind; what they hold may still be shared. */
export function copied(call: LibraryCall): Value {
  const value = call.arguments.positional[0]?.value ?? unknown(call.span)
  return copyOf(value)
}

function copyOf(value: Value): Value {
  switch (value.kind) {
    case 'dataset':
      return { ...value, base: value.base === null ? null : copyOf(value.base) }
    case 'instance':
      return { ...value, fields: new Map(value.fields) }
    case 'model':
      return value.torch === undefined ? value : { ...value }
    default:
      return value
  }
}
