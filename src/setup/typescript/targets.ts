import type { ts } from 'ts-morph'
import type { Target } from '../program.ts'
import { declare, type Lowering, noteAssigned } from './lowering.ts'

/** The left side of a declaration or a parameter: a name or a destructuring pattern, declared in this scope. */
export function bindingTarget(node: ts.BindingName, low: Lowering): Target {
  const { ts } = low
  const span = low.spanOf(node)
  if (ts.isIdentifier(node)) {
    declare(low, node.text)
    return { kind: 'name', name: node.text, span }
  }
  if (ts.isArrayBindingPattern(node)) {
    const items = node.elements.map((element): Target => {
      if (!ts.isBindingElement(element)) return { kind: 'name', name: '_', span: low.spanOf(element) }
      return starred(bindingTarget(element.name, low), element.dotDotDotToken !== undefined)
    })
    return { kind: 'tuple', items, span }
  }
  const entries = node.elements.flatMap((element) => {
    const target = bindingTarget(element.name, low)
    if (element.dotDotDotToken !== undefined) return []
    const key = keyOf(element.propertyName ?? element.name, low)
    return key === null ? [] : [{ key, target }]
  })
  return { kind: 'record', entries, span }
}

/** The left side of an assignment expression; null when it is none (a syntax error). */
export function assignmentTarget(node: ts.Expression, low: Lowering): Target | null {
  const { ts } = low
  const span = low.spanOf(node)
  if (ts.isIdentifier(node)) {
    noteAssigned(low, node.text)
    return { kind: 'name', name: node.text, span }
  }
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node)) {
    return assignmentTarget(node.expression, low)
  }
  if (ts.isPropertyAccessExpression(node)) {
    return { kind: 'attribute', object: low.expression(node.expression), name: node.name.text, span }
  }
  if (ts.isElementAccessExpression(node)) {
    const object = low.expression(node.expression)
    return { kind: 'subscript', object, index: low.expression(node.argumentExpression), span }
  }
  if (ts.isArrayLiteralExpression(node)) {
    return { kind: 'tuple', items: node.elements.map((element) => itemTarget(element, low)), span }
  }
  if (ts.isObjectLiteralExpression(node)) return recordTarget(node, low)
  return null
}

function itemTarget(element: ts.Expression, low: Lowering): Target {
  const { ts } = low
  if (ts.isSpreadElement(element)) return starred(itemTarget(element.expression, low), true)
  const target = assignmentTarget(withoutDefault(element, low), low)
  return target ?? { kind: 'name', name: '_', span: low.spanOf(element) }
}

function recordTarget(node: ts.ObjectLiteralExpression, low: Lowering): Target {
  const { ts } = low
  const entries = node.properties.flatMap((property) => {
    if (ts.isShorthandPropertyAssignment(property)) {
      const target = assignmentTarget(property.name, low)
      return target === null ? [] : [{ key: property.name.text, target }]
    }
    if (!ts.isPropertyAssignment(property)) return []
    const key = keyOf(property.name, low)
    const target = assignmentTarget(withoutDefault(property.initializer, low), low)
    return key === null || target === null ? [] : [{ key, target }]
  })
  return { kind: 'record', entries, span: low.spanOf(node) }
}

/** `[a = 1] = list`: the default is dropped, as the value on the right decides. */
function withoutDefault(node: ts.Expression, low: Lowering): ts.Expression {
  const isDefault =
    low.ts.isBinaryExpression(node) && node.operatorToken.kind === low.ts.SyntaxKind.EqualsToken
  return isDefault ? node.left : node
}

const starred = (target: Target, star: boolean): Target =>
  star ? { kind: 'star', target, span: target.span } : target

/** The constant name of a property, or null when it is computed. */
export function keyOf(node: ts.PropertyName | ts.BindingName, low: Lowering): string | null {
  const { ts } = low
  if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text
  if (ts.isPrivateIdentifier(node)) return node.text
  if (ts.isComputedPropertyName(node) && ts.isStringLiteralLike(node.expression)) return node.expression.text
  return null
}
