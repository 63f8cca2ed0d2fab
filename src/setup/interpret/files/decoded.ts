import type { LibraryCall, Machine } from '../machine.ts'
import type { Value } from '../values/value.ts'

/** An image knows the file that it was read from, which every reader takes first: what else it is told is no file. */
export function fromFile(value: Value, call: LibraryCall, machine: Machine): Value {
  const { meaning } = call.row
  if (value.kind !== 'tensor' || meaning.kind !== 'tensor' || meaning.effect.does !== 'decode') return value
  const [first] = [...call.arguments.positional, ...call.arguments.keyword.values()]
  const file = machine.record.files.of(first?.value)
  return file === undefined || value.file !== undefined ? value : { ...value, file }
}
