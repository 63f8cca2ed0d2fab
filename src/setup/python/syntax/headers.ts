import type { SyntaxNode } from '../tree.ts'
import type { Grammar } from './grammar.ts'
import { note, skipHeader } from './recovery.ts'
import { fault, type Tokens } from './tokens.ts'

/** What statements that hold blocks are read with. */
export interface Blocks extends Grammar {
  tokens: Tokens
  /** The block behind a header's colon; `column` is that of the header. */
  suite(column: number): SyntaxNode
}

/**
 * Reads a header up to its colon, which may be missing at the line's end. Where it does not parse and its block can be
 * read all the same, nothing of it is known.
 */
export function header({ tokens }: Blocks, read: () => SyntaxNode[]): SyntaxNode[] {
  try {
    const parts = read()
    if (tokens.word === ':') return parts
    if (!tokens.atLineEnd()) throw fault
    note(tokens, fault)
    return parts
  } catch (reason) {
    if (skipHeader(tokens, reason)) return []
    throw reason
  }
}
