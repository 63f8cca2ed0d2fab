import type { Finding } from '../model/finding.ts'
import type { Cause } from '../model/report.ts'
import { categoryOf } from '../model/rule.ts'
import type { Trial } from '../model/trial.ts'

/**
 * The answer to "why does it not improve?": the rules that found something, ranked. What a trial measured counts
 * most (a refuted fix drops its rule from the ranking), then severity, the rule's own confidence, and how directly
 * faults of its kind bear on the validation score. Weights add up to at most 1; findings of severity info alone are no cause.
 */
export function conclude(findings: readonly Finding[]): Cause[] {
  const byRule = new Map<string, Finding[]>()
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding])
  const scored = [...byRule]
    .map(([cause, group]) => ({ cause, group, score: Math.max(...group.map(scoreOf)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.cause < b.cause ? -1 : 1))
  const total = scored.reduce((sum, { score }) => sum + score, 0)
  return scored.map(({ cause, group, score }) => ({
    cause,
    // Rounded down: together the weights must not exceed 1.
    weight: Math.floor((score / total) * 1000) / 1000,
    because: reasonsOf(group),
  }))
}

const bySeverity = { error: 1, warning: 0.4, info: 0 }

/** A few unreadable images or misnamed classes spoil a run less than a leak or a wrong input range does. */
const byCategory: Readonly<Record<string, number>> = {
  augmentation: 0.9,
  labels: 0.7,
  split: 0.6,
  images: 0.2,
}

/** A confirmed fix outranks every unproven finding: its factor grows with the measured effect (0.1 doubles it). */
function scoreOf(finding: Finding): number {
  const belief =
    bySeverity[finding.severity] * finding.confidence * (byCategory[categoryOf(finding.rule)] ?? 1)
  const { trial } = finding
  if (trial?.verdict === 'refuted') return 0
  if (trial?.verdict !== 'confirmed') return belief
  return Math.max(belief, 0.4) * (3 + 30 * Math.abs(trial.effect ?? 0))
}

function reasonsOf(group: readonly Finding[]): string[] {
  const first = group[0]
  if (first === undefined) return []
  const more = group.length > 1 ? ` (and ${group.length - 1} more)` : ''
  const trials = new Set(group.flatMap((finding) => (tried(finding.trial) ? [finding.trial.reason] : [])))
  return [`${first.message}${more}`, ...trials]
}

const tried = (trial: Trial | undefined): trial is Trial => trial !== undefined && trial.verdict !== 'not-run'
