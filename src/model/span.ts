import { z } from 'zod'

/**
 * A stretch of source text. Lines and columns count from 1, `endColumn` is exclusive. `path` is POSIX and
 * relative to the project. In a notebook `cell` is the index (from 1) of the code cell and lines count inside it.
 */
export const Span = z.object({
  path: z.string(),
  line: z.int().positive(),
  column: z.int().positive(),
  endLine: z.int().positive(),
  endColumn: z.int().positive(),
  cell: z.int().positive().exactOptional(),
  /** The first source line of the span, cut to 200 characters: for code frames and for fingerprints. */
  snippet: z.string(),
  /** Places of findings: the source lines around, the first of them line `line`, each cut to 200 characters. */
  excerpt: z.object({ line: z.int().positive(), lines: z.array(z.string()) }).exactOptional(),
})
export type Span = z.infer<typeof Span>

/**
 * A value as read from the code: written there (`code`), implied by the framework (`default`), or not decidable
 * statically (`unknown`, with `value` null). Rules stay silent on unknown values.
 */
export const read = <T extends z.ZodType>(value: T) =>
  z.union([
    z.object({ from: z.literal('code'), value, span: Span }),
    z.object({ from: z.literal('default'), value }),
    z.object({ from: z.literal('unknown'), value: z.null(), span: Span.exactOptional() }),
  ])

export type Read<T> =
  | { from: 'code'; value: T; span: Span }
  | { from: 'default'; value: T }
  | { from: 'unknown'; value: null; span?: Span }
