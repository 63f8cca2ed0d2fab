import type { Trial, Verdict } from '../../src/model/trial.ts'
import type { Family } from './cases.ts'
import type { PhotoSet } from './sandbox.ts'

/** What the probe said about one case. */
export interface Told {
  family: Family
  kind: string
  set: PhotoSet
  /** None where the rule found nothing. */
  trials: readonly Trial[]
}

const columns = ['confirmed', 'inconclusive', 'refuted', 'not-run'] as const

/** A case that has several trials counts as its first; one without any was not found. */
const verdictOf = ({ trials }: Told): Verdict | 'not-found' => trials[0]?.verdict ?? 'not-found'

/** Markdown: one table per family, one row per kind, and how many came out as they should. */
export function tableOf(told: readonly Told[]): string {
  const families = [...new Set(told.map(({ family }) => family))]
  return families
    .map((family) =>
      familyTable(
        family,
        told.filter((one) => one.family === family),
      ),
    )
    .join('\n\n')
}

function familyTable(family: Family, told: readonly Told[]): string {
  const kinds = [...new Set(told.map(({ kind }) => kind))]
  const sets = [...new Set(told.map(({ set }) => set))]
  const cells = (own: readonly Told[]) => {
    const count = (verdict: string) => own.filter((one) => verdictOf(one) === verdict).length
    return [...columns, 'not-found'].map((verdict) => count(verdict) || '').join(' | ')
  }
  const rows = kinds.map((kind) => {
    const own = told.filter((one) => one.kind === kind)
    const seconds = own.flatMap(({ trials }) => trials.map(({ durationMs }) => durationMs / 1000))
    return `| ${kind} | ${cells(own)} | ${(seconds.reduce((a, b) => a + b, 0) / Math.max(seconds.length, 1)).toFixed(1)} |`
  })
  const right = told.filter((one) => family.wanted.some((verdict) => verdict === verdictOf(one)))
  return [
    `${family.title}: ${right.length} of ${told.length} ${family.wanted.join(' or ')} (${sets.join(', ')})`,
    '',
    '| | confirmed | inconclusive | refuted | not run | not found | seconds |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    `| all | ${cells(told)} | |`,
  ].join('\n')
}
