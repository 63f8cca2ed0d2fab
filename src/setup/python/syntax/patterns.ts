import type { SyntaxNode } from '../tree.ts'
import type { Blocks } from './headers.ts'
import { dottedName } from './imports.ts'
import { as, leaf, node } from './nodes.ts'
import { strings } from './strings.ts'
import { fault, type Tokens } from './tokens.ts'

/** What stands behind `case`: one pattern, or with a comma the sequence `a, *b`. @throws fault */
export function casePatterns(blocks: Blocks): SyntaxNode[] {
  const { tokens } = blocks
  const { start } = tokens
  const first = pattern(blocks)
  if (!tokens.accept(',')) return [first]
  const others = row(tokens, ':', () => pattern(blocks))
  const all = node(tokens, 'list_pattern', start, [first, ...others])
  return [node(tokens, 'case_pattern', start, [all])]
}

function row(tokens: Tokens, closing: string, item: () => SyntaxNode): SyntaxNode[] {
  const items: SyntaxNode[] = []
  while (tokens.word !== closing) {
    items.push(item())
    if (!tokens.accept(',')) break
  }
  return items
}

/** `pattern as name` @throws fault */
function pattern(blocks: Blocks): SyntaxNode {
  const { tokens } = blocks
  const { start } = tokens
  const one = blocks.within(() => alternatives(blocks))
  if (!tokens.accept('as')) return one
  if (tokens.kind !== 'name') throw fault
  const named = node(tokens, 'as_pattern', start, [one, leaf(tokens, 'identifier')])
  return node(tokens, 'case_pattern', start, [named])
}

function alternatives(blocks: Blocks): SyntaxNode {
  const { tokens } = blocks
  const { start } = tokens
  const all = [simplePattern(blocks)]
  while (tokens.accept('|')) all.push(simplePattern(blocks))
  const [first] = all
  const inside = all.length === 1 ? first : node(tokens, 'union_pattern', start, all)
  // In parentheses of its own.
  if (inside?.type === 'case_pattern') return node(tokens, 'case_pattern', start, inside.children)
  // `_` binds nothing.
  return node(tokens, 'case_pattern', start, inside === undefined || inside.type === '_' ? [] : [inside])
}

function simplePattern(blocks: Blocks): SyntaxNode {
  const { tokens } = blocks
  const { start, word, kind } = tokens
  if (word === '(') return group(blocks)
  if (word === '[') {
    tokens.next()
    const items = row(tokens, ']', () => pattern(blocks))
    tokens.expect(']')
    return node(tokens, 'list_pattern', start, items)
  }
  if (word === '{') return mapping(blocks)
  if (word === '*' || word === '**') {
    tokens.next()
    return node(tokens, 'splat_pattern', start, [bound(tokens)])
  }
  if (kind === 'string' || kind === 'f-string') return strings(tokens, blocks)
  if (kind === 'number' || word === '-') return number(tokens)
  if (kind === 'keyword') return constant(tokens)
  return named(blocks)
}

/** A sequence in parentheses, or a pattern alone in them, which is that pattern. */
function group(blocks: Blocks): SyntaxNode {
  const { tokens } = blocks
  const { start } = tokens
  tokens.next()
  const items: SyntaxNode[] = []
  let isSequence = tokens.word === ')'
  while (tokens.word !== ')') {
    items.push(pattern(blocks))
    if (!tokens.accept(',')) break
    isSequence = true
  }
  tokens.expect(')')
  const [only] = items
  return isSequence || only === undefined ? node(tokens, 'tuple_pattern', start, items) : only
}

const constant = (tokens: Tokens): SyntaxNode => {
  if (!constants.has(tokens.word)) throw fault
  return leaf(tokens, tokens.word.toLowerCase())
}

const constants = new Set(['None', 'True', 'False'])

function number(tokens: Tokens): SyntaxNode {
  const { start } = tokens
  const minus = tokens.word === '-' ? as('operator', leaf(tokens, '-')) : null
  if (tokens.kind !== 'number') throw fault
  const digits = leaf(tokens, 'number')
  const value =
    minus === null ? digits : node(tokens, 'unary_operator', start, [minus, as('argument', digits)])
  if (tokens.word !== '+' && tokens.word !== '-') return value
  tokens.next()
  if (tokens.kind !== 'number') throw fault
  tokens.next()
  return node(tokens, 'complex_pattern', start)
}

function bound(tokens: Tokens): SyntaxNode {
  if (tokens.kind !== 'name') throw fault
  return leaf(tokens, tokens.word === '_' ? '_' : 'identifier')
}

function mapping(blocks: Blocks): SyntaxNode {
  const { tokens } = blocks
  const { start } = tokens
  tokens.next()
  const parts = row(tokens, '}', () => {
    if (tokens.word === '**') return simplePattern(blocks)
    const key = as('key', simplePattern(blocks))
    const from = key.start
    tokens.expect(':')
    return node(tokens, 'pair_pattern', from, [key, as('value', pattern(blocks))])
  })
  tokens.expect('}')
  return node(
    tokens,
    'dict_pattern',
    start,
    parts.flatMap((one) => (one.type === 'pair_pattern' ? one.children : [one])),
  )
}

/** A name, a dotted value, or a class with patterns of its own. */
function named(blocks: Blocks): SyntaxNode {
  const { tokens } = blocks
  const { start } = tokens
  if (tokens.word === '_') return leaf(tokens, '_')
  const name = dottedName(tokens)
  if (!tokens.accept('(')) return name
  const parts = row(tokens, ')', () => argument(blocks))
  tokens.expect(')')
  return node(tokens, 'class_pattern', start, [name, ...parts])
}

function argument(blocks: Blocks): SyntaxNode {
  const { tokens } = blocks
  const { start } = tokens
  const one = pattern(blocks)
  if (!tokens.accept('=')) return one
  const key = one.children[0]?.children[0]
  if (key === undefined) throw fault
  return node(tokens, 'keyword_pattern', start, [key, pattern(blocks)])
}
