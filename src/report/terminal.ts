import { shellWord } from '../model/fix-command.ts'
import type { Report } from '../model/report.ts'
import { groupByRule } from './groups.ts'
import { mendable } from './next-steps.ts'
import { printable } from './printable.ts'
import { ruleBlock } from './terminal/block.ts'
import { diagnosisLines } from './terminal/diagnosis.ts'
import { notExaminedLines, openingLines, summaryLine, trialLines } from './terminal/overview.ts'
import { type Page, paintOf } from './terminal/paint.ts'
import { counted } from './words.ts'

export interface TerminalOptions {
  color: boolean
  /** Columns; less than 60 is taken as 60, more than 100 as 100, where prose stays readable. */
  width: number
  /** Of the HTML report, as shown to the person. */
  reportPath?: string
  /** The project on a command line; see `nextSteps`. */
  target?: string
}

/** The report for people at a terminal or in a log. Nothing in it can steer the terminal but our own colours. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const { color, width, reportPath } = options
  const page: Page = { paint: paintOf(color), width: Math.min(100, Math.max(60, width)) }
  const groups = groupByRule(report)
  const lines = [
    ...openingLines(report, page),
    '',
    ...groups.flatMap((group) => ruleBlock(group, page, reportPath)),
    ...trialLines(groups, page),
    ...notExaminedLines(report.notExamined, page),
    ...summaryLine(report, page),
    ...diagnosisLines(report, page),
    ...nextLines(report, groups[0]?.rule, options, page),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

/** What to do next, most useful first. */
function nextLines(
  report: Report,
  worst: string | undefined,
  { reportPath, target = shellWord(report.project) }: TerminalOptions,
  { paint }: Page,
): string[] {
  const { safe, unsafe } = mendable(report)
  const command = safe > 0 ? `doctor fix ${target}` : `doctor fix ${target} --unsafe --dry-run`
  const more = safe > 0 && unsafe > 0 ? `; ${unsafe} more with --unsafe` : ''
  const what = safe > 0 ? `mends ${safe}${more}` : `shows the ${counted(unsafe, 'fix', 'fixes')}`
  return [
    ...(reportPath === undefined ? [] : [`Report: ${paint.place(printable(reportPath))}`]),
    ...(safe + unsafe === 0 ? [] : [`Fix:    ${paint.place(printable(command))}`, `        ${what}`]),
    ...(worst === undefined ? [] : [`Learn:  ${paint.place(`doctor explain ${printable(worst)}`)}`]),
  ]
}
