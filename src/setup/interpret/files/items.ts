import type { Machine } from '../machine.ts'
import type { Value } from '../values.ts'
import { setColumn } from './frames.ts'

/** `object[index] = value`: a column of a table, or an item, of which the whole list is then not known. */
export function changeItem(object: Value, index: Value, value: Value, machine: Machine): void {
  const { files } = machine.record
  const whole = files.noted(object)
  if (whole === undefined || object.kind === 'tensor') return
  const name = files.of(index)
  const column = name?.kind === 'constant' && typeof name.value === 'string'
  files.change(object, column ? setColumn(whole, name, files.of(value)) : undefined)
}
