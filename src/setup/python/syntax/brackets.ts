import type { SyntaxNode } from '../tree.ts'
import { atComprehension, comprehension } from './comprehensions.ts'
import type { Grammar } from './grammar.ts'
import { as, node } from './nodes.ts'
import { fault, type Tokens } from './tokens.ts'

/** What stands in parentheses, brackets or braces. @throws fault */
export function collection(tokens: Tokens, grammar: Grammar): SyntaxNode {
  if (tokens.word === '(') return parenthesized(tokens, grammar)
  if (tokens.word === '[') return list(tokens, grammar)
  if (tokens.word === '{') return braces(tokens, grammar)
  throw fault
}

/** A call of `one` or a subscript of it, as far as its closing bracket. @throws fault */
export const suffix = (tokens: Tokens, grammar: Grammar, one: SyntaxNode): SyntaxNode =>
  tokens.word === '(' ? call(tokens, grammar, one) : subscript(tokens, grammar, one)

function parenthesized(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  tokens.next()
  if (tokens.accept(')')) return node(tokens, 'tuple', start)
  if (tokens.word === 'yield') {
    const inside = grammar.value()
    tokens.expect(')')
    return node(tokens, 'parenthesized_expression', start, [inside])
  }
  const first = grammar.item()
  if (atComprehension(tokens))
    return comprehension(tokens, grammar, 'generator_expression', ')', first, start)
  if (tokens.word === ',') return node(tokens, 'tuple', start, rest(tokens, grammar, first, ')'))
  if (first.type === 'list_splat') throw fault
  tokens.expect(')')
  return node(tokens, 'parenthesized_expression', start, [first])
}

function list(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  tokens.next()
  if (tokens.accept(']')) return node(tokens, 'list', start)
  const first = grammar.item()
  if (atComprehension(tokens)) return comprehension(tokens, grammar, 'list_comprehension', ']', first, start)
  return node(tokens, 'list', start, rest(tokens, grammar, first, ']'))
}

function braces(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  tokens.next()
  if (tokens.accept('}')) return node(tokens, 'dictionary', start)
  const item = () => pairOrItem(tokens, grammar)
  const first = item()
  const isEntry = ({ type }: SyntaxNode) => type === 'pair' || type === 'dictionary_splat'
  const type = isEntry(first) ? 'dictionary' : 'set'
  if (atComprehension(tokens))
    return comprehension(tokens, grammar, `${type}_comprehension`, '}', first, start)
  const items = rest(tokens, { item }, first, '}')
  if (items.some((one) => isEntry(one) !== isEntry(first))) throw fault
  return node(tokens, type, start, items)
}

function pairOrItem(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  if (tokens.accept('**')) return node(tokens, 'dictionary_splat', start, [grammar.expression()])
  const key = grammar.item()
  if (key.type === 'list_splat' || !tokens.accept(':')) return key
  return node(tokens, 'pair', start, [as('key', key), as('value', grammar.expression())])
}

/** The items behind the first one and the closing bracket. */
function rest(
  tokens: Tokens,
  { item }: Pick<Grammar, 'item'>,
  first: SyntaxNode,
  closing: string,
): SyntaxNode[] {
  const items = [first]
  while (!tokens.accept(closing)) {
    tokens.expect(',')
    if (tokens.accept(closing)) break
    items.push(item())
  }
  return items
}

function call(tokens: Tokens, grammar: Grammar, callee: SyntaxNode): SyntaxNode {
  const given = as('arguments', argumentList(tokens, grammar))
  return node(tokens, 'call', callee.start, [as('function', callee), given])
}

/** `(a, *b, c=1, **d)`, or the one generator of `(x for x in y)`. @throws fault */
export function argumentList(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  tokens.expect('(')
  if (tokens.accept(')')) return node(tokens, 'argument_list', start)
  const first = argument(tokens, grammar)
  if (atComprehension(tokens))
    return comprehension(tokens, grammar, 'generator_expression', ')', first, start)
  const all = rest(tokens, { item: () => argument(tokens, grammar) }, first, ')')
  checkOrder(all)
  return node(tokens, 'argument_list', start, all)
}

/** Positional arguments stand in front of keywords, and those of a row in front of those of a dict. @throws fault */
function checkOrder(given: readonly SyntaxNode[]): void {
  let last = 0
  for (const { type } of given) {
    const rank = type === 'dictionary_splat' ? 2 : type === 'keyword_argument' ? 1 : 0
    if (rank === 0 && last > (type === 'list_splat' ? 1 : 0)) throw fault
    last = Math.max(last, rank)
  }
}

function argument(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  if (tokens.accept('**')) return node(tokens, 'dictionary_splat', start, [grammar.expression()])
  const one = grammar.item()
  if (tokens.word !== '=' || one.type !== 'identifier') return one
  tokens.next()
  const value = grammar.expression()
  return node(tokens, 'keyword_argument', start, [as('name', one), as('value', value)])
}

/** Several indices, or one with a comma or a star, are a tuple. */
function subscript(tokens: Tokens, grammar: Grammar, object: SyntaxNode): SyntaxNode {
  tokens.next()
  const { start } = tokens
  const first = slice(tokens, grammar)
  const isTuple = tokens.word === ',' || first.type === 'list_splat'
  const all = [first]
  while (tokens.accept(',') && !tokens.at(']')) all.push(slice(tokens, grammar))
  const index = isTuple ? node(tokens, 'expression_list', start, all) : first
  tokens.expect(']')
  return node(tokens, 'subscript', object.start, [as('value', object), as('subscript', index)])
}

/** `a`, `a:b`, `::c`; the colons are nodes of their own. */
function slice(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  const parts: SyntaxNode[] = []
  let colons = 0
  while (tokens.word !== ',' && tokens.word !== ']') {
    if (tokens.word !== ':') {
      const one = grammar.item()
      if (colons === 0 && tokens.word !== ':') return one
      parts.push(one)
      if (tokens.word !== ':' && tokens.word !== ',' && tokens.word !== ']') throw fault
      continue
    }
    if (colons === 2) throw fault
    colons += 1
    const at = tokens.start
    tokens.next()
    parts.push(node(tokens, ':', at))
  }
  if (colons === 0) throw fault
  return node(tokens, 'slice', start, parts)
}
