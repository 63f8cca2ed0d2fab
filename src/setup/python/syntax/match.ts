import type { SyntaxNode } from '../tree.ts'
import { type Blocks, header } from './headers.ts'
import { as, node } from './nodes.ts'
import { casePatterns } from './patterns.ts'
import { note } from './recovery.ts'
import { fault } from './tokens.ts'

/** `match subject:` and its cases; null where `match` is a name like any other. @throws fault */
export function matchStatement(blocks: Blocks): SyntaxNode | null {
  const { tokens } = blocks
  const mark = tokens.mark()
  const { start, indent } = tokens
  const subject = matched(blocks)
  if (subject === null || tokens.indent <= indent || tokens.word !== 'case') {
    tokens.reset(mark)
    return null
  }
  const column = tokens.indent
  const cases: SyntaxNode[] = []
  const from = tokens.start
  while (tokens.word === 'case' && tokens.indent >= column) {
    if (tokens.indent !== column) note(tokens, fault)
    cases.push(blocks.within(() => caseClause(blocks)))
  }
  const body = as('body', node(tokens, 'block', from, cases))
  return node(tokens, 'match_statement', start, [as('subject', subject), body])
}

/** The subject, with the first token of the block's line as the current one; null for anything else. */
function matched({ tokens, expressions }: Blocks): SyntaxNode | null {
  tokens.next()
  try {
    const subject = expressions()
    tokens.expect(':')
    if (tokens.kind !== 'newline') return null
    tokens.next()
    return subject
  } catch (reason) {
    if (reason !== fault) throw reason
    return null
  }
}

function caseClause(blocks: Blocks): SyntaxNode {
  const { tokens } = blocks
  const { start, indent } = tokens
  tokens.next()
  const parts = header(blocks, () => {
    const patterns = casePatterns(blocks)
    const from = tokens.start
    if (!tokens.accept('if')) return patterns
    return [...patterns, as('guard', node(tokens, 'if_clause', from, [blocks.expression()]))]
  })
  return node(tokens, 'case_clause', start, [...parts, as('consequence', blocks.suite(indent))])
}
