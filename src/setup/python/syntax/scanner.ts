import type { SyntaxNode } from '../tree.ts'
import {
  behindLineEnd,
  columnBehind,
  digit,
  isBlank,
  isLineEnd,
  kindAt,
  letter,
  lineEndFrom,
  wordEnd,
} from './characters.ts'
import { stringEnd } from './quotes.ts'
import { isKeyword, isStringPrefix, numberEnd, operatorAt } from './words.ts'

export type Kind =
  | 'begin'
  | 'name'
  | 'keyword'
  | 'number'
  | 'string'
  /** Only its prefix and opening quotes: what is inside is read by the grammar. */
  | 'f-string'
  | 'operator'
  | 'newline'
  | 'end'
  /** No token of Python. */
  | 'wrong'

/**
 * The tokens of a Python text, one at a time: the current one is described by the fields. Line ends inside brackets,
 * blank lines, comments and line continuations are passed over.
 * https://docs.python.org/3/reference/lexical_analysis.html
 */
export class Scanner {
  readonly text: string
  kind: Kind = 'begin'
  /** The name, keyword or operator itself; else empty. */
  word = ''
  /** Offsets in UTF-16 code units, end exclusive. */
  start = 0
  end = 0
  /** The end of the token before, line ends not counted. */
  lastEnd = 0
  /** Column of the first token of the current line, from 0, tabs filling up to eight; -1 at the end of the text. */
  indent = 0
  /** Of a string or f-string: behind its opening quotes. */
  contentStart = 0
  /** Brackets that are open. */
  depth = 0
  /** The depth at which a colon ends the expression of an f-string; -1 outside. */
  holeDepth = -1
  readonly comments: SyntaxNode[] = []

  constructor(text: string) {
    this.text = text
    this.next()
  }

  /** Goes on to the next token. */
  next(): void {
    if (this.kind !== 'newline' && this.kind !== 'end') this.lastEnd = this.end
    this.word = ''
    const at = this.skipBlanks()
    const { text } = this
    this.start = at
    if (at >= text.length) this.take('end', at)
    else {
      const code = text.charCodeAt(at)
      if (isLineEnd(code)) this.take('newline', behindLineEnd(text, at))
      else this.take(this.kindOf(at, code), this.end)
    }
    if (this.kind === 'end') this.indent = -1
  }

  private take(kind: Kind, end: number): void {
    this.kind = kind
    this.end = end
  }

  /** Past blanks and comments, and past line ends where they end nothing. */
  private skipBlanks(): number {
    const { text } = this
    const lineStart = this.kind === 'newline' || this.kind === 'begin'
    let at = this.end
    let column = 0
    for (;;) {
      const code = text.charCodeAt(at)
      if (code === 32) {
        at += 1
        column += 1
      } else if (isLineEnd(code)) {
        if (!lineStart && this.depth === 0) break
        at = behindLineEnd(text, at)
        column = 0
      } else if (code === 35) at = this.comment(at)
      else if (code === 92 && isLineEnd(text.charCodeAt(at + 1))) at = behindLineEnd(text, at + 1)
      else if (isBlank(code)) {
        at += 1
        column = columnBehind(code, column)
      } else break
    }
    if (lineStart) this.indent = column
    return at
  }

  private comment(start: number): number {
    const end = lineEndFrom(this.text, start)
    this.comments.push({ type: 'comment', field: null, start, end, children: [] })
    return end
  }

  /** Reads a name, number, string or operator: leaves its end and word. */
  private kindOf(at: number, code: number): Kind {
    const { text } = this
    const kind = kindAt(text, at)
    if (kind === letter) {
      this.end = wordEnd(text, at)
      const word = text.slice(at, this.end)
      if (this.atQuote() && isStringPrefix(word)) return this.string(word)
      this.word = word
      return isKeyword(word) ? 'keyword' : 'name'
    }
    if (kind === digit || (code === 46 && kindAt(text, at + 1) === digit)) {
      this.end = numberEnd(text, at)
      return 'number'
    }
    this.end = at
    return this.atQuote() ? this.string('') : this.operator(at)
  }

  private atQuote(): boolean {
    const code = this.text.charCodeAt(this.end)
    return code === 34 || code === 39
  }

  private string(prefix: string): Kind {
    const quote = this.text.charAt(this.end)
    const quotes = this.text.startsWith(quote.repeat(3), this.end) ? 3 : 1
    this.contentStart = this.end + quotes
    if (/[ft]/i.test(prefix)) {
      this.end = this.contentStart
      return 'f-string'
    }
    const end = stringEnd(this.text, this.contentStart, quote, quotes)
    this.end = Math.abs(end)
    return end > 0 ? 'string' : 'wrong'
  }

  private operator(at: number): Kind {
    const found = operatorAt(this.text, at)
    const word = found === ':=' && this.depth === this.holeDepth ? ':' : found
    this.word = word
    this.end = at + Math.max(word.length, 1)
    if (word === '(' || word === '[' || word === '{') this.depth += 1
    else if ((word === ')' || word === ']' || word === '}') && this.depth > 0) this.depth -= 1
    return word === '' ? 'wrong' : 'operator'
  }
}
