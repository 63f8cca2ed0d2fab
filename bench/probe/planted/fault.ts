import type { RuleId } from '../../../src/model/rule.ts'
import type { Case } from '../cases.ts'
import { type Lines, program } from '../programs.ts'

/** A fault that lies in some lines of an otherwise healthy program. */
export const fault = (kind: string, rule: RuleId, lines: Partial<Lines>): Case => ({
  kind,
  rule,
  program: program(lines),
})
