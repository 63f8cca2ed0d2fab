import ignore from 'ignore'
import { z } from 'zod'
import type { Config } from '../model/config.ts'
import { type Finding, isSpan, type Location } from '../model/finding.ts'
import { categoryOf } from '../model/rule.ts'
import type { TrainingSetup } from '../model/setup.ts'

interface Sources {
  config: Config
  setups: readonly TrainingSetup[]
  /** ISO date; suppressions whose `until` lies before it no longer hold. */
  today: string
}

/**
 * Splits findings into those that stand and those that the config or a `doctor-ignore` comment suppresses. A comment
 * without a reason, and what has expired, suppresses nothing: the finding says so.
 */
export function suppress(
  findings: Finding[],
  sources: Sources,
): { standing: Finding[]; suppressed: Finding[] } {
  const standing: Finding[] = []
  const suppressed: Finding[] = []
  const comments = sources.setups.flatMap((setup) => setup.suppressions)
  for (const finding of findings) {
    const claims = [...fromConfig(finding, sources.config), ...fromComments(finding, comments)]
    const faults = claims.map((claim) => faultOf(claim, sources.today))
    if (faults.includes(null)) suppressed.push(finding)
    else
      standing.push(faults.length === 0 ? finding : { ...finding, how: [finding.how, ...faults].join(' ') })
  }
  return { standing, suppressed }
}

/** What wants to silence a finding. */
interface Claim {
  /** As a sentence begins. */
  from: string
  reason: string
  until?: string
}

/** Why a claim does not hold; null when it does. */
function faultOf({ from, reason, until }: Claim, today: string): string | null {
  if (reason.trim() === '') return `${from} does not count: it gives no reason.`
  if (until === undefined) return null
  if (!day.safeParse(until).success) return `${from} does not count: ${until} is no date.`
  return until < today ? `${from} expired on ${until}.` : null
}

const day = z.iso.date()

const concerns = (name: string, rule: string) => name === rule || name === categoryOf(rule)

function fromConfig(finding: Finding, { suppress: entries = [] }: Config): Claim[] {
  const own = entries.filter(({ id, rule, path }) => {
    if (id !== undefined) return id === finding.id
    if (rule === undefined || !concerns(rule, finding.rule)) return false
    return path === undefined || matches(finding, path)
  })
  return own.map((entry) => ({ ...entry, from: 'Its suppression in the config' }))
}

/** `glob` as in `.gitignore`; paths outside the project (`../`) never match. */
function matches(finding: Finding, glob: string): boolean {
  const pattern = ignore({ allowRelativePaths: true }).add(glob)
  return finding.locations.some((location) => pattern.ignores(location.path))
}

/** A comment is about its rule on its own line and on the line below it. */
function fromComments(finding: Finding, comments: TrainingSetup['suppressions']): Claim[] {
  const places = finding.locations.filter(isSpan)
  return comments
    .filter(({ rule, span }) => concerns(rule, finding.rule) && places.some((place) => covers(span, place)))
    .map(({ span, ...claim }) => ({ ...claim, from: `The doctor-ignore comment in line ${span.line}` }))
}

function covers(comment: { path: string; line: number; cell?: number }, place: Location): boolean {
  if (!isSpan(place) || place.path !== comment.path || place.cell !== comment.cell) return false
  return place.line === comment.line || place.line === comment.line + 1
}
