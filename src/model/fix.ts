import { z } from 'zod'
import { Span } from './span.ts'

/** Sides of a split, as the report names them. `all` is data that no split has been made of (yet). */
export const SplitName = z.enum(['train', 'validation', 'test', 'all'])
export type SplitName = z.infer<typeof SplitName>

/** Replace the text of a span (an empty span inserts). `text` is final: indentation and line ends included. */
export const Edit = z.object({ op: z.literal('edit'), span: Span, text: z.string() })
export type Edit = z.infer<typeof Edit>

/** Takes a row out of a manifest, with the end of its last line. Lines count from 1. */
export function removeRow(path: string, lines: { from: number; to: number }, snippet: string): Edit {
  const place = { path, line: lines.from, column: 1, endLine: lines.to + 1, endColumn: 1, snippet }
  return { op: 'edit', span: place, text: '' }
}

/** One step of a fix. Data operations name samples by path; they never delete a file. */
export const Operation = z.discriminatedUnion('op', [
  Edit,
  z.object({ op: z.literal('exclude'), sample: z.string() }),
  z.object({ op: z.literal('relabel'), sample: z.string(), label: z.string() }),
  z.object({ op: z.literal('move'), sample: z.string(), split: SplitName }),
  /** A change of the setup that has no single place in the source, e.g. `run.optimizer.learningRate` -> 0.0001. */
  z.object({ op: z.literal('set'), field: z.string(), value: z.json() }),
])
export type Operation = z.infer<typeof Operation>

/** `safe` never changes meaning beyond the mistake, `unsafe` needs a look, `manual` is advice. */
export const Applicability = z.enum(['safe', 'unsafe', 'manual'])
export type Applicability = z.infer<typeof Applicability>

export const Fix = z.object({
  title: z.string(),
  applicability: Applicability,
  operations: z.array(Operation),
})
export type Fix = z.infer<typeof Fix>
