import type { Finding } from '../model/finding.ts'
import { canBeApplied, fixCommand, shellWord } from '../model/fix-command.ts'
import type { Remedy } from '../model/report.ts'

/**
 * What mends these findings, of one rule or of several that are told together: the command that applies their fixes
 * (`--unsafe` where one needs it), or no command where all is to be done by hand.
 */
export function remedyOf(findings: readonly Finding[], project: string): Remedy {
  const rules = [...new Set(findings.filter(canBeApplied).map(({ rule }) => rule))]
  const command = fixCommand(shellWord(project), rules, findings)
  return { ...(command === null ? {} : { command }), how: howTo(findings) }
}

/** The titles of the fixes, three at most; the rule's own advice where there are none. */
function howTo(findings: readonly Finding[]): string {
  const titles = [...new Set(findings.flatMap(({ fix }) => (fix === undefined ? [] : [fix.title])))]
  if (titles.length === 0) return findings[0]?.how ?? ''
  const shown = titles.slice(0, 3).join('; ')
  return titles.length > 3 ? `${shown}; and ${titles.length - 3} more` : shown
}
