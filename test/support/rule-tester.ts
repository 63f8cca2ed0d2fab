import { describe, test } from 'vitest'
import type { Rule } from '../../src/model/rule.ts'
import { type Case, type SickCase, ruleTester as testRule } from '../../src/testing/rule-tester.ts'

export { type Case, type SickCase, sourcesOf } from '../../src/testing/rule-tester.ts'

/** The rule tester on vitest. */
export const ruleTester = (rule: Rule, cases: { healthy: Case[]; sick: SickCase[] }): void =>
  testRule(rule, cases, { describe, test })
