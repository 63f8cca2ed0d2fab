import type { Span } from '../../../model/span.ts'
import type { Machine } from '../machine.ts'

/** The lines of the file or cell that a span lies in; undefined where its text is not at hand. */
export const linesOf = ({ path, cell }: Span, machine: Machine): string[] | undefined =>
  machine.textsOf(path).find((text) => text.cell === cell)?.lines

/** The source text of a span. */
export function sourceText(lines: readonly string[], span: Span): string {
  if (span.line === span.endLine)
    return (lines[span.line - 1] ?? '').slice(span.column - 1, span.endColumn - 1)
  const first = (lines[span.line - 1] ?? '').slice(span.column - 1)
  const last = (lines[span.endLine - 1] ?? '').slice(0, span.endColumn - 1)
  return [first, ...lines.slice(span.line, span.endLine - 1), last].join('\n')
}
