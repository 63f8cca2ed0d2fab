import type { Evidence, Finding } from '../../src/model/finding.ts'
import type { Operation } from '../../src/model/fix.ts'
import { findingOf } from '../../test/probe/project-of.ts'
import type { Case } from './cases.ts'

export type Invention = NonNullable<Case['invent']>

/** A finding about the last run of the program, which is right, with other advice than any rule would give. */
export const about =
  (rule: Case['rule'], evidence: Evidence, operations: Operation[] = []): Invention =>
  ({ facts }) => {
    const run = facts.setups?.ok ? facts.setups.value[0]?.runs.at(-1) : undefined
    if (run === undefined) throw new Error('the program trains nothing')
    return [{ ...findingOf(rule, [], operations), locations: [run.fit.span], evidence } satisfies Finding]
  }
