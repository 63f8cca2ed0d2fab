import type { FactName, FactValues, FactView } from './facts.ts'
import type { FindingDraft, Severity } from './finding.ts'
import type { Metric } from './trial.ts'

export type Category =
  | 'leakage'
  | 'augmentation'
  | 'labels'
  | 'images'
  | 'preprocessing'
  | 'training'
  | 'fine-tuning'
  | 'symptoms'
  | 'split'

/** The rules of this package. */
export type RuleId = `${Category}/${string}`

/** The texts of a rule, from which `doctor explain`, the docs page and the reports are made. */
export interface RuleDocs {
  /** One sentence: the mistake. */
  what: string
  /** Why it hurts, or falsifies, validation. */
  why: string
  /** What to do about it. */
  how: string
  /** Why the fix has the applicability it has. */
  fixSafety: string
  /** Papers, API documentation: URL or citation. */
  references: string[]
  /** A faulty example (code or a folder listing) and the same done right. */
  bad: string
  good: string
}

/** How a trial can confirm a rule's fix: what is measured, and which way a right fix moves it. */
export interface TrialSpec {
  metric: Metric
  expect: 'rise' | 'drop'
}

export interface Rule {
  /** `category/name`; rules of others may have categories of their own. */
  id: `${string}/${string}`
  severity: Severity
  needs: readonly FactName[]
  wants?: readonly FactName[]
  /** `preview` rules are not proven on enough real projects and are off unless asked for by id. */
  maturity: 'stable' | 'preview'
  trial?: TrialSpec
  docs: RuleDocs
  check(facts: FactView): Iterable<FindingDraft>
}

interface RuleSpec<Need extends FactName, Want extends FactName>
  extends Omit<Rule, 'needs' | 'wants' | 'check'> {
  needs: readonly Need[]
  /** Facts that sharpen the rule but that it can do without: undefined where they could not be gathered. */
  wants?: readonly Want[]
  /** Pure: same facts, same findings. Receives only what `needs` and `wants` name. */
  check(facts: Pick<FactValues, Need> & Pick<FactView, Want>): Iterable<FindingDraft>
}

/** Types a rule: `check` sees exactly the facts it declared, so reading an undeclared fact does not compile. */
export function defineRule<const Need extends FactName, const Want extends FactName = never>(
  spec: RuleSpec<Need, Want>,
): Rule {
  return spec
}

/** `leakage/near-duplicate` -> `leakage`. */
export function categoryOf(id: string): string {
  return id.slice(0, id.indexOf('/'))
}
