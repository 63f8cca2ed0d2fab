import type { Severity } from '../../model/finding.ts'
import type { Edit } from '../../model/fix.ts'
import type { Span } from '../../model/span.ts'
import { printable } from '../printable.ts'
import { type FrameLine, frameLines, linesLeft, placeWords, sourceChanges } from '../source-lines.ts'
import { counted } from '../words.ts'
import type { Page } from './paint.ts'
import { wrapName } from './wrap.ts'

/** A line that can be printed: no tabs, no control characters, cut to its room. */
interface Row {
  number: number
  before: string
  marked: string
  after: string
}

/**
 * Source lines with carets under what is meant; what goes over several lines has a rail beside it:
 *
 *     --> train.py:12:5
 *     11 | val = load(split='val')            20 |   train = load(
 *     12 | val = val.map(augment)                |  _________^
 *        |       ^^^^^^^^^^^^^^^^             21 | |     'data/train',
 *     13 | model.fit(train)                   22 | | )
 *                                                | |_^
 *
 * @param alone shows the line that is meant without those around it
 */
export function codeFrame(span: Span, severity: Severity, page: Page, alone = false): string[] {
  const { paint, width } = page
  const lines = frameLines(span).filter(({ number }) => !alone || number === span.line)
  const gutter = String(Math.max(...lines.map(({ number }) => number))).length
  const several = !alone && lines.filter(({ marked }) => marked !== '').length > 1
  const rows = rowsOf(lines, span, width - gutter - (several ? 5 : 3))
  const bar = paint.faint('|')
  const numbered = (number: number, text: string) =>
    `${paint.faint(String(number).padStart(gutter))} ${bar} ${text}`
  const unnumbered = (text: string) => `${' '.repeat(gutter)} ${bar} ${text}`
  const colour = paint.severity[severity]
  const body = several
    ? railed(rows, { numbered, unnumbered, colour, left: linesLeft(span, lines) })
    : rows.flatMap(({ number, before, marked, after }) => [
        numbered(number, `${before}${paint.strong(marked)}${after}`),
        ...(number === span.line
          ? [unnumbered(`${' '.repeat(before.length)}${colour('^'.repeat(Math.max(1, marked.length)))}`)]
          : []),
      ])
  return [...placeLines(placeWords(span), page), ...body]
}

interface Rail {
  numbered: (number: number, text: string) => string
  unnumbered: (text: string) => string
  colour: (text: string) => string
  /** Lines of the span that are not shown. */
  left: number
}

/** The rail begins beside a line that the span begins, else below it, and ends under the span's last character. */
function railed(rows: readonly Row[], { numbered, unnumbered, colour, left }: Rail): string[] {
  const covered = rows.filter(({ marked }) => marked !== '')
  const [first, last] = [covered[0], covered.at(-1)]
  return rows.flatMap((row) => {
    const text = `${row.before}${row.marked}${row.after}`
    if (!covered.includes(row)) return [numbered(row.number, `  ${text}`)]
    if (row === first && row.before.trim() === '') return [numbered(row.number, `${colour('/')} ${text}`)]
    if (row === first) {
      const line = colour(` ${'_'.repeat(row.before.length + 1)}^`)
      return [numbered(row.number, `  ${text}`), unnumbered(line)]
    }
    const beside = numbered(row.number, `${colour('|')} ${text}`)
    if (row !== last) return [beside]
    if (left > 0) return [beside, unnumbered(`${colour('|')} ... (${counted(left, 'more line')})`)]
    const end = row.before.length + row.marked.length
    return [beside, unnumbered(colour(`|${'_'.repeat(end)}^`))]
  })
}

/** The lines less the indentation that they share; where the mark then lies too far to the right, its line alone. */
function rowsOf(lines: readonly FrameLine[], span: Span, room: number): Row[] {
  const texts = lines.map(({ before, marked, after }) => `${before}${marked}${after}`)
  const indents = texts
    .filter((text) => text.trim() !== '')
    .map((text) => text.length - text.trimStart().length)
  const shared = Math.min(...indents)
  const start = lines.find(({ number }) => number === span.line)?.before.length ?? 0
  const rows = lines.map(({ number, before, marked, after }) => ({
    number,
    ...cut(before.slice(shared), marked, after, room),
  }))
  return start - shared > room / 2 ? rows.filter(({ number }) => number === span.line) : rows
}

/** A line around its mark; without a mark, its beginning. */
function cut(left: string, middle: string, right: string, room: number): Omit<Row, 'number'> {
  let before = printable(left)
  let marked = printable(middle)
  if (middle === '' && right === '')
    return { before: before.length <= room ? before : `${before.slice(0, room - 3)}...`, marked, after: '' }
  if (before.length > room / 2) before = `...${before.slice(before.length - Math.floor(room / 2) + 3)}`
  const space = room - before.length
  if (marked.length > space) marked = `${marked.slice(0, space - 3)}...`
  const rest = printable(right.trimEnd())
  const free = space - marked.length
  const after = rest.length <= free ? rest : free < 4 ? '' : `${rest.slice(0, free - 3)}...`
  return { before, marked, after }
}

/** Unbroken where it fits, so that editors and logs make a link of it. */
function placeLines(place: string, { paint, width }: Page): string[] {
  return wrapName(place, width - 4).map(
    (line, index) => `${paint.faint(index === 0 ? '-->' : '   ')} ${paint.place(line)}`,
  )
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
