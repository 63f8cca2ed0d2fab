import { z } from 'zod'
import type { Finding } from '../model/finding.ts'

/** Findings that a team knows and lets pass. Kept in version control, so sorted and without lines and times. */
export const Baseline = z.object({
  version: z.literal(1),
  findings: z.array(
    z.object({
      /** The finding's fingerprint: this alone decides. */
      id: z.string(),
      rule: z.string(),
      /** Where it was when it became known, for people: files without lines, each once. */
      places: z.array(z.string()),
    }),
  ),
})
export type Baseline = z.infer<typeof Baseline>

/**
 * The baseline of all findings given. Entries of `earlier` whose rule did not look this time are kept: a run with
 * `--rule` or without the training code does not forget what it could not see.
 */
export function baselineOf(
  findings: readonly Finding[],
  earlier: Baseline | null,
  looked: ReadonlySet<string>,
): Baseline {
  const now = findings.map(({ id, rule, locations }) => ({
    id,
    rule,
    places: [...new Set(locations.map(({ path }) => path))].sort(),
  }))
  const kept = (earlier?.findings ?? []).filter(({ rule }) => !looked.has(rule))
  const all = [...now, ...kept].sort((a, b) => compare(a.rule, b.rule) || compare(a.id, b.id))
  return { version: 1, findings: all }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
