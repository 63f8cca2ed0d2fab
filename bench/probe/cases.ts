import type { Examination } from '../../src/doctor.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Random } from '../../src/model/random.ts'
import type { RuleId } from '../../src/model/rule.ts'
import type { Verdict } from '../../src/model/trial.ts'
import type { Sandbox } from './sandbox.ts'

/** One thing that the probe is to judge on a sandbox. */
export interface Case {
  /** What it is called in the table. */
  kind: string
  /** Looked for in the sandbox; its findings are what is tried. */
  rule: RuleId
  /** Only a full probe tries it. */
  full?: true
  /** Puts the fault among the photos. */
  plant?(sandbox: Sandbox, random: Random): Promise<void>
  /** The training program; a healthy one by default. */
  program?: string
  /** What is tried instead of what the rule finds. */
  invent?(examination: Examination, random: Random): Finding[]
}

/** Cases of one kind of expectation. */
export interface Family {
  name: 'planted' | 'null' | 'harmful'
  title: string
  wanted: Verdict[]
  cases: readonly Case[]
}
