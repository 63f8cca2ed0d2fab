import type { ts } from 'ts-morph'
import type { Expression, Statement } from '../program.ts'
import type { Lowering } from './lowering.ts'

interface Case {
  /** null for `default`. */
  test: Expression | null
  body: Statement[]
  node: ts.Node
}

/** A switch as a chain of ifs. Cases without statements share the next one's; other fall-through is not followed. */
export function lowerSwitch(node: ts.SwitchStatement, low: Lowering): Statement[] {
  const cases = casesOf(node, low)
  const fallback = cases.find((one) => one.test === null)?.body ?? []
  return cases.reduceRight<Statement[]>((otherwise, { test, body: then, node: clause }) => {
    return test === null ? otherwise : [{ kind: 'if', test, then, otherwise, span: low.spanOf(clause) }]
  }, fallback)
}

function casesOf(node: ts.SwitchStatement, low: Lowering): Case[] {
  const { ts } = low
  const subject = low.expression(node.expression)
  const cases: Case[] = []
  let shared: Expression | null = null
  let isDefault = false
  for (const clause of node.caseBlock.clauses) {
    const span = low.spanOf(clause)
    if (ts.isDefaultClause(clause)) isDefault = true
    else {
      const right = low.expression(clause.expression)
      const test: Expression = { kind: 'binary', operator: '==', left: subject, right, span }
      shared = shared === null ? test : { kind: 'binary', operator: 'or', left: shared, right: test, span }
    }
    if (clause.statements.length === 0) continue
    const body = low.block(clause.statements.filter((statement) => !ts.isBreakStatement(statement)))
    cases.push({ test: isDefault ? null : shared, body, node: clause })
    shared = null
    isDefault = false
  }
  return cases
}
