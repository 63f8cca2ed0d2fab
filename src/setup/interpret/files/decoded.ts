import type { LibraryCall, Machine } from '../machine.ts'
import type { Value } from '../values.ts'

/** An image knows the file that it was read from. */
export function fromFile(value: Value, call: LibraryCall, machine: Machine): Value {
  const { meaning } = call.row
  if (value.kind !== 'tensor' || meaning.kind !== 'tensor' || meaning.effect.does !== 'decode') return value
  const given = [...call.arguments.positional, ...call.arguments.keyword.values()].map((one) => one.value)
  const file = given.map((one) => machine.record.files.of(one)).find((one) => one !== undefined)
  return file === undefined || value.file !== undefined ? value : { ...value, file }
}
