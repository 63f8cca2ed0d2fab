import type { Span } from '../../model/span.ts'
import type { Program } from '../program.ts'

/** A text in which spans count lines: a file, or a cell of a notebook. */
export interface SourceText {
  lines: string[]
  /** As in spans. */
  cell?: number
}

type File = { program: Program; text: string }

/** Gives the texts of a file that can be edited, each split once; none of a file that is not there. */
export function textsIn(files: ReadonlyMap<string, File>): (path: string) => SourceText[] {
  const split = new Map<string, SourceText[]>()
  return (path) => {
    const texts = split.get(path) ?? textsOf(files.get(path))
    split.set(path, texts)
    return texts
  }
}

function textsOf(file: File | undefined): SourceText[] {
  if (file === undefined) return []
  const { cells } = file.program
  if (cells !== undefined) return cells.map((text, index) => ({ lines: text.split('\n'), cell: index + 1 }))
  return [{ lines: file.text.split('\n') }]
}

/** The lines of the file or cell that a span lies in; undefined where its text is not at hand. */
export const linesOf = (
  { path, cell }: Span,
  { textsOf }: { textsOf(path: string): SourceText[] },
): string[] | undefined => textsOf(path).find((text) => text.cell === cell)?.lines

/** The source text of a span. */
export function sourceText(lines: readonly string[], span: Span): string {
  if (span.line === span.endLine)
    return (lines[span.line - 1] ?? '').slice(span.column - 1, span.endColumn - 1)
  const first = (lines[span.line - 1] ?? '').slice(span.column - 1)
  const last = (lines[span.endLine - 1] ?? '').slice(0, span.endColumn - 1)
  return [first, ...lines.slice(span.line, span.endLine - 1), last].join('\n')
}
