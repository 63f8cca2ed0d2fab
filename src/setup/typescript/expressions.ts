import type { ts } from 'ts-morph'
import type { Argument, Expression } from '../program.ts'
import { lowerRequired } from './imports.ts'
import { type Lowering, unknownOf } from './lowering.ts'
import { lowerOperator } from './operators.ts'
import { lowerPromise } from './promises.ts'
import { keyOf } from './targets.ts'

/** Every expression but functions and classes (see functions.ts, classes.ts); null when it is one of those. */
export function lowerExpression(node: ts.Expression, low: Lowering): Expression | null {
  return (
    lowerLiteral(node, low) ??
    lowerTransparent(node, low) ??
    lowerAccess(node, low) ??
    lowerCollection(node, low) ??
    lowerOperator(node, low) ??
    lowerYield(node, low)
  )
}

function lowerLiteral(node: ts.Expression, low: Lowering): Expression | null {
  const { ts } = low
  const span = low.spanOf(node)
  const literal = (value: string | number | boolean | null): Expression => ({ kind: 'literal', value, span })
  if (ts.isStringLiteralLike(node)) return literal(node.text)
  if (ts.isNumericLiteral(node)) return literal(Number(node.text))
  if (ts.isIdentifier(node)) {
    if (node.text === 'undefined') return literal(null)
    return node.text === '' ? unknownOf(node, low) : { kind: 'name', name: node.text, span }
  }
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return literal(true)
    case ts.SyntaxKind.FalseKeyword:
      return literal(false)
    case ts.SyntaxKind.NullKeyword:
    case ts.SyntaxKind.OmittedExpression:
      return literal(null)
    case ts.SyntaxKind.ThisKeyword:
      return { kind: 'name', name: 'this', span }
    case ts.SyntaxKind.SuperKeyword:
      return { kind: 'call', callee: { kind: 'name', name: 'super', span }, arguments: [], span }
    default:
      return null
  }
}

/** What only types or time see: the value is the operand's. A promise is taken for what it will hold. */
function lowerTransparent(node: ts.Expression, low: Lowering): Expression | null {
  const { ts } = low
  const isTransparent =
    ts.isParenthesizedExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isExpressionWithTypeArguments(node)
  return isTransparent ? low.expression(node.expression) : null
}

function lowerAccess(node: ts.Expression, low: Lowering): Expression | null {
  const { ts } = low
  const span = low.spanOf(node)
  if (ts.isPropertyAccessExpression(node)) {
    const object = low.expression(node.expression)
    return { kind: 'attribute', object, name: node.name.text, nameSpan: low.spanOf(node.name), span }
  }
  if (ts.isElementAccessExpression(node)) {
    const object = low.expression(node.expression)
    return { kind: 'subscript', object, index: low.expression(node.argumentExpression), span }
  }
  if (ts.isCallExpression(node))
    return lowerPromise(node, low) ?? lowerRequired(node, low) ?? lowerCall(node, low)
  if (ts.isNewExpression(node)) {
    const callee = low.expression(node.expression)
    return { kind: 'call', callee, arguments: lowerArguments(node.arguments ?? [], low), span }
  }
  return null
}

function lowerCall(node: ts.CallExpression, low: Lowering): Expression {
  const callee = low.expression(node.expression)
  const call = {
    kind: 'call',
    arguments: lowerArguments(node.arguments, low),
    span: low.spanOf(node),
  } as const
  if (node.expression.kind !== low.ts.SyntaxKind.SuperKeyword) return { ...call, callee }
  const nameSpan = low.spanOf(node.expression)
  return {
    ...call,
    callee: { kind: 'attribute', object: callee, name: '__init__', nameSpan, span: nameSpan },
  }
}

const lowerArguments = (nodes: readonly ts.Expression[], low: Lowering): Argument[] =>
  nodes.map((node) => {
    const spread = low.ts.isSpreadElement(node)
    const value = low.expression(spread ? node.expression : node)
    return { name: null, spread: spread ? 'positional' : null, value, span: low.spanOf(node) }
  })

function lowerCollection(node: ts.Expression, low: Lowering): Expression | null {
  const { ts } = low
  const span = low.spanOf(node)
  if (ts.isSpreadElement(node)) return { kind: 'spread', value: low.expression(node.expression), span }
  if (ts.isArrayLiteralExpression(node)) {
    return { kind: 'list', items: node.elements.map((element) => low.expression(element)), span }
  }
  if (ts.isObjectLiteralExpression(node)) {
    return {
      kind: 'dict',
      entries: node.properties.flatMap((property) => lowerProperty(property, low)),
      span,
    }
  }
  if (ts.isTemplateExpression(node)) {
    const text = (part: ts.TemplateLiteralLikeNode): Expression => ({
      kind: 'literal',
      value: part.text,
      span: low.spanOf(part),
    })
    const rest = node.templateSpans.flatMap((part) => [low.expression(part.expression), text(part.literal)])
    return { kind: 'template', parts: [text(node.head), ...rest], span }
  }
  return null
}

type Entry = Extract<Expression, { kind: 'dict' }>['entries'][number]

function lowerProperty(node: ts.ObjectLiteralElementLike, low: Lowering): Entry[] {
  const { ts } = low
  const span = low.spanOf(node)
  if (ts.isSpreadAssignment(node)) return [{ key: null, value: low.expression(node.expression), span }]
  const key = propertyKey(node.name, low)
  if (ts.isShorthandPropertyAssignment(node)) return [{ key, value: low.expression(node.name), span }]
  if (ts.isPropertyAssignment(node)) return [{ key, value: low.expression(node.initializer), span }]
  if (ts.isMethodDeclaration(node)) return [{ key, value: low.functionOf(node), span }]
  return [{ key, value: { kind: 'unknown', span, reads: [] }, span }]
}

function propertyKey(name: ts.PropertyName, low: Lowering): Expression {
  const constant = keyOf(name, low)
  const span = low.spanOf(name)
  if (constant !== null) return { kind: 'literal', value: constant, span }
  return low.ts.isComputedPropertyName(name) ? low.expression(name.expression) : unknownOf(name, low)
}

function lowerYield(node: ts.Expression, low: Lowering): Expression | null {
  if (!low.ts.isYieldExpression(node)) return null
  const value = node.expression === undefined ? null : low.expression(node.expression)
  return { kind: 'yield', value, each: node.asteriskToken !== undefined, span: low.spanOf(node) }
}
