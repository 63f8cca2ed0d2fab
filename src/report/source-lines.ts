import type { Edit } from '../model/fix.ts'
import { groupBy } from '../model/group-by.ts'
import type { Span } from '../model/span.ts'

/** A source line as shown: the text with a stretch of it marked, all printable. */
export interface MarkedLine {
  before: string
  marked: string
  after: string
}

/** The first line of a span, cut into what stands before, in and after the span. Tabs count as one column. */
export function markLine(span: Span): MarkedLine {
  const text = span.snippet.replace(/\t/g, ' ')
  const from = Math.min(span.column - 1, text.length)
  const to = span.endLine === span.line ? Math.max(from, span.endColumn - 1) : text.length
  return { before: text.slice(0, from), marked: text.slice(from, to), after: text.slice(to) }
}

/** A line of a code frame. */
export interface FrameLine extends MarkedLine {
  number: number
}

/**
 * The lines around a span with what it covers marked, of long ones the first; just its first line in a report that
 * knows no more. Blank lines at either end are left out.
 */
export function frameLines(span: Span): FrameLine[] {
  const { excerpt } = span
  if (excerpt === undefined) return [{ number: span.line, ...markLine(span) }]
  const lines = excerpt.lines.map((line, index) => markAt(excerpt.line + index, line, span))
  const isSaid = ({ number, before }: FrameLine) => isCovered(span, number) || before.trim() !== ''
  return lines.slice(lines.findIndex(isSaid), lines.findLastIndex(isSaid) + 1)
}

/** Lines of a span beyond those that `frameLines` has. */
export const linesLeft = (span: Span, lines: readonly FrameLine[]): number =>
  Math.max(0, lastLine(span) - (lines.findLast(({ number }) => isCovered(span, number))?.number ?? 0))

/** An end in column 1 covers nothing of its line. */
const lastLine = ({ line, endLine, endColumn }: Span): number =>
  endLine > line && endColumn === 1 ? endLine - 1 : endLine

const isCovered = (span: Span, number: number): boolean => number >= span.line && number <= lastLine(span)

/** Of a line between the first and the last of a span everything but its indentation is marked. */
function markAt(number: number, line: string, span: Span): FrameLine {
  const text = line.replace(/\t/g, ' ')
  if (!isCovered(span, number)) return { number, before: text, marked: '', after: '' }
  const indent = text.length - text.trimStart().length
  const from = Math.min(number === span.line ? span.column - 1 : indent, text.length)
  const to = number === span.endLine ? Math.max(from, span.endColumn - 1) : text.length
  return { number, before: text.slice(0, from), marked: text.slice(from, to), after: text.slice(to) }
}

/** `train.py:12:5`; in a notebook `train.ipynb, cell 3, line 12`. */
export function placeWords(span: Span): string {
  return span.cell === undefined
    ? `${span.path}:${span.line}:${span.column}`
    : `${span.path}, cell ${span.cell}, line ${span.line}`
}

/** What edits do to one place in the source, for people. */
export interface SourceChange {
  place: string
  /** Lines that go; the report knows only the first one of each edit, so more may be told by `hidden`. */
  removed: string[]
  added: string[]
  /** Further removed lines that are not shown. */
  hidden: number
}

/**
 * The edits of a fix as line changes, in source order. Edits of one line and of the next ones make one change. Made from the
 * spans' snippets alone: a report has no access to the source.
 */
export function sourceChanges(edits: readonly Edit[]): SourceChange[] {
  const byLine = groupBy(edits, ({ span: { path, cell = 0, line } }) => `${path}\0${cell}\0${line}`)
  const changes: SourceChange[] = []
  let before: Edit[] | undefined
  for (const line of [...byLine.values()].sort(bySource)) {
    const [change, last] = [changeOfLine(line), changes.at(-1)]
    if (last !== undefined && last.hidden === 0 && isNext(before, line)) {
      last.removed.push(...change.removed)
      last.added.push(...change.added)
      last.hidden = change.hidden
    } else changes.push(change)
    before = line
  }
  return changes
}

/** Whether the second edits are those of the next line. */
function isNext(one: readonly Edit[] | undefined, other: readonly Edit[]): boolean {
  const [a, b] = [one?.[0]?.span, other[0]?.span]
  return a !== undefined && b !== undefined && a.path === b.path && a.cell === b.cell && a.line + 1 === b.line
}

function bySource([a]: Edit[], [b]: Edit[]): number {
  if (a === undefined || b === undefined) return 0
  if (a.span.path !== b.span.path) return a.span.path < b.span.path ? -1 : 1
  return (a.span.cell ?? 0) - (b.span.cell ?? 0) || a.span.line - b.span.line
}

function changeOfLine(edits: Edit[]): SourceChange {
  const fromTheEnd = [...edits].sort((a, b) => b.span.column - a.span.column)
  const first = fromTheEnd.at(-1)
  if (first === undefined) return { place: '', removed: [], added: [], hidden: 0 }
  const line = first.span.snippet
  const changed = fromTheEnd.reduce((text, edit) => spliceLine(text, edit), line)
  const hidden = Math.max(...edits.map(furtherLines))
  const wholeLine = changed === '' && line.trim() !== ''
  const added = wholeLine ? [] : changed.replace(/\n$/, '').split('\n')
  return { place: placeWords(first.span), ...withoutCommonEnds([line], added), hidden }
}

/** Removed lines below the first one; an end in column 1 leaves its line as it is. */
function furtherLines({ span }: Edit): number {
  return Math.max(0, span.endLine - span.line - (span.endColumn === 1 ? 1 : 0))
}

function spliceLine(text: string, { span, text: inserted }: Edit): string {
  const rest = span.endLine === span.line ? text.slice(span.endColumn - 1) : ''
  return `${text.slice(0, span.column - 1)}${inserted}${rest}`
}

/** Lines that stay are no change: an insertion above a line shows the new lines alone. */
function withoutCommonEnds(removed: string[], added: string[]): { removed: string[]; added: string[] } {
  const [line] = removed
  if (line === undefined || added.length < 2) return { removed, added }
  if (added.at(-1) === line) return { removed: [], added: added.slice(0, -1) }
  if (added[0] === line) return { removed: [], added: added.slice(1) }
  return { removed, added }
}
