import type { SyntaxNode } from '../tree.ts'
import type { Grammar } from './grammar.ts'
import { as, name, node } from './nodes.ts'
import type { Tokens } from './tokens.ts'

/** Parameters up to the closing token, which is not taken: `)` for a `def`, `:` for a lambda. @throws fault */
export function parameters(tokens: Tokens, grammar: Grammar, closing: ')' | ':'): SyntaxNode {
  const { start } = tokens
  const all: SyntaxNode[] = []
  while (tokens.word !== closing) {
    const one = parameter(tokens, grammar, closing === ')')
    if (one !== null) all.push(one)
    if (tokens.word !== closing) tokens.expect(',')
  }
  return node(tokens, 'parameters', start, all)
}

/** Null for the bare `/` and `*`, which only say how arguments may be given. */
function parameter(tokens: Tokens, grammar: Grammar, typed: boolean): SyntaxNode | null {
  const { start, word } = tokens
  if (tokens.accept('/')) return null
  const stars = word === '*' || word === '**'
  if (stars) tokens.next()
  if (word === '*' && tokens.word === ',') return null
  // Python 2 takes a tuple apart.
  const inside = word === '(' ? grammar.loopTarget() : name(tokens)
  const type = word === '*' ? 'list_splat_pattern' : 'dictionary_splat_pattern'
  const bound = stars ? node(tokens, type, start, [inside]) : tuplePattern(inside)
  const hasType = typed && tokens.accept(':')
  if (hasType) grammar.item()
  if (tokens.accept('=')) {
    const value = as('value', grammar.expression())
    return node(tokens, 'default_parameter', start, [as('name', bound), value])
  }
  return hasType ? node(tokens, 'typed_parameter', start, [bound]) : bound
}

const tuplePattern = (one: SyntaxNode): SyntaxNode =>
  one.type === 'identifier' ? one : { ...one, type: 'tuple_pattern' }
