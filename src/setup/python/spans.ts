import type { Span } from '../../model/span.ts'

const longestSnippet = 200

export type SpanAt = (start: number, end: number) => Span

/**
 * Turns offsets (UTF-16 code units) into spans: lines and columns from 1, end exclusive. Lines end where Python
 * ends them: at LF, CR LF and CR. `cell` is set in notebooks, whose lines count inside the cell.
 */
export function spanner(text: string, path: string, cell?: number): SpanAt {
  const starts = lineStarts(text)
  const snippets = new Map<number, string>()
  const snippetOf = (line: number): string => {
    const known = snippets.get(line)
    if (known !== undefined) return known
    const start = starts[line] ?? 0
    const snippet = text.slice(start, start + longestSnippet).replace(/[\r\n].*$/s, '')
    snippets.set(line, snippet)
    return snippet
  }
  const spanAt = (start: number, end: number): Span => {
    const line = lineAt(starts, start)
    const endLine = lineAt(starts, Math.max(start, end))
    return {
      path,
      line: line + 1,
      column: start - (starts[line] ?? 0) + 1,
      endLine: endLine + 1,
      endColumn: Math.max(start, end) - (starts[endLine] ?? 0) + 1,
      ...(cell === undefined ? {} : { cell }),
      snippet: snippetOf(line),
    }
  }
  // The parts of the lowering ask for the place of one node in turn.
  let last = { start: -1, end: -1, span: spanAt(0, 0) }
  return (start, end) => {
    if (start !== last.start || end !== last.end) last = { start, end, span: spanAt(start, end) }
    return last.span
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (const { index, 0: end } of text.matchAll(/\r\n?|\n/g)) starts.push(index + end.length)
  return starts
}

/** The last line that starts at or before the offset. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
