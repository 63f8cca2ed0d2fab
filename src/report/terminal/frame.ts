import type { Severity } from '../../model/finding.ts'
import type { Edit } from '../../model/fix.ts'
import type { Span } from '../../model/span.ts'
import { printable } from '../printable.ts'
import { markLine, placeWords, sourceChanges } from '../source-lines.ts'
import type { Page } from './paint.ts'
import { wrapName } from './wrap.ts'

/**
 * A source line with carets under what is meant:
 *
 *     --> train.py:12:5
 *     12 | val = val.map(augment)
 *        |           ^^^^^^^^^^^^
 */
export function codeFrame(span: Span, severity: Severity, page: Page): string[] {
  const { paint, width } = page
  const gutter = String(span.line)
  const { before, marked, after } = visible(span, width - gutter.length - 3)
  const bar = paint.faint('|')
  const carets = '^'.repeat(Math.max(1, marked.length))
  return [
    ...placeLines(placeWords(span), page),
    `${paint.faint(gutter)} ${bar} ${before}${paint.strong(marked)}${after}`,
    `${' '.repeat(gutter.length)} ${bar} ${' '.repeat(before.length)}${paint.severity[severity](carets)}`,
  ]
}

/** Unbroken where it fits, so that editors and logs make a link of it. */
function placeLines(place: string, { paint, width }: Page): string[] {
  return wrapName(place, width - 4).map(
    (line, index) => `${paint.faint(index === 0 ? '-->' : '   ')} ${paint.place(line)}`,
  )
}

/** The marked line without its indentation, cut to `room` columns around the mark. */
function visible(span: Span, room: number): { before: string; marked: string; after: string } {
  const line = markLine(span)
  let before = printable(line.before.trimStart())
  let marked = printable(line.marked)
  if (before.length > room / 2) before = `...${before.slice(before.length - Math.floor(room / 2) + 3)}`
  const left = room - before.length
  if (marked.length > left) marked = `${marked.slice(0, left - 3)}...`
  const rest = printable(line.after.trimEnd())
  const space = left - marked.length
  const after = rest.length <= space ? rest : space < 4 ? '' : `${rest.slice(0, space - 3)}...`
  return { before, marked, after }
}

/** The edits of a fix as a diff, each place with its removed and added lines. */
export function diffLines(edits: readonly Edit[], page: Page): string[] {
  const { paint, width } = page
  const cut = (line: string) => {
    const text = printable(line.replace(/\t/g, ' '))
    return text.length <= width - 2 ? text : `${text.slice(0, width - 5)}...`
  }
  return sourceChanges(edits).flatMap((change) => [
    ...placeLines(change.place, page),
    ...change.removed.map((line) => paint.removed(`- ${cut(line)}`)),
    ...(change.hidden > 0 ? [paint.removed(`- ... (${change.hidden} more)`)] : []),
    ...change.added.map((line) => paint.added(`+ ${cut(line)}`)),
  ])
}
