import type { FileExpression } from '../../../model/file-expression.ts'
import type { Expression } from '../../program.ts'
import type { Evaluated, Machine } from '../machine.ts'
import type { Value } from '../values/value.ts'

/** A call on its way: by its name in the tables, `method.x` for a method. */
export interface FileCall {
  name: string
  receiver: Value | null
  given: Evaluated
  node: Extract<Expression, { kind: 'call' }>
}

/** What a call gives, and does in place; undefined where that is not known. */
export type FileEffect = (call: FileCall, machine: Machine) => FileExpression | undefined

/** An argument by its place or by one of its names. */
export function argumentOf({ given }: FileCall, place: number, ...names: string[]): Value | undefined {
  const named = names.map((name) => given.keyword.get(name)?.value).find((one) => one !== undefined)
  return named ?? given.positional[place]?.value
}

/** The expression of an argument; undefined also where it was not given. */
export const expressionAt = (call: FileCall, machine: Machine, place: number, ...names: string[]) =>
  machine.record.files.of(argumentOf(call, place, ...names))

/** Whether an argument was given, and is not None. */
export function isGiven(call: FileCall, place: number, ...names: string[]): boolean {
  const value = argumentOf(call, place, ...names)
  return value !== undefined && !(value.kind === 'constant' && value.value === null)
}
