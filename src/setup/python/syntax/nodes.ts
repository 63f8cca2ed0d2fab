import type { SyntaxNode } from '../tree.ts'
import { fault, type Tokens } from './tokens.ts'

const nothing: SyntaxNode[] = []

/** A node from `start` to the last token that was taken. */
export const node = (
  { lastEnd }: Tokens,
  type: string,
  start: number,
  children: SyntaxNode[] = nothing,
): SyntaxNode => ({ type, field: null, start, end: Math.max(start, lastEnd), children })

/** Gives a node its role in the parent. */
export function as(field: string, one: SyntaxNode): SyntaxNode {
  one.field = field
  return one
}

/** The current token as a node without children, taken. */
export function leaf(tokens: Tokens, type: string): SyntaxNode {
  const { start } = tokens
  tokens.next()
  return node(tokens, type, start)
}

/** The name that is the current token, taken. @throws fault where it is none */
export function name(tokens: Tokens): SyntaxNode {
  if (tokens.kind !== 'name') throw fault
  return leaf(tokens, 'identifier')
}
