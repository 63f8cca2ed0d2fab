import type { Finding } from './finding.ts'

/** One argument of a POSIX shell. What in it cannot be seen is left to whoever shows it. */
export function shellWord(text: string): string {
  const word = text.startsWith('-') ? `./${text}` : text
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

/** As `doctor fix` has it: no advice, nothing refuted, nothing without a place in a file. */
export const canBeApplied = ({ fix, trial }: Finding): boolean =>
  fix !== undefined &&
  fix.applicability !== 'manual' &&
  trial?.verdict !== 'refuted' &&
  fix.operations.length > 0 &&
  fix.operations.every(({ op }) => op !== 'set')

/**
 * The command that applies what can be applied of these findings' fixes, with `--unsafe` where one needs it; null where
 * all is to be done by hand. `target` is the project as shell words, `ids` of rules or findings.
 */
export function fixCommand(
  target: string,
  ids: readonly string[],
  findings: readonly Finding[],
): string | null {
  const able = findings.filter(canBeApplied)
  if (able.length === 0) return null
  const unsafe = able.some(({ fix }) => fix?.applicability === 'unsafe')
  return ['doctor fix', target, ...ids, ...(unsafe ? ['--unsafe'] : [])].join(' ')
}
