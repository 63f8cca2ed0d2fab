import type { SyntaxNode } from '../tree.ts'

/** What the parts of the grammar share: expressions hold brackets, strings and parameters, which hold expressions. */
export interface Grammar {
  /** Any expression but `yield` and a bare list. @throws fault */
  expression(): SyntaxNode
  /** An expression, or with a star a spread. @throws fault */
  item(): SyntaxNode
  /** `a` or, with a comma, the bare list `a, *b`. @throws fault */
  expressions(): SyntaxNode
  /** The same, or `yield`. @throws fault */
  value(): SyntaxNode
  /** What is bound in front of `in`: `a`, `a, (b, c)`. @throws fault */
  loopTarget(): SyntaxNode
  /** A test or iterable inside a comprehension, which ends at `if` and `for`. @throws fault */
  part(): SyntaxNode
  /** Reads one level deeper. @throws fault when that is too deep */
  within<T>(read: () => T): T
}
