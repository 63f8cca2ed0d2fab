import type { SyntaxNode } from '../tree.ts'
import { lineEndFrom } from './characters.ts'
import type { Grammar } from './grammar.ts'
import { as, leaf, node } from './nodes.ts'
import { stringEnd } from './quotes.ts'
import { note } from './recovery.ts'
import { fault, type Tokens } from './tokens.ts'

/** A string or f-string, or several in a row, which Python joins. @throws fault */
export function strings(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start } = tokens
  const first = string(tokens, grammar)
  if (tokens.kind !== 'string' && tokens.kind !== 'f-string') return first
  const all = [first]
  while (tokens.kind === 'string' || tokens.kind === 'f-string') all.push(string(tokens, grammar))
  return node(tokens, 'concatenated_string', start, all)
}

/** Its children are the opening quotes with their prefix and, in an f-string, the interpolations. */
function string(tokens: Tokens, grammar: Grammar): SyntaxNode {
  const { start, contentStart, kind } = tokens
  const opening: SyntaxNode = { type: 'string_start', field: null, start, end: contentStart, children: [] }
  const holes = kind === 'f-string' ? formatted(tokens, grammar, opening) : []
  if (kind === 'string') checkEscapes(tokens)
  tokens.next()
  return node(tokens, 'string', start, [opening, ...holes])
}

/** Notes an escape that lacks digits, as that of `'C:\\Users'`; bytes have none of Unicode. */
function checkEscapes(tokens: Tokens): void {
  const { start, contentStart, end, text } = tokens
  const content = text.slice(contentStart, end)
  if (!content.includes('\\')) return
  const prefix = text.slice(start, contentStart)
  if (!/r/i.test(prefix) && (/b/i.test(prefix) ? wrongInBytes : wrongInText).test(content))
    note(tokens, fault)
}

const wrongInBytes = /(?<!\\)(?:\\\\)*\\x(?![\da-fA-F]{2})/
const wrongInText =
  /(?<!\\)(?:\\\\)*\\(?:x(?![\da-fA-F]{2})|u(?![\da-fA-F]{4})|U(?!00(?:10|0[\da-fA-F])[\da-fA-F]{4})|N(?!\{[^}]+\}))/

/** An f-string as far as its closing quotes; one that does not parse is passed over as if it were plain. */
function formatted(tokens: Tokens, grammar: Grammar, { start, end }: SyntaxNode): SyntaxNode[] {
  const opening = tokens.text.slice(start, end)
  const closing = opening.replace(/^[a-z]+/i, '')
  try {
    return interpolations(tokens, grammar, end, closing, /r/i.test(opening))
  } catch (reason) {
    tokens.end = Math.abs(stringEnd(tokens.text, end, closing.charAt(0), closing.length))
    tokens.kind = 'wrong'
    throw reason
  }
}

/** Reads from the content's start to the closing quotes, which become the end of the current token. */
function interpolations(
  tokens: Tokens,
  grammar: Grammar,
  start: number,
  closing: string,
  raw: boolean,
): SyntaxNode[] {
  const { text } = tokens
  const holes: SyntaxNode[] = []
  let at = start
  for (;;) {
    const one = text.charAt(at)
    if (text.startsWith(closing, at)) break
    if (one === '' || (closing.length === 1 && lineEnds.has(one))) throw fault
    if (one === '\\' && !(text.charAt(at + 1) === '{' || text.charAt(at + 1) === '}'))
      at = behindEscape(text, at, raw)
    else if ((one === '{' || one === '}') && text.charAt(at + 1) === one) at += 2
    else if (one === '{') {
      holes.push(grammar.within(() => interpolation(tokens, grammar, at, closing.length > 1)))
      at = tokens.end
    } else if (one === '}') throw fault
    else at += 1
  }
  tokens.kind = 'f-string'
  tokens.end = at + closing.length
  return holes
}

const lineEnds = new Set(['\n', '\r'])

/** Behind a backslash and what it escapes; the braces of `\N{name}` are no interpolation. */
function behindEscape(text: string, at: number, raw: boolean): number {
  if (!raw && text.startsWith('N{', at + 1)) {
    const close = text.indexOf('}', at)
    if (close !== -1 && close < lineEndFrom(text, at)) return close + 1
  }
  return text.startsWith('\r\n', at + 1) ? at + 3 : at + 2
}

/** From its opening brace; the closing one is the current token afterwards. `long`: in three quotes. */
function interpolation(tokens: Tokens, grammar: Grammar, start: number, long: boolean): SyntaxNode {
  const { depth, holeDepth } = tokens
  tokens.enterHole(start)
  const parts = [as('expression', grammar.value())]
  if (tokens.word === '=') parts.push(leaf(tokens, '='))
  if (tokens.word === '!') {
    const from = tokens.start
    tokens.next()
    if (tokens.kind !== 'name') throw fault
    tokens.next()
    parts.push(as('type_conversion', node(tokens, 'type_conversion', from)))
  }
  if (tokens.word === ':') parts.push(as('format_specifier', specifier(tokens, grammar, long)))
  if (tokens.word !== '}') throw fault
  tokens.leaveHole(depth, holeDepth)
  return { type: 'interpolation', field: null, start, end: tokens.end, children: parts }
}

/** From its colon; the closing brace of the interpolation is the current token afterwards. */
function specifier(tokens: Tokens, grammar: Grammar, long: boolean): SyntaxNode {
  const { start, text } = tokens
  const holes: SyntaxNode[] = []
  let at = tokens.end
  for (; text.charAt(at) !== '}'; at += 1) {
    const one = text.charAt(at)
    if (one === '' || (!long && lineEnds.has(one))) throw fault
    if (one !== '{') continue
    holes.push(grammar.within(() => interpolation(tokens, grammar, at, long)))
    at = tokens.end - 1
  }
  tokens.goOnAt(at)
  return { type: 'format_specifier', field: null, start, end: at, children: holes }
}
