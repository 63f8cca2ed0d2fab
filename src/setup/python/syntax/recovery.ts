import type { SyntaxNode } from '../tree.ts'
import { lineEndFrom } from './characters.ts'
import { fault, type Tokens } from './tokens.ts'

/** Notes where the text is no Python. @throws what was thrown, if that is anything else */
export function note(tokens: Tokens, reason: unknown): void {
  if (reason !== fault) throw reason
  tokens.error ??= { start: tokens.start, end: Math.max(tokens.start, tokens.end) }
}

/**
 * Passes over the rest of a line that does not parse, and over lines that go on with it: such as are indented deeper,
 * and closing brackets where one is open. The current token is the line end then, or the text's.
 */
export function restOfLine(tokens: Tokens, start: number, reason: unknown): SyntaxNode {
  note(tokens, reason)
  const { indent, depth } = tokens
  let end = skipLine(tokens)
  while (goesOn(tokens, indent, depth > 0)) end = skipLine(tokens)
  return { type: 'ERROR', field: null, start, end, children: [] }
}

/** Leaves the line end of the current token's line as the current token and gives its offset. */
function skipLine(tokens: Tokens): number {
  const end = lineEndFrom(tokens.text, tokens.kind === 'newline' ? tokens.start : tokens.end)
  tokens.goTo(end)
  return end
}

/** Looks at the line behind the current line end; takes the line end when the next line goes on. */
function goesOn(tokens: Tokens, indent: number, open: boolean): boolean {
  if (!tokens.atLineEnd()) return false
  const mark = tokens.mark()
  tokens.next()
  if (tokens.indent >= 0 && (tokens.indent > indent || (open && closing.has(tokens.word)))) return true
  tokens.reset(mark)
  return false
}

const closing = new Set([')', ']', '}'])

/** Whether a header that does not parse ends its line with a colon: then its block can be read, behind that colon. */
export function skipHeader(tokens: Tokens, reason: unknown): boolean {
  const end = lineEndFrom(tokens.text, tokens.start)
  const colon = /:[ \t]*(?:#.*)?$/.exec(tokens.text.slice(tokens.start, end))
  if (colon === null || reason !== fault) return false
  note(tokens, reason)
  tokens.goTo(tokens.start + colon.index)
  return true
}
