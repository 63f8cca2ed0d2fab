import { z } from 'zod'

/**
 * What a list of samples in the code is made of, as an expression over the project's files: the front-ends write it
 * down without looking at any file, the dataset step works it out (`sorted(glob('data/*.jpg'))[:100]`).
 * `call` names an operation (see `operations` in src/dataset/replay/evaluate); `each` puts the lists that `gives`
 * makes for every item of `over` one behind the other; inside it `item` with the same id is the item.
 */
export type FileExpression =
  | { kind: 'constant'; value: string | number | boolean | null }
  | { kind: 'list'; items: FileExpression[] }
  | { kind: 'item'; id: number }
  | { kind: 'each'; id: number; over: FileExpression; gives: FileExpression }
  | { kind: 'if'; test: FileExpression; yes: FileExpression; no: FileExpression }
  | { kind: 'call'; of: string; arguments: Record<string, FileExpression> }
  /** What the code does not tell; the reason is a phrase for people: `the split has no seed`. */
  | { kind: 'unknown'; reason: string }

const expression = z.lazy(() => FileExpression)

export const FileExpression: z.ZodType<FileExpression> = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('constant'),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
    }),
    z.object({ kind: z.literal('list'), items: z.array(expression) }),
    z.object({ kind: z.literal('item'), id: z.int() }),
    z.object({ kind: z.literal('each'), id: z.int(), over: expression, gives: expression }),
    z.object({ kind: z.literal('if'), test: expression, yes: expression, no: expression }),
    z.object({ kind: z.literal('call'), of: z.string(), arguments: z.record(z.string(), expression) }),
    z.object({ kind: z.literal('unknown'), reason: z.string() }),
  ])
  .meta({ id: 'FileExpression' })

/** A constant as an expression. */
export const constantOf = (value: string | number | boolean | null): FileExpression => ({
  kind: 'constant',
  value,
})

/** An operation on expressions. */
export const callOf = (of: string, given: Record<string, FileExpression>): FileExpression => ({
  kind: 'call',
  of,
  arguments: given,
})
