import type { ts } from 'ts-morph'
import { type Expression, type Statement, wholeModule } from '../program.ts'
import { importedAs } from './imports.ts'
import { declare, type Lowering } from './lowering.ts'

/** A file's exports are its module-level names; the default export is the name `default`. */
export function lowerExport(node: ts.ExportDeclaration | ts.ExportAssignment, low: Lowering): Statement[] {
  const { ts } = low
  if (ts.isExportAssignment(node)) return [named('default', low.expression(node.expression), node, low)]
  if (node.isTypeOnly) return []
  const clause = node.exportClause
  const span = low.spanOf(node)
  if (node.moduleSpecifier !== undefined) {
    if (!ts.isStringLiteral(node.moduleSpecifier)) return []
    const module = node.moduleSpecifier.text
    if (clause === undefined)
      return [{ kind: 'import', bindings: [{ module, name: null, local: '*' }], span }]
    const bindings = ts.isNamespaceExport(clause)
      ? [{ module, name: null, local: clause.name.text }]
      : clause.elements.map((one) => importedAs(module, (one.propertyName ?? one.name).text, one.name.text))
    return [{ kind: 'import', bindings, span }]
  }
  if (clause === undefined || ts.isNamespaceExport(clause)) return []
  return clause.elements.flatMap((element) => {
    const { name, propertyName } = element
    if (propertyName === undefined || propertyName.text === name.text) return []
    const value: Expression = { kind: 'name', name: propertyName.text, span: low.spanOf(element) }
    return [named(name.text, value, element, low)]
  })
}

/** `export default function name() {}` is reached under both names. */
export function nameDefault(node: ts.FunctionDeclaration | ts.ClassDeclaration, low: Lowering): Statement[] {
  const isDefault = node.modifiers?.some((modifier) => modifier.kind === low.ts.SyntaxKind.DefaultKeyword)
  if (!isDefault || node.name === undefined) return []
  const value: Expression = { kind: 'name', name: node.name.text, span: low.spanOf(node.name) }
  return [named('default', value, node, low)]
}

/** `module.exports = { a, b }`, `module.exports = value`, `exports.a = value`; null for any other assignment. */
export function lowerExportedAssignment(node: ts.BinaryExpression, low: Lowering): Statement[] | null {
  const { ts } = low
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return null
  const { left } = node
  if (!ts.isPropertyAccessExpression(left)) return null
  if (isExportsObject(left, low)) {
    const value = low.expression(node.right)
    if (value.kind !== 'dict') return [named(wholeModule, value, node, low)]
    return value.entries.flatMap((entry) => {
      const key =
        entry.key?.kind === 'literal' && typeof entry.key.value === 'string' ? entry.key.value : null
      if (key === null || (entry.value.kind === 'name' && entry.value.name === key)) return []
      return [named(key, entry.value, node, low)]
    })
  }
  if (!isExportsObject(left.expression, low)) return null
  const value = low.expression(node.right)
  if (value.kind === 'name' && value.name === left.name.text) return []
  return [named(left.name.text, value, node, low)]
}

function isExportsObject(node: ts.Expression, low: Lowering): boolean {
  const { ts } = low
  if (ts.isIdentifier(node)) return node.text === 'exports'
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'exports') return false
  return ts.isIdentifier(node.expression) && node.expression.text === 'module'
}

function named(name: string, value: Expression, node: ts.Node, low: Lowering): Statement {
  declare(low, name)
  const span = low.spanOf(node)
  return { kind: 'assign', targets: [{ kind: 'name', name, span }], value, span }
}
