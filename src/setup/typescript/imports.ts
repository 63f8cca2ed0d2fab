import type { ts } from 'ts-morph'
import type { Expression, ImportBinding, Statement } from '../program.ts'
import { declare, type Lowering } from './lowering.ts'
import { keyOf } from './targets.ts'

/** A package's default export stands for the package (`import tf from '@tensorflow/tfjs'`); a local file's has a name. */
const defaultName = (module: string) => (module.startsWith('.') ? 'default' : null)

export function lowerImport(
  node: ts.ImportDeclaration | ts.ImportEqualsDeclaration,
  low: Lowering,
): Statement[] {
  const bindings = low.ts.isImportDeclaration(node) ? clauseBindings(node, low) : equalsBindings(node, low)
  return bindings.length === 0 ? [] : [importStatement(bindings, node, low)]
}

function importStatement(bindings: ImportBinding[], node: ts.Node, low: Lowering): Statement {
  for (const binding of bindings) declare(low, binding.local)
  return { kind: 'import', bindings, span: low.spanOf(node) }
}

function clauseBindings(node: ts.ImportDeclaration, low: Lowering): ImportBinding[] {
  const { ts } = low
  const clause = node.importClause
  if (clause === undefined || clause.isTypeOnly || !ts.isStringLiteral(node.moduleSpecifier)) return []
  const module = node.moduleSpecifier.text
  const bindings: ImportBinding[] = []
  if (clause.name !== undefined) bindings.push({ module, name: defaultName(module), local: clause.name.text })
  const named = clause.namedBindings
  if (named === undefined) return bindings
  if (ts.isNamespaceImport(named)) return [...bindings, { module, name: null, local: named.name.text }]
  const elements = named.elements
    .filter((element) => !element.isTypeOnly)
    .map((element) => importedAs(module, (element.propertyName ?? element.name).text, element.name.text))
  return [...bindings, ...elements]
}

export const importedAs = (module: string, imported: string, local: string): ImportBinding => ({
  module,
  name: imported === 'default' ? defaultName(module) : imported,
  local,
})

function equalsBindings(node: ts.ImportEqualsDeclaration, low: Lowering): ImportBinding[] {
  const { ts } = low
  const reference = node.moduleReference
  if (node.isTypeOnly || !ts.isExternalModuleReference(reference)) return []
  if (!ts.isStringLiteral(reference.expression)) return []
  return [{ module: reference.expression.text, name: null, local: node.name.text }]
}

/** `const x = require('m')`, `const { a, b: c } = require('m')`, `const x = require('m').y` and the same of `await import`. */
export function lowerRequire(node: ts.VariableDeclaration, low: Lowering): Statement | null {
  const { ts } = low
  if (node.initializer === undefined) return null
  const module = requiredModule(node.initializer, low)
  if (module === null) return lowerRequiredMember(node, node.initializer, low)
  if (ts.isIdentifier(node.name)) {
    return importStatement([{ module, name: null, local: node.name.text }], node, low)
  }
  const bindings: ImportBinding[] = []
  for (const element of node.name.elements) {
    if (!ts.isBindingElement(element) || !ts.isIdentifier(element.name)) return null
    const imported = keyOf(element.propertyName ?? element.name, low)
    if (imported === null || element.dotDotDotToken !== undefined) return null
    bindings.push(importedAs(module, imported, element.name.text))
  }
  return importStatement(bindings, node, low)
}

function lowerRequiredMember(
  node: ts.VariableDeclaration,
  value: ts.Expression,
  low: Lowering,
): Statement | null {
  const { ts } = low
  if (!ts.isPropertyAccessExpression(value) || !ts.isIdentifier(node.name)) return null
  const module = requiredModule(value.expression, low)
  return module === null
    ? null
    : importStatement([importedAs(module, value.name.text, node.name.text)], node, low)
}

/** `require('m')` in the middle of an expression: imported under a name that no source can hold. */
export function lowerRequired(node: ts.CallExpression, low: Lowering): Expression | null {
  const module = requiredModule(node, low)
  if (module === null) return null
  const local = `require(${module})`
  low.prelude.push(importStatement([{ module, name: null, local }], node, low))
  return { kind: 'name', name: local, span: low.spanOf(node) }
}

function requiredModule(node: ts.Expression, low: Lowering): string | null {
  const { ts } = low
  if (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node))
    return requiredModule(node.expression, low)
  if (!ts.isCallExpression(node)) return null
  const [first] = node.arguments
  if (first === undefined || !ts.isStringLiteralLike(first)) return null
  const callee = node.expression
  const loads =
    callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
  return loads ? first.text : null
}
