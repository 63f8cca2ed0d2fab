import type { Statement, Target } from '../program.ts'
import { type Lowering, nothingKnown } from './lowering.ts'
import { child, type SyntaxNode } from './tree.ts'

/** `a = b = value`, `a: int = value`; a declaration without a value (`a: int`) binds nothing. */
export function lowerAssignment(node: SyntaxNode, low: Lowering): Statement[] {
  const targets: Target[] = []
  let right: SyntaxNode | undefined = node
  while (right?.type === 'assignment') {
    const left = child(right, 'left')
    if (left !== undefined) targets.push(low.target(left))
    right = child(right, 'right')
  }
  if (right === undefined) return []
  return [{ kind: 'assign', targets, value: low.expression(right), span: low.spanOf(node) }]
}

/** `a += value` */
export function lowerUpdate(node: SyntaxNode, low: Lowering): Statement[] {
  const left = child(node, 'left')
  const right = child(node, 'right')
  const operator = child(node, 'operator')?.type.slice(0, -1)
  if (left === undefined || right === undefined || operator === undefined) return []
  return [
    {
      kind: 'update',
      target: low.target(left),
      operator,
      value: low.expression(right),
      span: low.spanOf(node),
    },
  ]
}

/** `del a, b[0]`: what is read there afterwards is not known. */
export function lowerDeletion(node: SyntaxNode, low: Lowering): Statement[] {
  const [written] = node.children
  if (written === undefined) return []
  const span = low.spanOf(node)
  return [{ kind: 'assign', targets: [low.target(written)], value: nothingKnown(node, low), span }]
}
