import type { Config } from '../model/config.ts'
import type { Facts } from '../model/facts.ts'
import type { Finding, FindingDraft } from '../model/finding.ts'
import type { NotExamined } from '../model/report.ts'
import type { Rule } from '../model/rule.ts'
import { fixAdviser } from './contained-fix.ts'
import { fingerprint, type PlaceKey, placeKeys } from './fingerprint.ts'
import { configuredSeverity } from './select.ts'
import { MissingFact, unwrap } from './unwrap.ts'

export interface Judgement {
  /** Sorted by severity, rule, first path. */
  findings: Finding[]
  /** Rules that could not look, each with its reason. */
  notExamined: NotExamined[]
  /** Rules that looked and found nothing. */
  healthy: string[]
}

/** Runs the rules over the facts. A rule that lacks a fact, or throws, is reported as not examined. */
export function judge(rules: readonly Rule[], facts: Facts, config: Config): Judgement {
  const judgement: Judgement = { findings: [], notExamined: [], healthy: [] }
  const advise = fixAdviser(facts)
  for (const rule of rules) {
    try {
      const drafts = [...rule.check(unwrap(facts, rule.wants))]
      if (drafts.length === 0) judgement.healthy.push(rule.id)
      else {
        const keyOf = placeKeys(facts, rule.needs)
        const advised = drafts.map((draft) => (draft.fix ? { ...draft, fix: advise(draft.fix) } : draft))
        judgement.findings.push(...complete(rule, advised, config, keyOf))
      }
    } catch (fault) {
      judgement.notExamined.push({ rule: rule.id, reason: reasonOf(fault) })
    }
  }
  judgement.findings.sort(bySeverityRulePath)
  return judgement
}

function reasonOf(fault: unknown): string {
  if (fault instanceof MissingFact) return fault.message
  return `the rule failed: ${fault instanceof Error ? fault.message.split('\n')[0] : String(fault)}`
}

function complete(rule: Rule, drafts: readonly FindingDraft[], config: Config, keyOf: PlaceKey): Finding[] {
  const seen = new Map<string, number>()
  const severity = configuredSeverity(rule, config)
  return drafts.map((draft) => {
    const places = draft.locations.map(keyOf).sort()
    const same = JSON.stringify(places)
    const ordinal = seen.get(same) ?? 0
    seen.set(same, ordinal + 1)
    return {
      id: fingerprint(rule.id, places, ordinal),
      rule: rule.id,
      severity: severity ?? draft.severity ?? rule.severity,
      confidence: draft.confidence ?? 1,
      message: draft.message,
      why: draft.why ?? rule.docs.why,
      how: draft.how ?? rule.docs.how,
      locations: draft.locations,
      evidence: draft.evidence ?? {},
      ...(draft.fix === undefined ? {} : { fix: draft.fix }),
    }
  })
}

const rank = { error: 0, warning: 1, info: 2 }

function bySeverityRulePath(a: Finding, b: Finding): number {
  return rank[a.severity] - rank[b.severity] || compare(a.rule, b.rule) || compare(firstPath(a), firstPath(b))
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const firstPath = (finding: Finding) => finding.locations[0]?.path ?? ''
