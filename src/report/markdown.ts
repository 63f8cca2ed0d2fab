import { type Finding, isSpan, type Severity } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { groupByRule, type RuleGroup } from './groups.ts'
import { nextSteps } from './next-steps.ts'
import { printable } from './printable.ts'
import { byReason } from './reasons.ts'
import { placeWords, sourceChanges } from './source-lines.ts'
import { counted, headline, listed, operationWords, severityCount, splitWords, trialWords } from './words.ts'

/** A comment on GitHub holds 65,536 characters; what does not fit is left to the other reports. */
const mostCharacters = 60_000
const mostFindings = 5
const mostPlaces = 6
const mostCauses = 3

const marks: Record<Severity, string> = { error: '🔴', warning: '🟡', info: '🔵' }

/**
 * The report as GitHub-flavoured Markdown for a pull request comment or a job summary. `target` is the project on a
 * command line; see `nextSteps`.
 */
export function renderMarkdown(report: Report, target?: string): string {
  const { summary, tool } = report
  const counts = [
    ...(['error', 'warning', 'info'] as const).map((level) => severityCount(level, summary[level])),
    ...(summary.suppressed > 0 ? [`${summary.suppressed} suppressed`] : []),
  ]
  const head = `## ${headline(report)}\n\n${counts.join(', ')} in ${counted(summary.images, 'image')} and ${counted(summary.sourceFiles, 'source file')} of ${code(report.project)}.\n`
  const foot = [
    ...next(report, target),
    ...notExamined(report),
    `\n<sub>${tool.name} ${text(tool.version)}</sub>\n`,
  ]
  const blocks = groupByRule(report).map((group, index) => block(group, index === 0))
  const top = diagnosisOf(report)
  const room = mostCharacters - head.length - top.join('\n').length - foot.join('\n').length
  const fitting = firstThatFit(blocks, room)
  const left = blocks.length - fitting.length
  const note = left > 0 ? [`\n*${counted(left, 'more rule')} found something: see the full report.*\n`] : []
  return [head, ...top, ...fitting, ...note, ...foot].join('\n')
}

/** The ranked causes with what mends each, and what the curves show beside. */
function diagnosisOf({ diagnosis, unexplained = [] }: Report): string[] {
  const causes = diagnosis
    .slice(0, mostCauses)
    .flatMap(({ cause, also = [], weight, because, remedy }, index) => {
      const names = listed([cause, ...also].map((rule) => `**${text(rule)}**`))
      const mends =
        remedy === undefined
          ? []
          : [`   - ${remedy.command === undefined ? 'By hand' : code(remedy.command)}: ${text(remedy.how)}`]
      return [
        `${index + 1}. ${names} (${Math.round(weight * 100)} %)`,
        ...because.map((reason) => `   - ${text(reason)}`),
        ...mends,
      ]
    })
  const open = unexplained.map(
    ({ symptom, message, next }) => `- **${text(symptom)}**: ${text(message)}. ${text(next)}`,
  )
  return [
    ...(causes.length === 0 ? [] : ['### Why validation does not improve\n', ...causes, '']),
    ...(open.length === 0 ? [] : ['### Shown by the curves, explained by no finding\n', ...open, '']),
  ]
}

function firstThatFit(blocks: readonly string[], room: number): string[] {
  const fitting: string[] = []
  let used = 0
  for (const one of blocks) {
    used += one.length + 1
    if (used > room) break
    fitting.push(one)
  }
  return fitting
}

function block({ rule, severity, findings, why, how, trials, triedWith }: RuleGroup, open: boolean): string {
  const shown = findings.slice(0, mostFindings)
  const left = findings.length - shown.length
  return [
    `<details${open ? ' open' : ''}><summary>${marks[severity]} <b>${text(rule)}</b>: ${counted(findings.length, 'finding')}</summary>\n`,
    ...why.map((one) => `${text(one)}\n`),
    ...how.map((one) => `**What to do:** ${text(one)}\n`),
    ...trials.map((trial) => `**Trial:** ${text(trialWords(trial))}\n`),
    ...triedWith.map((other) => `**Trial:** tried together with ${text(other)}; see there.\n`),
    ...shown.map(findingItem),
    ...(left > 0 ? [`- and ${counted(left, 'more', 'more')} like these`] : []),
    '\n</details>\n',
  ].join('\n')
}

function findingItem({ message, locations, fix }: Finding): string {
  const places = locations.slice(0, mostPlaces).map((place) => {
    if (isSpan(place)) return `  - ${code(placeWords(place))}`
    const side = [place.split === undefined ? '' : splitWords(place.split), place.label ?? '']
    return `  - ${code(place.path)} ${text(side.filter((part) => part !== '').join(', '))}`
  })
  const more = locations.length - mostPlaces
  return [
    `- ${text(message)}`,
    ...places,
    ...(more > 0 ? [`  - and ${counted(more, 'more place')}`] : []),
    ...(fix === undefined
      ? []
      : [`  - Fix (${fix.applicability}): ${text(fix.title)}`, ...fixLines(fix.operations)]),
  ].join('\n')
}

function fixLines(operations: NonNullable<Finding['fix']>['operations']): string[] {
  const edits = operations.filter((operation) => operation.op === 'edit')
  const steps = operations.filter((operation) => operation.op !== 'edit').slice(0, mostPlaces)
  return [
    ...steps.map((step) => `    - ${code(operationWords(step))}`),
    ...sourceChanges(edits).flatMap(({ removed, added }) => {
      const lines = [...removed.map((line) => `- ${line}`), ...added.map((line) => `+ ${line}`)].map(
        printable,
      )
      const longest = Math.max(
        2,
        ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)),
      )
      const fence = '`'.repeat(longest + 1)
      return ['', `    ${fence}diff`, ...lines.map((line) => `    ${line}`), `    ${fence}`, '']
    }),
  ]
}

/** The commands that go on from here. */
function next(report: Report, target: string | undefined): string[] {
  const steps = nextSteps(report, target)
  if (steps.length === 0) return []
  return ['**Next**\n', ...steps.map(({ command, does }) => `- ${code(command)} ${text(does)}`), '']
}

function notExamined({ notExamined: items }: Report): string[] {
  if (items.length === 0) return []
  const lines = byReason(items)
    .slice(0, 30)
    .map(({ rules, reason }) => `- ${listed(rules.map(code))}: ${text(reason)}`)
  return [
    `<details><summary>${counted(items.length, 'rule')} not examined</summary>\n`,
    ...lines,
    '\n</details>\n',
  ]
}

/**
 * Prose that cannot become markup. GitHub looks for mentions and issue numbers in the finished text, where escapes
 * are gone: a zero-width space keeps them apart, as Dependabot does it.
 */
function text(prose: string): string {
  return printable(prose)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[@#]/g, '$&&#8203;')
}

/** A name as a code span, fenced by more backticks than it holds. */
function code(name: string): string {
  const shown = printable(name)
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : ''
  return `${fence}${pad}${shown}${pad}${fence}`
}
