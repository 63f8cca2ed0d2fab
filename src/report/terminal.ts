import type { Report } from '../model/report.ts'
import { groupByRule } from './groups.ts'
import { printable } from './printable.ts'
import { ruleBlock } from './terminal/block.ts'
import { diagnosisLines } from './terminal/diagnosis.ts'
import { notExaminedLines, openingLines, summaryLine, trialLines } from './terminal/overview.ts'
import { type Page, paintOf } from './terminal/paint.ts'

export interface TerminalOptions {
  color: boolean
  /** Columns; less than 60 is taken as 60, more than 100 as 100, where prose stays readable. */
  width: number
  /** Of the HTML report, as shown to the person. */
  reportPath?: string
}

/** The report for people at a terminal or in a log. Nothing in it can steer the terminal but our own colours. */
export function renderTerminal(report: Report, { color, width, reportPath }: TerminalOptions): string {
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
    ...nextLines(report, groups[0]?.rule, reportPath, page),
  ]
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

/** What to do next, most useful first. */
function nextLines(
  report: Report,
  worst: string | undefined,
  reportPath: string | undefined,
  { paint }: Page,
): string[] {
  const project = printable(report.project)
  const count = (applicability: string) =>
    report.findings.filter(({ fix }) => fix?.applicability === applicability).length
  const [safe, unsafe] = [count('safe'), count('unsafe')]
  const command = safe > 0 ? `doctor fix ${project}` : `doctor fix ${project} --unsafe --dry-run`
  const more = safe > 0 && unsafe > 0 ? `; ${unsafe} more with --unsafe` : ''
  const what = safe > 0 ? `mends ${safe}${more}` : `shows the ${unsafe} fixes`
  return [
    ...(reportPath === undefined ? [] : [`Report: ${paint.place(printable(reportPath))}`]),
    ...(safe + unsafe === 0 ? [] : [`Fix:    ${paint.place(command)}`, `        ${what}`]),
    ...(worst === undefined ? [] : [`Learn:  ${paint.place(`doctor explain ${printable(worst)}`)}`]),
  ]
}
