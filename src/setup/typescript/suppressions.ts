import type { Span } from '../../model/span.ts'
import type { Program } from '../program.ts'

/** `// doctor-ignore rule: reason`, or `rule until 2030-01-31: reason`, or the same in a block comment. */
const comment =
  /(?:\/\/|\/\*)[ \t]*doctor-ignore[ \t]+([\w-]+(?:\/[\w-]+)?)(?:[ \t]+until[ \t]+([\d-]+))?[ \t]*:?[ \t]*([^\r\n]*?)[ \t]*(?:\*\/|$)/gm

export function suppressionsOf(
  text: string,
  spanAt: (start: number, end: number) => Span,
): Program['suppressions'] {
  return [...text.matchAll(comment)].map((match) => ({
    rule: match[1] ?? '',
    reason: match[3] ?? '',
    ...(match[2] === undefined ? {} : { until: match[2] }),
    span: spanAt(match.index, match.index + match[0].length),
  }))
}
