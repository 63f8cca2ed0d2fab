import type { Finding } from '../model/finding.ts'
import type { Remedy } from '../model/report.ts'

/**
 * What mends these findings, of one rule or of several that are told together: the command that applies their fixes
 * (`--unsafe` where one needs it), or no command where all is to be done by hand.
 */
export function remedyOf(findings: readonly Finding[], project: string): Remedy {
  const fixable = findings.filter(canBeApplied)
  const how = howTo(findings)
  if (fixable.length === 0) return { how }
  const rules = [...new Set(fixable.map(({ rule }) => rule))]
  const unsafe = fixable.some(({ fix }) => fix?.applicability === 'unsafe')
  return {
    command: ['doctor fix', shellWord(project), ...rules, ...(unsafe ? ['--unsafe'] : [])].join(' '),
    how,
  }
}

/** As `doctor fix` has it: no advice, nothing refuted, nothing without a place in a file. */
const canBeApplied = ({ fix, trial }: Finding): boolean =>
  fix !== undefined &&
  fix.applicability !== 'manual' &&
  trial?.verdict !== 'refuted' &&
  fix.operations.every(({ op }) => op !== 'set')

/** The titles of the fixes, three at most; the rule's own advice where there are none. */
function howTo(findings: readonly Finding[]): string {
  const titles = [...new Set(findings.flatMap(({ fix }) => (fix === undefined ? [] : [fix.title])))]
  if (titles.length === 0) return findings[0]?.how ?? ''
  const shown = titles.slice(0, 3).join('; ')
  return titles.length > 3 ? `${shown}; and ${titles.length - 3} more` : shown
}

/** One argument of a POSIX shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
