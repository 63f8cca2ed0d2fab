import { availableParallelism } from 'node:os'
import { z } from 'zod'
import { BackendName } from '../model/backend.ts'
import { Severity } from '../model/finding.ts'
import { ProjectError } from '../project/problem.ts'

const wholeNumber = (least: number) => z.string().regex(/^\d+$/).transform(Number).pipe(z.int().min(least))

const schema = z.object({
  probe: z.union([z.enum(['quick', 'full']), z.literal(false).transform(() => 'none' as const)]),
  format: z.string(),
  output: z.string().exactOptional(),
  report: z.union([z.string(), z.boolean()]).default(true),
  rule: z.array(z.string()).default([]),
  skip: z.array(z.string()).default([]),
  severity: Severity,
  baseline: z.string().min(1).exactOptional(),
  updateBaseline: z.boolean().default(false),
  since: z.string().exactOptional(),
  config: z.string().exactOptional(),
  data: z.array(z.string().min(1)).default([]),
  backend: BackendName.exactOptional(),
  seed: wholeNumber(0),
  jobs: wholeNumber(1).default(availableParallelism()),
  cache: z.union([z.string(), z.boolean()]).default(true),
  quiet: z.boolean().default(false),
  color: z.boolean().default(true),
})
export type CheckOptions = z.infer<typeof schema>

/**
 * The options of `doctor check` as parsed by commander.
 * @throws ProjectError with one line on a value that does not fit
 */
export function parseCheckOptions(options: unknown): CheckOptions {
  const parsed = schema.safeParse(options)
  if (parsed.success) return checked(parsed.data)
  const issue = parsed.error.issues[0]
  throw new ProjectError(`--${issue?.path.join('.')}: wants ${wantedBy(issue)}`)
}

function wantedBy(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'invalid_format') return 'a whole number'
  if (issue?.code === 'invalid_value') return `one of ${issue.values.join(', ')}`
  return issue?.message ?? 'something else'
}

function checked(options: CheckOptions): CheckOptions {
  const { baseline, updateBaseline, since } = options
  if (updateBaseline && baseline === undefined)
    throw new ProjectError('--update-baseline: wants --baseline FILE to say which')
  if (updateBaseline && since !== undefined)
    throw new ProjectError('--update-baseline: cannot be made of a part (--since)')
  return options
}
