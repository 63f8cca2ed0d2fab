import type { Edit } from '../model/fix.ts'
import type { Pipeline, Step } from '../model/pipeline.ts'
import type { Span } from '../model/span.ts'

/**
 * Random transforms that are mapped over a dataset before take and skip cut it, mapped over the training part instead:
 * their links are taken out of the chain that both sides share, and put behind the cut that makes the training side.
 * Null where anything else that depends on the order lies between them and the cut.
 */
export function mappedBehindCut(validation: Pipeline, all: readonly Pipeline[]): Edit[] | null {
  const { split, steps } = validation
  if (split?.kind !== 'take-skip') return null
  const links = linksBefore(steps, split.position)
  const train = all.find(({ role, parent }) => role === 'train' && parent === validation.parent)
  if (links === null || train?.split?.kind !== 'take-skip') return null
  const { span } = train.split
  if (JSON.stringify(span) === JSON.stringify(split.span)) return null
  const end = { ...span, line: span.endLine, column: span.endColumn }
  return [
    ...links.map(({ span: at }) => withoutLink(at)),
    { op: 'edit', span: end, text: links.map(({ text }) => text).join('') },
  ]
}

/** Without the link; `dataset = dataset.map(f)` goes with its line. */
function withoutLink(span: Span): Edit {
  const { snippet, column, endColumn, line, endLine } = span
  const alone =
    line === endLine &&
    /^\s*(\w+) = \1$/.test(snippet.slice(0, column - 1)) &&
    /^\s*$/.test(snippet.slice(endColumn - 1))
  const whole = { ...span, column: 1, endLine: line + 1, endColumn: 1 }
  return { op: 'edit', span: alone && snippet.length >= endColumn - 1 ? whole : span, text: '' }
}

type Link = NonNullable<Extract<Step, { kind: 'random-transform' }>['link']>

/** The links of all random transforms before a position, each once, where only shuffling stands behind the first one. */
function linksBefore(steps: readonly Step[], position: number): Link[] | null {
  const first = steps.findIndex(({ kind }) => kind === 'random-transform')
  const behind = steps.slice(first, position)
  const later = steps.slice(position).some(({ kind }) => kind === 'random-transform')
  if (first === -1 || first >= position || later) return null
  const links = new Map<string, Link>()
  for (const step of behind) {
    if (step.kind === 'shuffle') continue
    if (step.kind !== 'random-transform' || step.link === undefined) return null
    links.set(JSON.stringify(step.link.span), step.link)
  }
  return [...links.values()]
}
