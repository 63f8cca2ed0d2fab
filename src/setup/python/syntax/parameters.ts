import type { SyntaxNode } from '../tree.ts'
import type { Grammar } from './grammar.ts'
import { as, name, node } from './nodes.ts'
import { fault, type Tokens } from './tokens.ts'

/** Parameters up to the closing token, which is not taken: `)` for a `def`, `:` for a lambda. @throws fault */
export function parameters(tokens: Tokens, grammar: Grammar, closing: ')' | ':'): SyntaxNode {
  const { start } = tokens
  const all: SyntaxNode[] = []
  const kinds: string[] = []
  while (tokens.word !== closing) {
    const { word } = tokens
    const one = parameter(tokens, grammar, closing === ')')
    if (one !== null) all.push(one)
    kinds.push(
      one === null ? word : one.type === 'typed_parameter' ? (one.children[0]?.type ?? word) : one.type,
    )
    if (tokens.word !== closing) tokens.expect(',')
  }
  checkOrder(kinds)
  return node(tokens, 'parameters', start, all)
}

/** @throws fault where Python takes no parameters of these types, bare `/` and `*` among them, in this order */
function checkOrder(kinds: readonly string[]): void {
  const seen = new Set<string>()
  const starred = () => seen.has('*') || seen.has('list_splat_pattern')
  let last = ''
  for (const kind of kinds) {
    const isStar = kind === '*' || kind === 'list_splat_pattern'
    if (last === 'dictionary_splat_pattern' || (last === '*' && kind === 'dictionary_splat_pattern'))
      throw fault
    if (isStar && starred()) throw fault
    if (kind === '/' && (last === '' || seen.has('/') || starred())) throw fault
    if (plain.has(kind) && seen.has('default_parameter') && !starred()) throw fault
    seen.add(kind)
    last = kind
  }
  if (last === '*') throw fault
}

/** Without a default. */
const plain = new Set(['identifier', 'tuple_pattern'])

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
