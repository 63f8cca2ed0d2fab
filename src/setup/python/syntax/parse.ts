import type { SyntaxNode, SyntaxTree } from '../tree.ts'
import { compoundStatement } from './compound.ts'
import type { Blocks } from './headers.ts'
import { grammarOf } from './lists.ts'
import { matchStatement } from './match.ts'
import { node } from './nodes.ts'
import { note, restOfLine } from './recovery.ts'
import { simpleStatement } from './simple.ts'
import { fault, Tokens } from './tokens.ts'

/**
 * Reads a Python text, also of Python 2, by recursive descent. Never throws: what does not parse is an `ERROR` in place
 * of its statement, or of the value that is assigned, and the rest goes on. `indented`: all lines may be, as IPython has it.
 * https://docs.python.org/3/reference/grammar.html
 */
export function parseTree(text: string, indented = false): SyntaxTree {
  const tokens = new Tokens(text)
  const blocks: Blocks = { ...grammarOf(tokens), tokens, suite: (column) => suite(blocks, column) }
  const root = block(blocks, 0, indented ? Math.max(0, tokens.indent) : 0)
  return { root, comments: tokens.comments, error: tokens.error }
}

/**
 * Statements at this column or deeper; a line indented otherwise than the others, for no reason, belongs to the block that
 * it stands in.
 */
function block(blocks: Blocks, column: number, usual = column): SyntaxNode {
  const { tokens } = blocks
  const { start } = tokens
  const statements: SyntaxNode[] = []
  while (tokens.kind !== 'end' && tokens.indent >= column) {
    if (tokens.indent !== usual) note(tokens, fault)
    for (const one of statement(blocks, column)) statements.push(one)
  }
  return node(tokens, 'block', start, statements)
}

/** What stands behind a colon: statements on the same line or an indented block, which may be missing. */
function suite(blocks: Blocks, column: number): SyntaxNode {
  const { tokens } = blocks
  tokens.accept(':')
  const { start } = tokens
  if (!tokens.atLineEnd()) return node(tokens, 'block', start, line(blocks))
  tokens.next()
  if (tokens.indent <= column) {
    note(tokens, fault)
    return node(tokens, 'block', start)
  }
  return blocks.within(() => block(blocks, tokens.indent))
}

function statement(blocks: Blocks, column: number): SyntaxNode[] {
  const { tokens } = blocks
  const { start } = tokens
  try {
    const compound = tokens.word === 'match' ? matchStatement(blocks) : compoundStatement(blocks, column)
    return compound === null ? line(blocks) : [compound]
  } catch (reason) {
    const wrong = restOfLine(tokens, start, reason)
    if (tokens.atLineEnd()) tokens.next()
    return [wrong]
  }
}

/** Statements with semicolons between them, and their line end. */
function line(blocks: Blocks): SyntaxNode[] {
  const { tokens } = blocks
  const statements: SyntaxNode[] = []
  do {
    if (tokens.atLineEnd()) break
    const { start } = tokens
    try {
      const one = simpleStatement(tokens, blocks)
      if (!tokens.atLineEnd() && !tokens.at(';')) throw fault
      statements.push(one)
    } catch (reason) {
      statements.push(restOfLine(tokens, start, reason))
    }
  } while (tokens.accept(';'))
  if (tokens.atLineEnd()) tokens.next()
  return statements
}
