import type { ts } from 'ts-morph'
import { withPrelude } from '../lowering.ts'
import type { Statement } from '../program.ts'
import { lowerExportedAssignment } from './exports.ts'
import type { Lowering } from './lowering.ts'
import { assignmentStatement, isAssignment, stepStatement } from './operators.ts'

/** An expression for its effect: assignments, `a && f()`, `x ? f() : g()` become the statements they stand for. */
export function lowerEffect(node: ts.Expression, low: Lowering): Statement[] {
  const { ts } = low
  const span = low.spanOf(node)
  if (ts.isParenthesizedExpression(node)) return lowerEffect(node.expression, low)
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    const steps =
      node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
    if (steps) return stepStatement(node, low)
  }
  if (ts.isConditionalExpression(node)) {
    const branch = (side: ts.Expression) => withPrelude(low, () => lowerEffect(side, low))
    const test = low.expression(node.condition)
    const then = branch(node.whenTrue)
    return [{ kind: 'if', test, then, otherwise: branch(node.whenFalse), span }]
  }
  if (ts.isBinaryExpression(node)) {
    if (isAssignment(node, low)) return lowerExportedAssignment(node, low) ?? assignmentStatement(node, low)
    if (node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
      const test = low.expression(node.left)
      const then = withPrelude(low, () => lowerEffect(node.right, low))
      return [{ kind: 'if', test, then, otherwise: [], span }]
    }
  }
  return [{ kind: 'expression', value: low.expression(node), span }]
}
