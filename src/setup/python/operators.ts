import type { Expression } from '../program.ts'
import type { Lowering } from './lowering.ts'
import { child, childrenIn, type SyntaxNode } from './tree.ts'

export function lowerOperator(node: SyntaxNode, low: Lowering): Expression | null {
  const span = low.spanOf(node)
  switch (node.type) {
    case 'binary_operator':
    case 'boolean_operator': {
      const [left, operator, right] = ['left', 'operator', 'right'].map((role) => child(node, role))
      if (left === undefined || operator === undefined || right === undefined) return null
      return {
        kind: 'binary',
        operator: operator.type,
        left: low.expression(left),
        right: low.expression(right),
        span,
      }
    }
    case 'unary_operator':
    case 'not_operator': {
      const operand = child(node, 'argument')
      const operator = child(node, 'operator')?.type ?? 'not'
      return operand === undefined
        ? null
        : { kind: 'unary', operator, operand: low.expression(operand), span }
    }
    case 'comparison_operator':
      return lowerComparison(node, low)
    case 'conditional_expression': {
      const [then, test, otherwise] = node.children.map((one) => low.expression(one))
      if (then === undefined || test === undefined || otherwise === undefined) return null
      return { kind: 'conditional', test, then, otherwise, span }
    }
    default:
      return null
  }
}

/** `a < b < c` is `a < b and b < c`. */
function lowerComparison(node: SyntaxNode, low: Lowering): Expression | null {
  const operands = childrenIn(node, null)
  const operators = childrenIn(node, 'operators')
  const pairs = operators.flatMap((operator, index): Expression[] => {
    const left = operands[index]
    const right = operands[index + 1]
    if (left === undefined || right === undefined) return []
    const span = low.spanOf({ start: left.start, end: right.end })
    const spelling = operator.type === '<>' ? '!=' : operator.type
    return [
      { kind: 'binary', operator: spelling, left: low.expression(left), right: low.expression(right), span },
    ]
  })
  const [first, ...others] = pairs
  if (first === undefined) return null
  const span = low.spanOf(node)
  return others.reduce<Expression>(
    (left, right) => ({ kind: 'binary', operator: 'and', left, right, span }),
    first,
  )
}
