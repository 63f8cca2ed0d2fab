import { Scanner } from './scanner.ts'

/** Thrown where the text is not Python; one object, for a place is all that is wanted of it. */
export const fault = new SyntaxError('does not parse as Python')

/**
 * More interpolations in one another are not read: before Python 3.12 quotes allowed four. Where every line opens one and
 * none is closed, every line looks as far ahead.
 */
const mostHoles = 5

/** The first token of a statement, to come back to. */
interface Mark {
  start: number
  indent: number
  lastEnd: number
  comments: number
}

/** The tokens of a Python text and how the grammar takes them. */
export class Tokens extends Scanner {
  /** The first place that does not parse. */
  error: { start: number; end: number } | null = null
  /** Interpolations that are open, one in another. */
  private holes = 0

  /** Whether a statement can end here: at a line end or that of the text. */
  atLineEnd(): boolean {
    return this.kind === 'newline' || this.kind === 'end'
  }

  at(word: string): boolean {
    return this.word === word
  }

  /** Takes the current token when it is this word. */
  accept(word: string): boolean {
    if (this.word !== word) return false
    this.next()
    return true
  }

  /** @throws fault when the current token is another */
  expect(word: string): void {
    if (!this.accept(word)) throw fault
  }

  /** Where the current token is, the first of a statement. */
  mark(): Mark {
    const { start, indent, lastEnd, comments } = this
    return { start, indent, lastEnd, comments: comments.length }
  }

  /** Back to where a statement begins. */
  reset({ start, indent, lastEnd, comments }: Mark): void {
    // Setting the length is slow, and mostly there is nothing to take back.
    if (this.comments.length > comments) this.comments.length = comments
    this.goTo(start)
    this.indent = indent
    this.lastEnd = lastEnd
  }

  /** Behind the opening brace of an interpolation, in which a colon or `!` ends the expression. @throws fault too deep */
  enterHole(brace: number): void {
    if (this.holes === mostHoles) throw fault
    this.holes += 1
    this.depth += 1
    this.holeDepth = this.depth
    this.goOnAt(brace + 1)
  }

  /** Behind its closing brace, back at the depths around it. */
  leaveHole(depth: number, holeDepth: number): void {
    this.holes -= 1
    this.depth = depth
    this.holeDepth = holeDepth
  }

  /** Makes the next token at an offset the current one, in the middle of a line. */
  goOnAt(offset: number): void {
    this.kind = 'operator'
    this.end = offset
    this.next()
  }

  /** Reads on at an offset, outside of all brackets, in the middle of a line. */
  goTo(offset: number): void {
    this.depth = 0
    this.holeDepth = -1
    this.holes = 0
    this.goOnAt(offset)
  }
}
