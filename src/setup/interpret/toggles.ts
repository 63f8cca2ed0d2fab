import type { Edit } from '../../model/fix.ts'
import type { Expression, Statement } from '../program.ts'
import { seedArgument } from './files/seed-edits.ts'
import type { Machine } from './machine.ts'
import type { FunctionNode, Value } from './values/value.ts'

/**
 * `if augment:` in a function that one call told (or its default tells) `augment=True`: the edits that tell this call
 * False. Null where the parameter decides anything else in the function, or is no plain True.
 */
export function toggleOf(test: Expression, value: Value, machine: Machine): Machine['toggle'] {
  const { caller } = machine
  const isTrue = value.kind === 'constant' && value.value === true
  if (caller === null || test.kind !== 'name' || !isTrue || machine.language() !== 'python') return null
  const { node, of } = caller
  const at = of.parameters.findIndex(({ name, rest }) => name === test.name && rest === null)
  if (at === -1 || timesRead(test.name, of) !== 1) return null
  const edits = toldFalse(node, of, at)
  return edits === null ? null : { call: node.span, edits }
}

/** The argument of a call, by its place or name, as False; one more argument where it was left out. */
function toldFalse(
  node: Extract<Expression, { kind: 'call' }>,
  { parameters }: FunctionNode,
  at: number,
): Edit[] | null {
  const name = parameters[at]?.name
  if (name === undefined || node.arguments.some(({ spread }) => spread !== null)) return null
  const positional = node.arguments.filter((one) => one.name === null)
  // A method's call does not name its first parameter.
  const own = parameters[0]?.name === 'self' ? at - 1 : at
  const given = positional[own]
  if (given !== undefined) return [{ op: 'edit', span: given.span, text: 'False' }]
  return seedArgument(node, `${name}=False`, name)
}

/** How often a function reads a name, in all expressions of its body. */
function timesRead(name: string, { body }: FunctionNode): number {
  let times = 0
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) {
      for (const one of part) visit(one)
    } else if (isNode(part)) {
      if (part.kind === 'name' && 'name' in part && part.name === name) times += 1
      for (const [key, one] of Object.entries(part)) if (key !== 'span') visit(one)
    }
  }
  visit(body satisfies readonly Statement[])
  return times
}

const isNode = (part: unknown): part is { kind?: unknown } => typeof part === 'object' && part !== null
