import type { Span } from '../../model/span.ts'
import type { Parameter, Target } from '../program.ts'
import { join } from './join.ts'
import type { Evaluated, Frame, Machine } from './machine.ts'
import { Variables } from './scope.ts'
import type { FunctionValue } from './values/program.ts'
import { type Scope, unknown, type Value } from './values/value.ts'

/** Calls nested deeper than this are not followed; recursion ends here too. */
const deepest = 24

/** Inlines calls of the program's own functions: parameters bound, body run, return values joined. */
export function functionCaller(
  machine: () => Machine,
  assign: (target: Target, value: Value, scope: Scope) => void,
) {
  let depth = 0
  const active = new Map<unknown, number>()
  return (callee: FunctionValue, given: Evaluated, span: Span): Value => {
    const running = active.get(callee.node) ?? 0
    if (depth >= deepest || running >= 2) return unknown(span)
    depth += 1
    active.set(callee.node, running + 1)
    const enclosing = machine().statement
    try {
      const scope = new Variables(callee.scope, callee.node.outer)
      bindParameters(callee, given, scope, machine(), assign)
      const frame: Frame = { returns: [], yields: [] }
      const ended = machine().execute(callee.node.body, scope, frame)
      return resultOf(frame, ended, given, span)
    } finally {
      machine().statement = enclosing
      active.set(callee.node, running)
      depth -= 1
    }
  }
}

function resultOf(frame: Frame, ended: boolean, { positional, keyword }: Evaluated, span: Span): Value {
  if (frame.yields.length > 0) {
    const given = [...positional, ...keyword.values()].map(({ value }) => value)
    return { kind: 'list', items: frame.yields, complete: false, given, span }
  }
  const [first, ...others] = frame.returns
  if (first === undefined) return { kind: 'constant', value: null, span }
  const result = others.reduce<Value>((value, other) => join(value, other, 'undecided', span), first)
  return ended || result.kind !== 'constant' ? result : unknown(span)
}

function bindParameters(
  callee: FunctionValue,
  given: Evaluated,
  scope: Scope,
  machine: Machine,
  assign: (target: Target, value: Value, scope: Scope) => void,
): void {
  const values: Value[] = given.positional.map((one) => one.value)
  if (callee.self !== null) values.unshift(callee.self)
  const named = new Map([...given.keyword].map(([name, { value }]) => [name, value]))
  for (const parameter of callee.node.parameters) {
    const value = takeValue(parameter, values, named, callee, machine, given.complete)
    if (parameter.pattern !== null) assign(parameter.pattern, value, scope)
    else scope.variables.set(parameter.name, value)
  }
}

function takeValue(
  parameter: Parameter,
  values: Value[],
  named: Map<string, Value>,
  callee: FunctionValue,
  machine: Machine,
  complete: boolean,
): Value {
  const { span } = callee
  if (parameter.rest === 'positional') return { kind: 'list', items: values.splice(0), complete, span }
  if (parameter.rest === 'keyword') {
    const entries = new Map([...named].map(([name, value]) => [name, { value, span: value.span }]))
    return { kind: 'dict', entries, complete, span }
  }
  const byName = named.get(parameter.name)
  if (byName !== undefined) {
    named.delete(parameter.name)
    return byName
  }
  const next = values.shift()
  if (
    next !== undefined &&
    !(
      next.kind === 'constant' &&
      next.value === null &&
      machine.language() === 'javascript' &&
      parameter.default !== null
    )
  ) {
    return next
  }
  if (!complete) return { ...unknown(span), parameter: parameter.name }
  if (parameter.default === null) return unknown(span)
  return machine.evaluate(parameter.default, callee.scope)
}
