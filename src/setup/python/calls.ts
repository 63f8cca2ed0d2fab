import type { Argument, Expression } from '../program.ts'
import type { Lowering } from './lowering.ts'
import { child, type SyntaxNode } from './tree.ts'

export function lowerCall(node: SyntaxNode, low: Lowering): Expression | null {
  const callee = child(node, 'function')
  const given = child(node, 'arguments')
  if (callee === undefined || given === undefined) return null
  return {
    kind: 'call',
    callee: low.expression(callee),
    arguments: argumentsOf(given, low),
    span: low.spanOf(node),
  }
}

/** Also the bases of a class, which are written like arguments. */
export function argumentsOf(node: SyntaxNode, low: Lowering): Argument[] {
  // `sum(x for x in y)`: the generator is the one argument, its parentheses those of the call.
  return node.type === 'generator_expression'
    ? [lowerArgument(node, low)]
    : node.children.map((one) => lowerArgument(one, low))
}

function lowerArgument(node: SyntaxNode, low: Lowering): Argument {
  const span = low.spanOf(node)
  const name = child(node, 'name')
  const value = child(node, 'value')
  if (node.type === 'keyword_argument' && name !== undefined && value !== undefined) {
    return { name: low.textOf(name), spread: null, value: low.expression(value), span }
  }
  const [inner] = node.children
  if (node.type === 'list_splat' && inner !== undefined) {
    return { name: null, spread: 'positional', value: low.expression(inner), span }
  }
  if (node.type === 'dictionary_splat' && inner !== undefined) {
    return { name: null, spread: 'keyword', value: low.expression(inner), span }
  }
  return { name: null, spread: null, value: low.expression(node), span }
}
