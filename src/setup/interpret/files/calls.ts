import { callOf, constantOf, type FileExpression } from '../../../model/file-expression.ts'
import { type FileRow, fileRows } from '../../frameworks/files.ts'
import { canonical } from '../../frameworks/index.ts'
import type { Expression } from '../../program.ts'
import type { Evaluated, Machine } from '../machine.ts'
import type { Value } from '../values/value.ts'
import type { FileCall } from './file-call.ts'
import { specialCalls } from './special.ts'

/** Whether a function of this name makes or changes lists. */
export const isFileCall = (name: string): boolean => fileRows.has(name) || specialCalls.has(name)

/** The call of a library function, or of a method of a value with an expression; undefined for others. */
export function fileCallOf(
  callee: Value,
  given: Evaluated,
  node: Extract<Expression, { kind: 'call' }>,
): FileCall | undefined {
  if (callee.kind === 'symbol') return { name: canonical(callee.path), receiver: null, given, node }
  if (callee.kind === 'method')
    return { name: `method.${callee.name}`, receiver: callee.receiver, given, node }
  return undefined
}

/**
 * The expression of what a call gives, from the expressions of what it gets; undefined where that is not known. Also
 * notes what the call does in place. To be asked before the call is run.
 */
export function callExpression(call: FileCall, machine: Machine): FileExpression | undefined {
  const special = specialCalls.get(call.name)
  if (special !== undefined) return special(call, machine)
  const row = fileRows.get(call.name)
  return row === undefined ? undefined : applied(row, call, machine)
}

function applied(row: FileRow, call: FileCall, machine: Machine): FileExpression | undefined {
  const { files } = machine.record
  const received = call.receiver === null ? undefined : files.of(call.receiver)
  if (row.receiver !== undefined && received === undefined) return undefined
  const values = argumentsOf(row, call)
  if (values === null) return { kind: 'unknown', reason: `what ${nameOf(call)} is told is not followed` }
  const found: Record<string, FileExpression> = {}
  for (const [name, value] of values) {
    const expression = Array.isArray(value) ? listOf(value, machine) : files.of(value)
    if (expression === undefined) return undefined
    found[name] = expression
  }
  if (row.receiver !== undefined && received !== undefined) {
    const before = found[row.receiver]
    found[row.receiver] =
      row.gathers === row.receiver && before?.kind === 'list'
        ? { kind: 'list', items: [received, ...before.items] }
        : received
  }
  for (const [name, value] of Object.entries(row.fixed ?? {})) found[name] = constantOf(value)
  return callOf(row.of, found)
}

const nameOf = ({ name }: FileCall) => name.slice(name.lastIndexOf('.') + 1)

/** Arguments by the operation's names; null when one is not known to the row. */
function argumentsOf(row: FileRow, { given }: FileCall): Map<string, Value | Value[]> | null {
  if (!given.complete) return null
  const found = new Map<string, Value | Value[]>()
  if (row.gathers !== undefined)
    found.set(
      row.gathers,
      given.positional.map(({ value }) => value),
    )
  else
    for (const [at, { value }] of given.positional.entries()) {
      const name = row.parameters?.[at]
      if (name !== undefined) found.set(row.as?.[name] ?? name, value)
      else if (row.ignores?.includes(String(at)) !== true) return null
    }
  for (const [name, { value }] of given.keyword) {
    if (row.ignores?.includes(name) === true) continue
    found.set(row.as?.[name] ?? name, value)
  }
  return found
}

function listOf(values: readonly Value[], machine: Machine): FileExpression | undefined {
  const items = values.map((value) => machine.record.files.of(value)).filter((one) => one !== undefined)
  return items.length === values.length ? { kind: 'list', items } : undefined
}

/** A value with an expression of its own: a copy where others hold it, and never in place of a constant. */
export function withExpression(
  value: Value,
  expression: FileExpression | undefined,
  machine: Machine,
): Value {
  if (expression === undefined || value.kind === 'constant') return value
  if (value.kind === 'tensor') return { ...value, file: expression }
  if (value.kind === 'arrays') return { ...value, samples: expression }
  if (value.kind === 'unknown' || value.kind === 'list' || value.kind === 'method' || value.kind === 'dict')
    return machine.record.files.set({ ...value }, expression)
  return value
}
