import { canBeApplied, shellWord } from '../model/fix-command.ts'
import type { Report } from '../model/report.ts'
import { counted } from './words.ts'

/** A command that is worth running next, and what it does. */
export interface NextStep {
  command: string
  does: string
}

/** How many findings `doctor fix` can mend by itself, and how many more with `--unsafe`. */
export function mendable({ findings }: Report): { safe: number; unsafe: number } {
  const count = (applicability: string) =>
    findings.filter((finding) => finding.fix?.applicability === applicability && canBeApplied(finding)).length
  return { safe: count('safe'), unsafe: count('unsafe') }
}

/**
 * What to do with a report, most useful first. `target` is how the project is named on the command line, with the
 * options that say where its data and config are.
 */
export function nextSteps(report: Report, target = shellWord(report.project)): NextStep[] {
  const { safe, unsafe } = mendable(report)
  const steps: NextStep[] = []
  if (safe > 0) steps.push({ command: `doctor fix ${target}`, does: `mends ${counted(safe, 'finding')}` })
  if (unsafe > 0)
    steps.push({
      command: `doctor fix ${target} --unsafe --dry-run`,
      does: `shows what else it would change for ${counted(unsafe, 'finding')}; without --dry-run it does`,
    })
  if (steps.length > 0)
    steps.push({ command: `doctor undo ${target}`, does: 'takes the last fix back, byte for byte' })
  return steps
}
