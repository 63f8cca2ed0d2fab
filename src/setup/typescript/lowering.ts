import type { ts } from 'ts-morph'
import type { Span } from '../../model/span.ts'
import type { Expression, Statement } from '../program.ts'

/** ts-morph's own compiler: only its parser is used, no program, no types. */
export type Compiler = typeof ts

export type FunctionExpression = Extract<Expression, { kind: 'function' }>

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration

/** What a class adds to its methods: the instance as first parameter, field values at the start of the body. */
export interface FunctionShape {
  instance: boolean
  opening: () => Statement[]
}

/** The names that one function (or the module) declares and assigns; see `outer` in program.ts. */
export interface Scope {
  declared: Set<string>
  assigned: Set<string>
}

/**
 * What every part of the lowering shares. The parts call one another through it (an arrow function inside an
 * argument holds statements, which hold expressions), so that none needs to import the others.
 */
export interface Lowering {
  readonly ts: Compiler
  readonly source: ts.SourceFile
  spanOf(node: ts.Node): Span
  expression(node: ts.Expression): Expression
  block(nodes: readonly ts.Statement[]): Statement[]
  functionOf(node: FunctionNode, shape?: FunctionShape): FunctionExpression
  /** Statements that run before the one being lowered: assignments made inside an expression. */
  prelude: Statement[]
  /** Innermost last. */
  scopes: Scope[]
}

/** Lowers a function's parts in a scope of its own. `outer` is what it assigns without having declared it. */
export function inScope<T>(low: Lowering, lower: () => T): { result: T; outer: string[] } {
  const scope: Scope = { declared: new Set(), assigned: new Set() }
  low.scopes.push(scope)
  try {
    const result = lower()
    const outer = [...scope.assigned].filter((name) => !scope.declared.has(name)).sort()
    return { result, outer }
  } finally {
    low.scopes.pop()
  }
}

export const declare = (low: Lowering, name: string) => low.scopes.at(-1)?.declared.add(name)

export const noteAssigned = (low: Lowering, name: string) => low.scopes.at(-1)?.assigned.add(name)

/** Something that is not followed; the expressions directly inside it are still evaluated. */
export function unknownOf(node: ts.Node, low: Lowering): Extract<Expression, { kind: 'unknown' }> {
  const { ts } = low
  const reads: Expression[] = []
  const collect = (parent: ts.Node): void => {
    const namesTag =
      ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent) || ts.isJsxAttribute(parent)
    ts.forEachChild(parent, (child) => {
      if (ts.isTypeNode(child) || (namesTag && ts.isIdentifier(child))) return
      if (ts.isExpression(child)) reads.push(low.expression(child))
      else collect(child)
    })
  }
  collect(node)
  return { kind: 'unknown', span: low.spanOf(node), reads }
}
