import type { Edit } from '../../../model/fix.ts'
import type { Expression } from '../../program.ts'
import type { Machine } from '../machine.ts'

type CallNode = Extract<Expression, { kind: 'call' }>

/**
 * Edits that give a call one more argument, or put it in the place of the named one that is there; null where the
 * place is not clear.
 */
export function seedArgument(node: CallNode, text: string, name?: string): Edit[] | null {
  const written = name === undefined ? undefined : node.arguments.find((one) => one.name === name)
  if (written !== undefined) return [{ op: 'edit', span: written.span, text }]
  const last = node.arguments.at(-1)
  if (last !== undefined) {
    const { endLine, endColumn } = last.span
    return [{ op: 'edit', span: { ...last.span, line: endLine, column: endColumn }, text: `, ${text}` }]
  }
  const { endLine, endColumn } = node.span
  if (endColumn < 2) return null
  const place = { ...node.span, line: endLine, column: endColumn - 1, endColumn: endColumn - 1 }
  return [{ op: 'edit', span: place, text }]
}

/**
 * `numpy.random.seed(42)` in a line of its own before the statement that draws, where the call is written with its
 * module (`np.random.shuffle`); null otherwise.
 */
export function seedBefore(node: CallNode, machine: Machine): Edit[] | null {
  const { statement } = machine
  const { callee } = node
  if (statement === null || callee.kind !== 'attribute' || statement.path !== node.span.path) return null
  const module = writtenName(callee.object)
  const indent = statement.snippet.slice(0, statement.column - 1)
  if (module === null || !/^\s*$/.test(indent)) return null
  const place = { ...statement, endLine: statement.line, endColumn: statement.column }
  return [{ op: 'edit', span: place, text: `${module}.seed(42)\n${indent}` }]
}

function writtenName(node: Expression): string | null {
  if (node.kind === 'name') return node.name
  if (node.kind !== 'attribute') return null
  const object = writtenName(node.object)
  return object === null ? null : `${object}.${node.name}`
}
