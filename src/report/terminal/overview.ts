import type { NotExamined, Report } from '../../model/report.ts'
import type { Trial } from '../../model/trial.ts'
import type { RuleGroup } from '../groups.ts'
import { printable } from '../printable.ts'
import { byReason } from '../reasons.ts'
import { counted, durationWords, effectShort, listed, severityCount, splitWords } from '../words.ts'
import type { Page } from './paint.ts'
import { wrap } from './wrap.ts'

/** What was examined: the project, its data and its code. */
export function openingLines({ tool, project, dataset, summary }: Report, { paint, width }: Page): string[] {
  const sides = dataset.splits.map(
    ({ name, samples }) => `${splitWords(name)} ${samples.toLocaleString('en-US')}`,
  )
  const data = `${counted(summary.images, 'image')}${sides.length > 0 ? ` (${sides.join(', ')})` : ''}`
  const origin = dataset.splits.length > 0 ? `, from ${dataset.origin}` : ''
  return [
    `${paint.strong(`${tool.name} ${tool.version}`)}  ${printable(project)}`,
    ...wrap(`${data}${origin}; ${counted(summary.sourceFiles, 'source file')}`, width),
  ]
}

/** Every trial on one line: verdict, rule, effect and interval; those not run together, by their reason. */
export function trialLines(groups: readonly RuleGroup[], { paint, width }: Page): string[] {
  const trials = groups.flatMap(({ rule, trials: some }) =>
    some.map((trial) => ({ rule: printable(rule), trial })),
  )
  if (trials.length === 0) return []
  const column = Math.max(...trials.map(({ rule }) => rule.length))
  const run = trials.flatMap(({ rule, trial }) => {
    const effect = effectShort(trial)
    if (effect === null) return []
    const verdict = paint.verdict[trial.verdict](trial.verdict.padEnd(12))
    const fits = column + effect.length + 18 <= width
    return fits
      ? [`  ${verdict}  ${rule.padEnd(column)}  ${effect}`]
      : [`  ${verdict}  ${rule}`, `${' '.repeat(16)}${effect}`]
  })
  return [paint.strong('Trials'), ...run, ...untriedLines(trials, width), '']
}

function untriedLines(trials: { rule: string; trial: Trial }[], width: number): string[] {
  const untried = trials.filter(({ trial }) => effectShort(trial) === null)
  const shared = byReason(untried.map(({ rule, trial }) => ({ rule, reason: trial.reason })))
  return shared.flatMap(({ rules, reason }) =>
    wrap(`not run       ${listed(rules)}: ${reason}`, width - 16).map((line, index) =>
      index === 0 ? `  ${line}` : `${' '.repeat(16)}${line}`,
    ),
  )
}

const mostNamed = 8

/** What the report is silent about, so that silence is not taken for health. */
export function notExaminedLines(items: readonly NotExamined[], { paint, width }: Page): string[] {
  if (items.length === 0) return []
  const lines = byReason(items).flatMap(({ rules, reason }) =>
    wrap(`${rulesInWords(rules)}: ${reason}`, width - 4).map(
      (line, index) => `${index === 0 ? '  ' : '    '}${line}`,
    ),
  )
  return [paint.strong('Not examined'), ...lines, '']
}

/**
 * Many rules by their categories: their names are in the other formats, and nobody reads forty of them here. Files that
 * could not be followed stand among rules; they are all named.
 */
function rulesInWords(rules: readonly string[]): string {
  if (rules.length <= mostNamed || !rules.every((rule) => /^[a-z-]+\/[a-z-]+$/.test(rule)))
    return listed(rules)
  const categories = new Set(rules.map((rule) => rule.slice(0, rule.indexOf('/'))))
  return `${counted(rules.length, 'rule')} (${listed([...categories])})`
}

/** `9 errors, 2 warnings, 1 info; 2 suppressed; 14 rules found nothing; in 42 s`. */
export function summaryLine({ summary, healthy }: Report, { paint, width }: Page): string[] {
  const { error, warning, suppressed, durationMs } = summary
  const found = (['error', 'warning', 'info'] as const)
    .filter((severity) => summary[severity] > 0)
    .map((severity) => severityCount(severity, summary[severity]))
  const rest = [
    ...(suppressed > 0 ? [`${counted(suppressed, 'finding')} suppressed`] : []),
    ...(healthy.length > 0 ? [`${counted(healthy.length, 'rule')} found nothing`] : []),
    durationWords(durationMs),
  ]
  const worst = error > 0 ? 'error' : warning > 0 ? 'warning' : 'info'
  const head = found.length > 0 ? found.join(', ') : 'No problems found'
  const [first = '', ...more] = wrap(`${head}; ${rest.join('; ')}`, width)
  const colour = found.length > 0 ? paint.severity[worst] : paint.verdict.confirmed
  return [first.startsWith(head) ? `${colour(head)}${first.slice(head.length)}` : first, ...more]
}
