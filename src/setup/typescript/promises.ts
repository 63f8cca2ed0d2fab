import type { ts } from 'ts-morph'
import type { Expression } from '../program.ts'
import type { Lowering } from './lowering.ts'

/**
 * A promise is taken for the value that it will hold, so `p.then(f)` is `f(p)`, and `p.catch(f)` and
 * `p.finally(f)` are `p`. `Promise.all(list)` and `Promise.resolve(value)` are their argument.
 */
export function lowerPromise(node: ts.CallExpression, low: Lowering): Expression | null {
  const callee = node.expression
  if (!low.ts.isPropertyAccessExpression(callee)) return null
  const [first] = node.arguments
  if (first === undefined) return null
  if (low.ts.isIdentifier(callee.expression) && callee.expression.text === 'Promise') {
    return ['all', 'resolve'].includes(callee.name.text) ? low.expression(first) : null
  }
  if (callee.name.text === 'catch' || callee.name.text === 'finally') return low.expression(callee.expression)
  if (callee.name.text !== 'then') return null
  const value = low.expression(callee.expression)
  const argument = { name: null, spread: null, value, span: value.span }
  return { kind: 'call', callee: low.expression(first), arguments: [argument], span: low.spanOf(node) }
}
