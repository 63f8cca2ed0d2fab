import ignore from 'ignore'
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

/** Splits findings into those that stand and those that the config or a `doctor-ignore` comment suppresses. */
export function suppress(
  findings: Finding[],
  sources: Sources,
): { standing: Finding[]; suppressed: Finding[] } {
  const standing: Finding[] = []
  const suppressed: Finding[] = []
  for (const finding of findings) {
    const silent = byConfig(finding, sources) || byComment(finding, sources.setups)
    ;(silent ? suppressed : standing).push(finding)
  }
  return { standing, suppressed }
}

const concerns = (name: string, rule: string) => name === rule || name === categoryOf(rule)

function byConfig(finding: Finding, { config, today }: Sources): boolean {
  return (config.suppress ?? []).some((entry) => {
    if (entry.until !== undefined && entry.until < today) return false
    if (entry.id !== undefined) return entry.id === finding.id
    if (entry.rule === undefined || !concerns(entry.rule, finding.rule)) return false
    const glob = entry.path
    return glob === undefined || matches(finding, glob)
  })
}

/** `glob` as in `.gitignore`; paths outside the project (`../`) never match. */
function matches(finding: Finding, glob: string): boolean {
  const pattern = ignore({ allowRelativePaths: true }).add(glob)
  return finding.locations.some((location) => pattern.ignores(location.path))
}

/** A comment silences its rule on its own line and on the line below it. */
function byComment(finding: Finding, setups: readonly TrainingSetup[]): boolean {
  const places = finding.locations.filter(isSpan)
  return setups
    .flatMap((setup) => setup.suppressions)
    .some(
      (comment) =>
        concerns(comment.rule, finding.rule) && places.some((place) => covers(comment.span, place)),
    )
}

function covers(comment: { path: string; line: number; cell?: number }, place: Location): boolean {
  if (!isSpan(place) || place.path !== comment.path || place.cell !== comment.cell) return false
  return place.line === comment.line || place.line === comment.line + 1
}
