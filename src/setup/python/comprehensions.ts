import type { Expression, Statement } from '../program.ts'
import { callOf, type Lowering, nothingKnown } from './lowering.ts'
import { child, type SyntaxNode } from './tree.ts'

interface Clause {
  node: SyntaxNode
  conditions: SyntaxNode[]
}

/** List, set and dict comprehensions and generator expressions; a dict comprehension over two loops is not followed. */
export function lowerComprehension(node: SyntaxNode, low: Lowering): Expression | null {
  const body = child(node, 'body')
  const clauses = clausesOf(node)
  if (body === undefined || clauses.length === 0) return null
  const isDict = body.type === 'pair'
  if (isDict && clauses.length > 1) return nothingKnown(node, low)
  const key = isDict ? child(body, 'key') : undefined
  const value = isDict ? child(body, 'value') : body
  if (value === undefined) return null
  const span = low.spanOf(node)
  const built = withoutPrelude(low, () =>
    clauses.reduceRight<Expression>((element, clause, index) => {
      const inner = index === clauses.length - 1
      const target = child(clause.node, 'left')
      const right = child(clause.node, 'right')
      return {
        kind: 'comprehension',
        key: inner && key !== undefined ? low.expression(key) : null,
        element: inner ? element : { kind: 'spread', value: element, span },
        target: target === undefined ? { kind: 'name', name: '_', span } : low.target(target),
        iterable: right === undefined ? nothingKnown(clause.node, low) : low.expression(right),
        conditions: clause.conditions.map((condition) => low.expression(condition)),
        span,
      }
    }, low.expression(value)),
  )
  return node.type === 'set_comprehension' ? callOf('set', [built], span) : built
}

/** Every `for` with the `if`s that follow it. */
function clausesOf(node: SyntaxNode): Clause[] {
  const clauses: Clause[] = []
  for (const one of node.children) {
    if (one.type === 'for_in_clause') clauses.push({ node: one, conditions: [] })
    if (one.type === 'if_clause') clauses.at(-1)?.conditions.push(...one.children)
  }
  return clauses
}

/** What `:=` binds inside depends on the items, so that outside nothing is known of it. */
function withoutPrelude(low: Lowering, lower: () => Expression): Expression {
  const enclosing = low.prelude
  low.prelude = []
  const result = lower()
  const bound = low.prelude.map(
    (statement): Statement =>
      statement.kind === 'assign'
        ? { ...statement, value: { kind: 'unknown', span: statement.span, reads: [] } }
        : statement,
  )
  // Into the same list, which an assignment around the comprehension may hold already.
  enclosing.push(...bound)
  low.prelude = enclosing
  return result
}
