import type { SyntaxNode } from '../tree.ts'
import type { Grammar } from './grammar.ts'
import { as, node } from './nodes.ts'
import { fault, type Tokens } from './tokens.ts'

/** Whether a `for` follows, or `async for`. */
export const atComprehension = ({ word, kind }: Tokens): boolean =>
  word === 'for' || (word === 'async' && kind === 'name')

/** A comprehension behind its first element, as far as its closing bracket. @throws fault */
export function comprehension(
  tokens: Tokens,
  grammar: Grammar,
  type: string,
  closing: string,
  element: SyntaxNode,
  start: number,
): SyntaxNode {
  if (element.type === 'list_splat' || element.type === 'dictionary_splat') throw fault
  const parts = [as('body', element)]
  while (!tokens.accept(closing)) {
    const from = tokens.start
    if (tokens.accept('if')) parts.push(node(tokens, 'if_clause', from, [grammar.part()]))
    else parts.push(forClause(tokens, grammar))
  }
  return node(tokens, type, start, parts)
}

function forClause(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  tokens.accept('async')
  tokens.expect('for')
  const left = as('left', grammar.loopTarget())
  tokens.expect('in')
  return node(tokens, 'for_in_clause', start, [left, as('right', grammar.part())])
}
