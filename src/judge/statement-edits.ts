import type { Edit } from '../model/fix.ts'
import type { Span } from '../model/span.ts'

/** A call, and its text where that goes over several lines. */
interface Written {
  span: Span
  text?: string
}

/**
 * The text of a call with the part at `change` replaced; null where it spans several lines that are not at hand, or is
 * longer than what the span keeps of the source.
 */
export function copyOfCall(
  { span: call, text }: Written,
  change: { span: Span; text: string } | null,
): string | null {
  const whole = text ?? inOneLine(call)
  if (whole === null || change === null || !within(change.span, call)) return whole
  const lines = whole.split('\n')
  const row = change.span.line - call.line
  const shift = row === 0 ? call.column : 1
  const line = lines[row] ?? ''
  lines[row] =
    line.slice(0, change.span.column - shift) + change.text + line.slice(change.span.endColumn - shift)
  return lines.join('\n')
}

const inOneLine = ({ line, endLine, column, endColumn, snippet }: Span) =>
  line !== endLine || snippet.length < endColumn - 1 ? null : snippet.slice(column - 1, endColumn - 1)

/** Whether a part that stands in one line belongs to a call. */
const within = (inner: Span, outer: Span) =>
  inner.path === outer.path &&
  inner.cell === outer.cell &&
  inner.line === inner.endLine &&
  (inner.line > outer.line || (inner.line === outer.line && inner.column >= outer.column)) &&
  (inner.line < outer.endLine || (inner.line === outer.endLine && inner.endColumn <= outer.endColumn))

/** What may stand before a call that opens its statement: `history = `, `const history = await `. */
const opening =
  /^\s*(?:(?:const|let|var)\s+)?(?:[\w.]+(?:\s*:\s*[\w.<>]+)?\s*=\s*)?(?:return\s+)?(?:await\s+)?$/

/**
 * Puts a statement on a line of its own before the statement that holds the call `at`. Null unless both calls open
 * a statement of the same block depth in the same file: elsewhere the names of the text may mean something
 * else.
 */
export function insertedBefore(at: Span, like: Span, text: string): Edit | null {
  if (at.path !== like.path || indentOf(at) !== indentOf(like)) return null
  // Cells of a notebook share their names, but not those of a function or class.
  if (at.cell !== like.cell && indentOf(at) !== '') return null
  if (![at, like].every(({ snippet, column }) => opening.test(snippet.slice(0, column - 1)))) return null
  const end = /;\s*$/.test(like.snippet) ? ';' : ''
  return {
    op: 'edit',
    span: { ...at, column: 1, endLine: at.line, endColumn: 1 },
    text: `${indentOf(at)}${text}${end}\n`,
  }
}

/**
 * Puts a statement on a line of its own behind the one-line statement that ends with `at`. Null where it goes on
 * behind it or over several lines, or where the source line was cut.
 */
export function followingLine(at: Span, text: string): Edit | null {
  const rest = at.snippet.slice(at.endColumn - 1)
  if (at.line !== at.endLine || at.snippet.length < at.endColumn - 1 || !/^\s*(#.*)?$/.test(rest)) return null
  return {
    op: 'edit',
    span: { ...at, column: at.endColumn },
    text: `\n${indentOf(at)}${text}`,
  }
}

/** Puts an item on a line of its own before the item `at` of a list; null unless that stands on a line of its own. */
export function withinList(at: Span, text: string): Edit | null {
  const { snippet, line, endLine, column, endColumn } = at
  const alone = /^\s*$/.test(snippet.slice(0, column - 1)) && /^\s*,?\s*$/.test(snippet.slice(endColumn - 1))
  if (line !== endLine || snippet.length < endColumn - 1 || !alone) return null
  return {
    op: 'edit',
    span: { ...at, column: 1, endColumn: 1 },
    text: `${indentOf(at)}${text},\n`,
  }
}

const indentOf = ({ snippet }: Span) => /^\s*/.exec(snippet)?.[0] ?? ''

/**
 * Takes one argument out of a call, with its comma, and with its line where it stands alone on it. Null where the
 * argument spans several lines or the source line was cut.
 */
export function withoutArgument(argument: Span): Edit | null {
  const { snippet, line, endLine, column, endColumn } = argument
  if (line !== endLine || snippet.length < endColumn - 1) return null
  const before = snippet.slice(0, column - 1)
  const after = snippet.slice(endColumn - 1)
  const comma = /^\s*,\s*/.exec(after)?.[0].length ?? 0
  if (/^\s*$/.test(before) && comma === after.length)
    return { op: 'edit', span: { ...argument, column: 1, endLine: line + 1, endColumn: 1 }, text: '' }
  const left = comma > 0 ? 0 : (/,\s*$/.exec(before)?.[0].length ?? 0)
  return {
    op: 'edit',
    span: { ...argument, column: column - left, endColumn: endColumn + comma },
    text: '',
  }
}

/** One more argument for a call that stands in one line; null where it does not, or is longer than the span keeps. */
export function withArgument(call: Span, argument: string): Edit | null {
  const text = call.snippet.slice(call.column - 1, call.endColumn - 1)
  if (call.line !== call.endLine || !text.endsWith(')')) return null
  const at = { ...call, column: call.endColumn - 1, endColumn: call.endColumn - 1 }
  if (/\(\s*\)$/.test(text)) return { op: 'edit', span: at, text: argument }
  return { op: 'edit', span: at, text: /,\s*\)$/.test(text) ? ` ${argument}` : `, ${argument}` }
}

/** The indentation of a place that opens its line; null where other code stands before it. */
export function lineOf({ snippet, column }: Span): string | null {
  const before = snippet.slice(0, column - 1)
  return /^\s*$/.test(before) ? before : null
}

/** Takes a statement away with its line; null where it shares the line or goes over several. */
export function withoutLine(statement: Span): Edit | null {
  const { line, endLine, endColumn, snippet } = statement
  const alone = lineOf(statement) !== null && /^\s*(#.*)?$/.test(snippet.slice(endColumn - 1))
  if (line !== endLine || !alone) return null
  return { op: 'edit', span: { ...statement, column: 1, endLine: line + 1, endColumn: 1 }, text: '' }
}

/**
 * Indents the lines of a statement by one level, but for the first; null where a text over several lines would change.
 * `lines` are the whole lines of the statement.
 */
export function indented(statement: Span, lines: readonly string[]): Edit[] | null {
  if (lines.some((line) => /"""|'''|\\$/.test(line))) return null
  return lines.slice(1).flatMap((snippet, index): Edit[] => {
    const line = statement.line + index + 1
    const span = {
      ...statement,
      line,
      column: 1,
      endLine: line,
      endColumn: 1,
      snippet: snippet.slice(0, 200),
    }
    return /^\s*$/.test(snippet) ? [] : [{ op: 'edit', span, text: '    ' }]
  })
}
