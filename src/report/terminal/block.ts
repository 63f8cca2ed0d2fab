import type { RuleGroup } from '../groups.ts'
import { printable } from '../printable.ts'
import { counted, methodWords, trialWords } from '../words.ts'
import { findingLines, messageLines } from './finding.ts'
import type { Page } from './paint.ts'
import { wrap } from './wrap.ts'

/** A rule shows this many findings, and one more rather than "and 1 more". */
const mostFindings = 3

/** All about one rule: what it found, and once: why that matters, what to do, what training showed. */
export function ruleBlock(group: RuleGroup, page: Page, reportPath: string | undefined): string[] {
  const { findings } = group
  const shown = findings.length <= mostFindings + 1 ? findings : findings.slice(0, mostFindings)
  const left = findings.length - shown.length
  const where = reportPath === undefined ? 'all with --format json' : 'all in the report'
  return [
    headLine(group, page),
    '',
    ...shown.flatMap((finding, index) => [
      ...(finding.message === shown[index - 1]?.message ? [] : messageLines(finding, page)),
      ...findingLines(finding, page),
      '',
    ]),
    ...(left > 0
      ? [page.paint.faint(`  and ${counted(left, 'more', 'more')} like these (${where})`), '']
      : []),
    ...group.why.flatMap((text) => labelled('why', text, page)),
    ...group.how.flatMap((text) => labelled('how', text, page)),
    ...group.trials.flatMap((trial) =>
      labelled('trial', trialWords(trial), page, page.paint.verdict[trial.verdict]).concat(
        trial.verdict === 'not-run'
          ? []
          : indented(`(${methodWords(trial)})`, page).map((line) => page.paint.faint(line)),
      ),
    ),
    ...group.triedWith.flatMap((rule) => labelled('trial', `tried together with ${rule}; see there`, page)),
    '',
  ]
}

function headLine({ rule, severity, findings }: RuleGroup, { paint, width }: Page): string {
  const count = counted(findings.length, 'finding')
  const name = printable(rule)
  const dashes = Math.max(2, width - severity.length - name.length - count.length - 3)
  return `${paint.severity[severity](severity)} ${paint.strong(name)} ${paint.faint(`${'-'.repeat(dashes)} ${count}`)}`
}

const labelWidth = 6

function labelled(
  label: string,
  text: string,
  page: Page,
  colour: (line: string) => string = (line) => line,
): string[] {
  const [first = '', ...rest] = indented(text, page)
  const head = `  ${page.paint.faint(label.padEnd(labelWidth))}${colour(first.trimStart())}`
  return [head, ...rest.map((line) => colour(line))]
}

function indented(text: string, { width }: Page): string[] {
  const indent = ' '.repeat(labelWidth + 2)
  return wrap(text, width - indent.length).map((line) => `${indent}${line}`)
}
