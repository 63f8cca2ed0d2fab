import type { ts } from 'ts-morph'
import { withPrelude } from '../lowering.ts'
import type { Statement } from '../program.ts'
import { lowerClass } from './classes.ts'
import { lowerEffect } from './effects.ts'
import { lowerExport, nameDefault } from './exports.ts'
import { lowerDeclaration } from './functions.ts'
import { lowerImport } from './imports.ts'
import { lowerLoop } from './loops.ts'
import { type Lowering, unknownOf } from './lowering.ts'
import { lowerSwitch } from './switch.ts'
import { lowerVariables } from './variables.ts'

/** Imports and function declarations come first: JavaScript binds them before the block runs. */
export function lowerBlock(nodes: readonly ts.Statement[], low: Lowering): Statement[] {
  const { ts } = low
  const imports = nodes.filter(ts.isImportDeclaration)
  const functions = nodes.filter(ts.isFunctionDeclaration)
  const rest = nodes.filter((node) => !ts.isImportDeclaration(node) && !ts.isFunctionDeclaration(node))
  return [...imports, ...functions, ...rest].flatMap((node) =>
    withPrelude(low, () => lowerStatement(node, low)),
  )
}

export function lowerStatement(node: ts.Statement, low: Lowering): Statement[] {
  return (
    lowerSimple(node, low) ??
    lowerDeclarative(node, low) ??
    lowerLoop(node, low) ??
    lowerBranch(node, low) ?? [unknownOf(node, low)]
  )
}

function lowerSimple(node: ts.Statement, low: Lowering): Statement[] | null {
  const { ts } = low
  const span = low.spanOf(node)
  if (ts.isExpressionStatement(node)) return lowerEffect(node.expression, low)
  if (ts.isVariableStatement(node)) return lowerVariables(node.declarationList, low)
  if (ts.isReturnStatement(node)) {
    return [
      { kind: 'return', value: node.expression === undefined ? null : low.expression(node.expression), span },
    ]
  }
  if (ts.isBlock(node)) return low.block(node.statements)
  if (ts.isLabeledStatement(node)) return lowerStatement(node.statement, low)
  if (ts.isEmptyStatement(node) || node.kind === ts.SyntaxKind.DebuggerStatement) return []
  if (ts.isThrowStatement(node)) return [{ kind: 'leave', how: 'raise', span }]
  if (ts.isBreakStatement(node)) return [{ kind: 'leave', how: 'break', span }]
  if (ts.isContinueStatement(node)) return [{ kind: 'leave', how: 'continue', span }]
  return null
}

function lowerDeclarative(node: ts.Statement, low: Lowering): Statement[] | null {
  const { ts } = low
  if (ts.isFunctionDeclaration(node)) return [...lowerDeclaration(node, low), ...nameDefault(node, low)]
  if (ts.isClassDeclaration(node)) {
    return [...lowerClass(node, low, node.name?.text ?? 'default'), ...nameDefault(node, low)]
  }
  if (ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node)) return lowerImport(node, low)
  if (ts.isExportDeclaration(node) || ts.isExportAssignment(node)) return lowerExport(node, low)
  if (ts.isModuleDeclaration(node)) {
    return node.body !== undefined && ts.isModuleBlock(node.body) ? low.block(node.body.statements) : []
  }
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return []
  return null
}

function lowerBranch(node: ts.Statement, low: Lowering): Statement[] | null {
  const { ts } = low
  const span = low.spanOf(node)
  if (ts.isIfStatement(node)) {
    const test = low.expression(node.expression)
    const then = low.block([node.thenStatement])
    return [
      { kind: 'if', test, then, otherwise: node.elseStatement ? low.block([node.elseStatement]) : [], span },
    ]
  }
  if (ts.isSwitchStatement(node)) return lowerSwitch(node, low)
  if (ts.isTryStatement(node)) {
    const body = low.block(node.tryBlock.statements)
    const handlers = node.catchClause === undefined ? [] : [low.block(node.catchClause.block.statements)]
    return [{ kind: 'try', body, handlers, finally: low.block(node.finallyBlock?.statements ?? []), span }]
  }
  return null
}
