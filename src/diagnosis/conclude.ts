import type { Finding } from '../model/finding.ts'
import { groupBy } from '../model/group-by.ts'
import type { Cause, Unexplained } from '../model/report.ts'
import { categoryOf } from '../model/rule.ts'
import { beliefOf } from './belief.ts'
import type { ImageCounts } from './extent.ts'
import { type Evidence, readCurves } from './fit.ts'
import type { LabelsJudged } from './labels-judged.ts'
import { reasonsOf, type Told } from './reasons.ts'
import { remedyOf } from './remedy.ts'
import { byRoot } from './roots.ts'
import { signsOf } from './signs.ts'
import { unexplainedSigns } from './unexplained.ts'

/** The answer to "why does it not improve?". */
export interface Diagnosis {
  /** Ranked; weights add up to at most 1. */
  causes: Cause[]
  /** What the curves show and no cause explains. */
  unexplained: Unexplained[]
}

export interface Circumstances {
  /** As it was given on the command line. */
  project: string
  /** Whether the project has training curves, which may show nothing wrong. */
  curves: boolean
  images: ImageCounts
  /** Null where the labels were not judged. */
  labels: LabelsJudged | null
}

/**
 * Ranks what the rules found: what a trial measured counts most (a refuted fix drops its rule from the ranking), then
 * severity and the rule's own confidence, then how well the cause explains what the curves show. Rules that tell of
 * one root are one cause. Causes without evidence are not listed.
 */
export function conclude(
  findings: readonly Finding[],
  { project, curves, images, labels }: Circumstances,
): Diagnosis {
  const seen = signsOf(findings)
  const causes = findings.filter(({ rule }) => categoryOf(rule) !== 'symptoms')
  const rules = groupBy(causes, ({ rule }) => rule)
  const evidence = { seen: curves ? seen : null, images }
  const told = new Map([...rules].map(([rule, own]) => [rule, weigh(rule, own, evidence)]))
  const roots = byRoot(rules)
    .map((names) => names.flatMap((name) => told.get(name) ?? []).filter(({ score }) => score > 0))
    .filter((root) => root.length > 0)
    .map((root) => root.sort(heaviestFirst))
    .sort(([a], [b]) => (a === undefined || b === undefined ? 0 : heaviestFirst(a, b)))
  const total = roots.reduce((sum, [first]) => sum + (first?.score ?? 0), 0)
  const explained = new Set(roots.flat().flatMap(({ reading }) => reading.for.map(({ sign }) => sign)))
  return {
    causes: roots.flatMap((root) => causeOf(root, total, project)),
    unexplained: unexplainedSigns(seen, explained, { project, labels }),
  }
}

interface Weighed extends Told {
  score: number
}

function weigh(rule: string, findings: readonly Finding[], evidence: Evidence): Weighed {
  const reading = readCurves(findings, evidence)
  return { rule, findings, reading, score: Math.max(...findings.map((one) => beliefOf(one, reading))) }
}

const heaviestFirst = (a: Weighed, b: Weighed) => b.score - a.score || (a.rule < b.rule ? -1 : 1)

function causeOf(root: readonly Weighed[], total: number, project: string): Cause[] {
  const [lead, ...others] = root
  if (lead === undefined) return []
  return [
    {
      cause: lead.rule,
      ...(others.length === 0 ? {} : { also: others.map(({ rule }) => rule) }),
      // Rounded down: together the weights must not exceed 1.
      weight: Math.floor((lead.score / total) * 1000) / 1000,
      because: reasonsOf(lead, others),
      remedy: remedyOf(
        root.flatMap(({ findings }) => findings),
        project,
      ),
    },
  ]
}
