import type { Finding, Severity } from '../model/finding.ts'
import { groupBy } from '../model/group-by.ts'
import type { Report } from '../model/report.ts'
import type { Trial } from '../model/trial.ts'

/** All findings of one rule: the unit in which people think about them, and the block in which reports show them. */
export interface RuleGroup {
  rule: string
  /** The worst of its findings. */
  severity: Severity
  /** In the report's order; at least one. */
  findings: Finding[]
  /** The different texts of its findings, mostly one. */
  why: string[]
  how: string[]
  /** The different trials of its findings; one trial often speaks for many findings. */
  trials: Trial[]
  /** More harmful rules with which it was tried together: those trials are told there and not in `trials`. */
  triedWith: string[]
  /** Share of its cause in the diagnosis, 0..1; 0 for rules that are no cause. */
  weight: number
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 }

/** The findings by rule, most harmful first: as the diagnosis ranks them, then by severity and rule id. */
export function groupByRule(report: Report): RuleGroup[] {
  const byRule = groupBy(report.findings, ({ rule }) => rule)
  const ranked = report.diagnosis.flatMap(({ cause, also = [], weight }) =>
    [cause, ...also].map((rule) => [rule, weight] as const),
  )
  const weights = new Map(ranked)
  const places = new Map(ranked.map(([rule], place) => [rule, place]))
  const placeOf = ({ rule: name }: RuleGroup) => places.get(name) ?? ranked.length
  const groups = [...byRule]
    .map(([rule, findings]) => groupOf(rule, findings, weights.get(rule) ?? 0))
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        placeOf(a) - placeOf(b) ||
        rank[a.severity] - rank[b.severity] ||
        (a.rule < b.rule ? -1 : 1),
    )
  return tellTrialsOnce(groups)
}

/** One trial may try the fixes of several rules: it stays with the first of them. */
function tellTrialsOnce(groups: RuleGroup[]): RuleGroup[] {
  const toldBy = new Map<string, string>()
  return groups.map((group) => {
    const trials: Trial[] = []
    const triedWith: string[] = []
    for (const trial of group.trials) {
      const key = JSON.stringify(trial)
      const teller = trial.verdict === 'not-run' ? undefined : toldBy.get(key)
      if (teller === undefined) trials.push(trial)
      else triedWith.push(teller)
      toldBy.set(key, teller ?? group.rule)
    }
    return { ...group, trials, triedWith }
  })
}

function groupOf(rule: string, findings: Finding[], weight: number): RuleGroup {
  const severity = (['error', 'warning'] as const).find((level) =>
    findings.some((finding) => finding.severity === level),
  )
  const trials = new Map(
    findings.flatMap(({ trial }) => (trial === undefined ? [] : [[JSON.stringify(trial), trial]])),
  )
  return {
    rule,
    severity: severity ?? 'info',
    findings,
    why: distinct(findings.map((finding) => finding.why)),
    how: distinct(findings.map((finding) => finding.how)),
    trials: [...trials.values()],
    triedWith: [],
    weight,
  }
}

const distinct = (texts: string[]): string[] => [...new Set(texts)].filter((text) => text.trim() !== '')
