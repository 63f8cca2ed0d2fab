import type { ts } from 'ts-morph'
import type { Expression, Statement } from '../program.ts'
import { type Lowering, unknownOf } from './lowering.ts'
import { assignmentTarget } from './targets.ts'

/** JavaScript's spelling -> the one that both languages share. Others keep their own. */
const shared: Record<string, string> = {
  '===': '==',
  '!==': '!=',
  '&&': 'and',
  '||': 'or',
  '!': 'not',
}

const spelling = (operator: string) => shared[operator] ?? operator

export function lowerOperator(node: ts.Expression, low: Lowering): Expression | null {
  const { ts } = low
  const span = low.spanOf(node)
  if (ts.isConditionalExpression(node)) {
    const test = low.expression(node.condition)
    const then = low.expression(node.whenTrue)
    return { kind: 'conditional', test, then, otherwise: low.expression(node.whenFalse), span }
  }
  if (ts.isBinaryExpression(node)) return lowerBinary(node, low)
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const operator = ts.tokenToString(node.operator) ?? ''
    if (operator === '++' || operator === '--') {
      low.prelude.push(...stepStatement(node, low))
      return low.expression(node.operand)
    }
    return { kind: 'unary', operator: spelling(operator), operand: low.expression(node.operand), span }
  }
  return null
}

function lowerBinary(node: ts.BinaryExpression, low: Lowering): Expression {
  const { ts } = low
  const operator = ts.tokenToString(node.operatorToken.kind) ?? ''
  if (operator === ',') {
    const value = low.expression(node.left)
    low.prelude.push({ kind: 'expression', value, span: value.span })
    return low.expression(node.right)
  }
  if (isAssignment(node, low)) {
    low.prelude.push(...assignmentStatement(node, low))
    return low.expression(node.left)
  }
  const left = low.expression(node.left)
  const right = low.expression(node.right)
  return { kind: 'binary', operator: spelling(operator), left, right, span: low.spanOf(node) }
}

export function isAssignment(node: ts.BinaryExpression, low: Lowering): boolean {
  const { kind } = node.operatorToken
  return kind >= low.ts.SyntaxKind.FirstAssignment && kind <= low.ts.SyntaxKind.LastAssignment
}

/** `a = b = c`, `a += b`, `a ??= b` as statements. */
export function assignmentStatement(node: ts.BinaryExpression, low: Lowering): Statement[] {
  const { ts } = low
  const span = low.spanOf(node)
  const operator = (ts.tokenToString(node.operatorToken.kind) ?? '').slice(0, -1)
  const value = low.expression(node.right)
  const target = assignmentTarget(node.left, low)
  if (target === null) return [{ kind: 'unknown', span, reads: [value] }]
  if (operator === '') return [{ kind: 'assign', targets: [target], value, span }]
  if (operator === '??' || operator === '||' || operator === '&&') {
    const left = low.expression(node.left)
    const joined: Expression = { kind: 'binary', operator: spelling(operator), left, right: value, span }
    return [{ kind: 'assign', targets: [target], value: joined, span }]
  }
  return [{ kind: 'update', target, operator, value, span }]
}

/** `i++` and `--i`. */
export function stepStatement(
  node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression,
  low: Lowering,
): Statement[] {
  const span = low.spanOf(node)
  const target = assignmentTarget(node.operand, low)
  if (target === null) return [{ kind: 'expression', value: unknownOf(node, low), span }]
  const operator = node.operator === low.ts.SyntaxKind.PlusPlusToken ? '+' : '-'
  return [{ kind: 'update', target, operator, value: { kind: 'literal', value: 1, span }, span }]
}
