import type { SyntaxNode } from '../tree.ts'
import { classDefinition, decorated, functionDefinition } from './definitions.ts'
import { type Blocks, header } from './headers.ts'
import { as, name, node } from './nodes.ts'
import { note } from './recovery.ts'
import { checkedTarget } from './targets.ts'
import { fault, type Tokens } from './tokens.ts'

/** A statement that holds blocks, or null where none begins. `block` is the column of the block that it stands in. @throws fault */
export function compoundStatement(blocks: Blocks, block: number): SyntaxNode | null {
  const { tokens } = blocks
  switch (tokens.word) {
    case 'if':
      return ifStatement(blocks, block)
    case 'for':
      return loop(blocks, block, tokens.start, forHeader)
    case 'while':
      return loop(blocks, block, tokens.start, condition)
    case 'with':
      return withStatement(blocks, tokens.start)
    case 'try':
      return tryStatement(blocks, block)
    case 'def':
      return functionDefinition(blocks, tokens.start)
    case 'class':
      return classDefinition(blocks)
    case '@':
      return decorated(blocks)
    case 'async':
      return asynchronous(blocks, block)
    default:
      return null
  }
}

function asynchronous(blocks: Blocks, block: number): SyntaxNode | null {
  const { tokens } = blocks
  const mark = tokens.mark()
  tokens.next()
  if (tokens.word === 'def') return functionDefinition(blocks, mark.start)
  if (tokens.word === 'for') return loop(blocks, block, mark.start, forHeader)
  if (tokens.word === 'with') return withStatement(blocks, mark.start)
  tokens.reset(mark)
  return null
}

const condition = ({ expression }: Blocks) => [as('condition', expression())]

function forHeader({ tokens, loopTarget, expressions }: Blocks): SyntaxNode[] {
  const left = as('left', loopTarget())
  tokens.expect('in')
  return [left, as('right', expressions())]
}

/** Whether a clause with this word goes on with a statement of the block whose column is `block`. */
export const follows = ({ word, indent }: Tokens, wanted: string, block: number, column: number): boolean =>
  word === wanted && indent >= block && indent <= column

function ifStatement(blocks: Blocks, block: number): SyntaxNode {
  const { tokens } = blocks
  const { start, indent } = tokens
  tokens.next()
  const parts = [...header(blocks, () => condition(blocks)), as('consequence', blocks.suite(indent))]
  while (follows(tokens, 'elif', block, indent)) {
    const from = tokens.start
    tokens.next()
    const arm = [...header(blocks, () => condition(blocks)), as('consequence', blocks.suite(indent))]
    parts.push(as('alternative', node(tokens, 'elif_clause', from, arm)))
  }
  return node(tokens, 'if_statement', start, [...parts, ...elseClause(blocks, block, indent)])
}

function elseClause(blocks: Blocks, block: number, column: number): SyntaxNode[] {
  const { tokens } = blocks
  return follows(tokens, 'else', block, column)
    ? [as('alternative', clause(blocks, 'else_clause', column))]
    : []
}

/** A clause of a keyword and a block alone. */
function clause(
  blocks: Blocks,
  type: string,
  column: number,
  read: () => SyntaxNode[] = () => [],
): SyntaxNode {
  const { tokens } = blocks
  const { start } = tokens
  tokens.next()
  const parts = header(blocks, read)
  return node(tokens, type, start, [...parts, as('body', blocks.suite(column))])
}

function loop(
  blocks: Blocks,
  block: number,
  start: number,
  read: (blocks: Blocks) => SyntaxNode[],
): SyntaxNode {
  const { tokens } = blocks
  const { indent } = tokens
  const type = tokens.word === 'for' ? 'for_statement' : 'while_statement'
  tokens.next()
  const parts = [...header(blocks, () => read(blocks)), as('body', blocks.suite(indent))]
  return node(tokens, type, start, [...parts, ...elseClause(blocks, block, indent)])
}

function withStatement(blocks: Blocks, start: number): SyntaxNode {
  const { tokens } = blocks
  const { indent } = tokens
  tokens.next()
  const items = header(blocks, () => inParentheses(blocks) ?? openedItems(blocks))
  return node(tokens, 'with_statement', start, [...items, as('body', blocks.suite(indent))])
}

/** `with (a as b, c as d):`, as far as its colon; null where the parentheses are those of an expression. */
function inParentheses(blocks: Blocks): SyntaxNode[] | null {
  const { tokens } = blocks
  if (tokens.word !== '(') return null
  const mark = tokens.mark()
  try {
    tokens.next()
    const items = openedItems(blocks)
    tokens.expect(')')
    if (tokens.at(':')) return items
  } catch (reason) {
    if (reason !== fault) throw reason
  }
  tokens.reset(mark)
  return null
}

function openedItems(blocks: Blocks): SyntaxNode[] {
  const { tokens } = blocks
  const items: SyntaxNode[] = []
  do {
    if (tokens.word === ')') break
    const { start } = tokens
    const value = as('value', blocks.expression())
    const alias = tokens.accept('as') ? [as('alias', checkedTarget(blocks.expression()))] : []
    items.push(node(tokens, 'with_item', start, [value, ...alias]))
  } while (tokens.accept(','))
  return items
}

function tryStatement(blocks: Blocks, block: number): SyntaxNode {
  const { tokens } = blocks
  const { start, indent } = tokens
  const parts = [clause(blocks, 'try_clause', indent)]
  while (follows(tokens, 'except', block, indent))
    parts.push(clause(blocks, 'except_clause', indent, () => caught(blocks)))
  const handlers = parts.length - 1
  if (follows(tokens, 'else', block, indent)) parts.push(clause(blocks, 'else_clause', indent))
  const hasElse = parts.length - 1 > handlers
  if (follows(tokens, 'finally', block, indent)) parts.push(clause(blocks, 'finally_clause', indent))
  if (parts.length === 1 || (hasElse && handlers === 0)) note(tokens, fault)
  return node(tokens, 'try_statement', start, parts)
}

/** `except* Error as name`; Python 2 wrote a comma for `as`. */
function caught(blocks: Blocks): SyntaxNode[] {
  const { tokens } = blocks
  tokens.accept('*')
  if (tokens.word === ':') return []
  const value = as('value', blocks.expression())
  while (tokens.word === ',') {
    tokens.next()
    blocks.expression()
  }
  return tokens.accept('as') ? [value, as('alias', name(tokens))] : [value]
}
