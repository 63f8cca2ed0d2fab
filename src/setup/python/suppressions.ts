import type { Program } from '../program.ts'
import type { SpanAt } from './spans.ts'
import type { SyntaxNode } from './tree.ts'

const comment =
  /#[ \t]*doctor-ignore[ \t]+([\w-]+(?:\/[\w-]+)?)(?:[ \t]+until[ \t]+([\d-]+))?[ \t]*:?[ \t]*(.*)$/

/** `# doctor-ignore rule: reason`, or `rule until 2030-01-31: reason`, among the comments of a file. */
export function suppressionsOf(
  comments: readonly SyntaxNode[],
  text: string,
  spanAt: SpanAt,
): Program['suppressions'] {
  return comments.flatMap(({ start, end }) => {
    const match = comment.exec(text.slice(start, end).trimEnd())
    if (match === null) return []
    const [whole, rule = '', until, reason = ''] = match
    const from = start + match.index
    const span = spanAt(from, from + whole.length)
    return [{ rule, reason, ...(until === undefined ? {} : { until }), span }]
  })
}
