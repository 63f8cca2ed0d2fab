import { bind } from '../arguments.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { argumentValue, stringOf } from '../read-value.ts'
import { unknown, type Value } from '../values/value.ts'

/** `flags.DEFINE_float('lr', 1e-3, 'help')`; without a default nothing is known of it. */
export function defineFlag(call: LibraryCall, machine: Machine): Value {
  const bound = bind(call.row, call.arguments)
  const name = stringOf(argumentValue(bound, 'name'))
  const value = argumentValue(bound, 'default')
  if (name !== undefined && value?.kind === 'constant' && value.value !== null)
    machine.record.flags.set(name, value)
  return unknown(call.span)
}

/** `ArgumentParser()`, its `add_argument`, and `parse_args`, by the method's name. */
export function makeParser(call: LibraryCall): Value {
  const { receiver, span } = call
  if (receiver?.kind !== 'parser') return { kind: 'parser', fields: new Map(), span }
  if (!call.written.endsWith('add_argument')) return receiver
  const flags = call.arguments.positional
    .map((one) => stringOf(one.value))
    .filter((flag) => flag !== undefined)
  const long = flags.find((flag) => flag.startsWith('--')) ?? flags[0]
  const name =
    stringOf(call.arguments.keyword.get('dest')?.value) ?? long?.replace(/^-+/, '').replaceAll('-', '_')
  if (name === undefined) return receiver
  // A switch is the person's choice at the prompt: both of its branches may be taken.
  receiver.fields.set(name, call.arguments.keyword.get('default')?.value ?? unknown(span))
  return unknown(span)
}

/** `vars(args)`, for calls like `Model(**vars(args))`. */
export function fieldsOf(call: LibraryCall): Value {
  const { span } = call
  const given = call.arguments.positional[0]?.value
  if (given?.kind !== 'parser') return unknown(span)
  const entries = [...given.fields].map(([name, value]) => [name, { value, span: value.span }] as const)
  return { kind: 'dict', entries: new Map(entries), complete: true, span }
}
