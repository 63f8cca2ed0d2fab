import type { ts } from 'ts-morph'
import { withPrelude } from '../lowering.ts'
import type { Expression, Statement, Target } from '../program.ts'
import { lowerEffect } from './effects.ts'
import type { Lowering } from './lowering.ts'
import { assignmentTarget, bindingTarget } from './targets.ts'
import { lowerVariables } from './variables.ts'

export function lowerLoop(node: ts.Statement, low: Lowering): Statement[] | null {
  const { ts } = low
  const span = low.spanOf(node)
  if (ts.isForOfStatement(node)) {
    const iterable = low.expression(node.expression)
    return [
      { kind: 'for', target: loopTarget(node.initializer, low), iterable, body: bodyOf(node, low), span },
    ]
  }
  if (ts.isForInStatement(node)) {
    const iterable: Expression = { kind: 'unknown', span, reads: [low.expression(node.expression)] }
    return [
      { kind: 'for', target: loopTarget(node.initializer, low), iterable, body: bodyOf(node, low), span },
    ]
  }
  if (ts.isForStatement(node)) return lowerCounting(node, low)
  if (ts.isWhileStatement(node)) {
    return [{ kind: 'while', test: low.expression(node.expression), body: bodyOf(node, low), span }]
  }
  if (ts.isDoStatement(node)) {
    const body = bodyOf(node, low)
    return [{ kind: 'while', test: low.expression(node.expression), body, span }]
  }
  return null
}

const bodyOf = (node: ts.IterationStatement, low: Lowering) => low.block([node.statement])

/** `for (init; test; step) body` is `init; while (test) { body; step }`. */
function lowerCounting(node: ts.ForStatement, low: Lowering): Statement[] {
  const { ts } = low
  const span = low.spanOf(node)
  const { initializer, condition, incrementor } = node
  const before: Statement[] = []
  if (initializer !== undefined) {
    if (ts.isVariableDeclarationList(initializer)) before.push(...lowerVariables(initializer, low))
    else before.push(...lowerEffect(initializer, low))
  }
  const always: Expression = { kind: 'literal', value: true, span }
  const test = condition === undefined ? always : low.expression(condition)
  const step = incrementor === undefined ? [] : withPrelude(low, () => lowerEffect(incrementor, low))
  return [...before, { kind: 'while', test, body: [...bodyOf(node, low), ...step], span }]
}

function loopTarget(node: ts.ForInitializer, low: Lowering): Target {
  const { ts } = low
  const ignored: Target = { kind: 'name', name: '_', span: low.spanOf(node) }
  if (!ts.isVariableDeclarationList(node)) return assignmentTarget(node, low) ?? ignored
  const [declaration] = node.declarations
  return declaration === undefined ? ignored : bindingTarget(declaration.name, low)
}
