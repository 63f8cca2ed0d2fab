import { type Finding, isSpan, type Severity } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { groupByRule, type RuleGroup } from './groups.ts'
import { fromWorkingFolder, hasFileLines, mainPlace } from './places.ts'
import { printable } from './printable.ts'
import { placeWords } from './source-lines.ts'
import { counted, headline, severityCount, trialWords } from './words.ts'

const commands: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' }

/**
 * Annotations for GitHub Actions, as workflow commands on stdout. GitHub shows ten of each kind for a step: so there
 * is one for each finding in code and one for all findings of a rule in the data, the most harmful rule first.
 * Syntax: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function renderGithub(report: Report): string {
  const groups = groupByRule(report)
  const lines = groups.flatMap((group) => annotations(group, report.project))
  const counts = (['error', 'warning', 'info'] as const).map((level) =>
    severityCount(level, report.summary[level]),
  )
  return `${[...lines, command('notice', { title: report.tool.name }, [headline(report), counts.join(', ')])].join('\n')}\n`
}

function annotations(group: RuleGroup, project: string): string[] {
  const inCode = group.findings.filter(({ locations }) => locations.some(isSpan))
  const [inData, ...more] = group.findings.filter((finding) => !inCode.includes(finding))
  const trials = group.trials.map(trialWords)
  return [
    ...inCode.map((finding) => annotation(finding, project, [finding.message, finding.how, ...trials])),
    ...(inData === undefined
      ? []
      : [annotation(inData, project, [`${inData.message}${others(more.length)}`, inData.how, ...trials])]),
  ]
}

const others = (count: number): string =>
  count > 0 ? ` (and ${counted(count, 'more', 'more')} like this)` : ''

function annotation(finding: Finding, project: string, lines: readonly string[]): string {
  const place = mainPlace(finding)
  const name = commands[finding.severity]
  const title = { title: finding.rule }
  if (place === undefined) return command(name, title, lines)
  const file = { ...title, file: fromWorkingFolder(project, place.path) }
  if (!isSpan(place)) return command(name, file, lines)
  if (!hasFileLines(place)) return command(name, file, [placeWords(place), ...lines])
  const { line, endLine, column: col, endColumn } = place
  // GitHub drops annotations that give columns over several lines.
  const region = line === endLine ? { line, endLine, col, endColumn } : { line, endLine }
  return command(name, { ...file, ...region }, lines)
}

function command(
  name: string,
  properties: Record<string, string | number>,
  lines: readonly string[],
): string {
  const settings = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`)
  return `::${name} ${settings.join(',')}::${data(lines.map(printable).join('\n'))}`
}

/** Escapes of the runner: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
