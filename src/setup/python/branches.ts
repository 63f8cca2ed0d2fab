import { withPrelude } from '../lowering.ts'
import type { Expression, Statement } from '../program.ts'
import { type Lowering, nothingKnown } from './lowering.ts'
import { lowerMatch } from './match.ts'
import { child, childOfType, childrenIn, childrenOfType, type SyntaxNode } from './tree.ts'

/** Statements that hold blocks: `if`, `for`, `while`, `with`, `try`, `match`. */
export function lowerBranch(node: SyntaxNode, low: Lowering): Statement[] | null {
  switch (node.type) {
    case 'if_statement':
      return lowerIf(node, low)
    case 'for_statement':
    case 'while_statement':
      return lowerLoop(node, low)
    case 'with_statement':
      return [lowerWith(node, low)]
    case 'try_statement':
      return [lowerTry(node, low)]
    case 'match_statement':
      return lowerMatch(node, low)
    default:
      return null
  }
}

const bodyOf = (node: SyntaxNode | undefined, low: Lowering): Statement[] =>
  node === undefined ? [] : low.block(child(node, 'body')?.children ?? [])

const testOf = (node: SyntaxNode, low: Lowering): Expression => {
  const condition = child(node, 'condition')
  return condition === undefined ? nothingKnown(node, low) : low.expression(condition)
}

/** More `elif`s than this in one statement are not followed. */
const mostArms = 100

/** `elif` is an `if` in the `else` of the one before. */
function lowerIf(node: SyntaxNode, low: Lowering): Statement[] {
  const alternatives = childrenIn(node, 'alternative')
  const otherwise = bodyOf(
    alternatives.find((one) => one.type === 'else_clause'),
    low,
  )
  const elifs = alternatives.filter((one) => one.type === 'elif_clause')
  const arms = [node, ...elifs.slice(0, mostArms)]
  const unfollowed: Statement = { kind: 'unknown', span: low.spanOf(node), reads: [] }
  return arms.reduceRight<Statement[]>(
    (otherwise, arm) =>
      withPrelude(low, () => {
        const test = testOf(arm, low)
        const then = low.block(child(arm, 'consequence')?.children ?? [])
        return [{ kind: 'if', test, then, otherwise, span: low.spanOf(arm) }]
      }),
    elifs.length > mostArms ? [unfollowed] : otherwise,
  )
}

/** The `else` of a loop runs unless a `break` left it, which is not known. */
function lowerLoop(node: SyntaxNode, low: Lowering): Statement[] {
  const span = low.spanOf(node)
  const loop = node.type === 'for_statement' ? lowerFor(node, low) : lowerWhile(node, low)
  const then = bodyOf(child(node, 'alternative'), low)
  return then.length === 0
    ? [loop]
    : [loop, { kind: 'if', test: nothingKnown(node, low), then, otherwise: [], span }]
}

function lowerFor(node: SyntaxNode, low: Lowering): Statement {
  const left = child(node, 'left')
  const right = child(node, 'right')
  const span = low.spanOf(node)
  return {
    kind: 'for',
    iterable: right === undefined ? nothingKnown(node, low) : low.expression(right),
    target: left === undefined ? { kind: 'name', name: '_', span } : low.target(left),
    body: bodyOf(node, low),
    span,
  }
}

const lowerWhile = (node: SyntaxNode, low: Lowering): Statement => ({
  kind: 'while',
  test: testOf(node, low),
  body: bodyOf(node, low),
  span: low.spanOf(node),
})

type Opened = Extract<Statement, { kind: 'with' }>['items'][number]

function lowerWith(node: SyntaxNode, low: Lowering): Statement {
  const items = childrenOfType(node, 'with_item').flatMap((item): Opened[] => {
    const value = child(item, 'value')
    const alias = child(item, 'alias')
    if (value === undefined) return []
    return [{ value: low.expression(value), target: alias === undefined ? null : low.target(alias) }]
  })
  return { kind: 'with', items, body: bodyOf(node, low), span: low.spanOf(node) }
}

/** The `else` of a `try` follows its body. */
function lowerTry(node: SyntaxNode, low: Lowering): Statement {
  const clauses = childrenOfType(node, 'except_clause')
  return {
    kind: 'try',
    body: ['try_clause', 'else_clause'].flatMap((type) => bodyOf(childOfType(node, type), low)),
    handlers: clauses.map((clause) => [...caught(clause, low), ...bodyOf(clause, low)]),
    finally: bodyOf(childOfType(node, 'finally_clause'), low),
    span: low.spanOf(node),
  }
}

/** `except Error as name` binds an exception. */
function caught(clause: SyntaxNode, low: Lowering): Statement[] {
  const alias = child(clause, 'alias')
  if (alias === undefined) return []
  const span = low.spanOf(alias)
  return [{ kind: 'assign', targets: [low.target(alias)], value: nothingKnown(alias, low), span }]
}
