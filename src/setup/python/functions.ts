import { withPrelude } from '../lowering.ts'
import type { Parameter, Statement } from '../program.ts'
import type { FunctionExpression, Lowering } from './lowering.ts'
import { child, type SyntaxNode } from './tree.ts'

/** A `def`. `async` changes nothing: a coroutine is taken for the value that it will hold. */
export function lowerFunction(node: SyntaxNode, low: Lowering): FunctionExpression {
  const body = child(node, 'body')
  const name = child(node, 'name')
  return functionOf(node, low, name === undefined ? null : low.textOf(name), () =>
    body === undefined ? [] : low.block(body.children),
  )
}

export function lowerLambda(node: SyntaxNode, low: Lowering): FunctionExpression {
  const body = child(node, 'body')
  return functionOf(node, low, null, () => {
    if (body === undefined) return []
    return withPrelude(low, () => {
      const value = low.expression(body)
      return [{ kind: 'return', value, span: value.span }]
    })
  })
}

function functionOf(
  node: SyntaxNode,
  low: Lowering,
  name: string | null,
  lowerBody: () => Statement[],
): FunctionExpression {
  const parameters = (child(node, 'parameters')?.children ?? []).flatMap((one) => lowerParameter(one, low))
  const outer = new Set<string>()
  low.outer.push(outer)
  const body = lowerBody()
  low.outer.pop()
  return { kind: 'function', parameters, body, name, outer: [...outer].sort(), span: low.spanOf(node) }
}

/** The bare `/` and `*` only say how arguments may be given. */
function lowerParameter(node: SyntaxNode, low: Lowering): Parameter[] {
  const plain = { default: null, rest: null, pattern: null }
  const [inner] = node.children
  switch (node.type) {
    case 'identifier':
      return [{ ...plain, name: low.textOf(node) }]
    case 'default_parameter': {
      const name = child(node, 'name')
      const value = child(node, 'value')
      if (name === undefined || value === undefined) return []
      return [{ ...plain, name: low.textOf(name), default: low.expression(value) }]
    }
    case 'typed_parameter':
      return inner === undefined ? [] : lowerParameter(inner, low)
    case 'list_splat_pattern':
      return inner === undefined ? [] : [{ ...plain, name: low.textOf(inner), rest: 'positional' }]
    case 'dictionary_splat_pattern':
      return inner === undefined ? [] : [{ ...plain, name: low.textOf(inner), rest: 'keyword' }]
    case 'tuple_pattern':
      return [{ ...plain, name: '', pattern: low.target(node) }]
    default:
      return []
  }
}
