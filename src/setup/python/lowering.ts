import type { Span } from '../../model/span.ts'
import type { Expression, Statement, Target } from '../program.ts'
import type { SyntaxNode } from './tree.ts'

export type FunctionExpression = Extract<Expression, { kind: 'function' }>

/**
 * What every part of the lowering shares. The parts call one another through it (a lambda inside an argument
 * holds an expression again), so that none needs to import the others, and it bounds their depth.
 */
export interface Lowering {
  textOf(node: Pick<SyntaxNode, 'start' | 'end'>): string
  spanOf(node: Pick<SyntaxNode, 'start' | 'end'>): Span
  expression(node: SyntaxNode): Expression
  target(node: SyntaxNode): Target
  block(nodes: readonly SyntaxNode[]): Statement[]
  /** Statements that run before the one being lowered: assignments made inside an expression (`:=`). */
  prelude: Statement[]
  /** Names that the function being lowered declares `global` or `nonlocal`; innermost last. */
  outer: Set<string>[]
  /** Dotted modules imported under their own name (`import os.path`): read by that name. */
  readonly modules: Set<string>
}

/** Something that is not followed; the expressions directly inside it are still evaluated. */
export function unknownOf(node: SyntaxNode, low: Lowering): Extract<Expression, { kind: 'unknown' }> {
  return { kind: 'unknown', span: low.spanOf(node), reads: node.children.map((one) => low.expression(one)) }
}

/** A value of which nothing is known: of a name that was deleted, or that an exception handler binds. */
export const nothingKnown = (node: SyntaxNode, low: Lowering): Expression => ({
  kind: 'unknown',
  span: low.spanOf(node),
  reads: [],
})

export const nameOf = (node: SyntaxNode, low: Lowering): Expression => ({
  kind: 'name',
  name: low.textOf(node),
  span: low.spanOf(node),
})

/** `f(value)` where the source writes it with syntax of its own: `{x!r}` is `repr(x)`, `print x` is `print(x)`. */
export function callOf(name: string, values: readonly Expression[], span: Span): Expression {
  return {
    kind: 'call',
    callee: { kind: 'name', name, span },
    arguments: values.map((value) => ({ name: null, spread: null, value, span: value.span })),
    span,
  }
}
