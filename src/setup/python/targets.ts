import type { Target } from '../program.ts'
import type { Lowering } from './lowering.ts'
import { child, type SyntaxNode } from './tree.ts'

const sequences = new Set(['pattern_list', 'tuple_pattern', 'tuple', 'list', 'expression_list'])

/** The left side of an assignment, of `for` or of `as`. What Python would not accept there binds `_`. */
export function lowerTarget(node: SyntaxNode, low: Lowering): Target {
  const span = low.spanOf(node)
  const [only] = node.children
  if (node.type === 'identifier') return { kind: 'name', name: low.textOf(node), span }
  if (node.type === 'attribute') {
    const object = child(node, 'object')
    const name = child(node, 'attribute')
    if (object !== undefined && name !== undefined)
      return { kind: 'attribute', object: low.expression(object), name: low.textOf(name), span }
  }
  if (node.type === 'subscript') {
    const object = child(node, 'value')
    const index = child(node, 'subscript')
    if (object !== undefined && index !== undefined)
      return { kind: 'subscript', object: low.expression(object), index: low.expression(index), span }
  }
  if (sequences.has(node.type))
    return { kind: 'tuple', items: node.children.map((one) => low.target(one)), span }
  if (only !== undefined) {
    if (node.type === 'list_splat') return { kind: 'star', target: low.target(only), span }
    if (node.type === 'parenthesized_expression') return low.target(only)
  }
  return { kind: 'name', name: '_', span }
}
