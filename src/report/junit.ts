import { type Finding, isSpan } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import { groupByRule, type RuleGroup } from './groups.ts'
import { printable } from './printable.ts'
import { placeWords } from './source-lines.ts'
import { trialWords } from './words.ts'

/**
 * The report as JUnit XML, the dialect that CI systems share (https://github.com/testmoapp/junitxml): a suite per
 * rule. Errors and warnings fail; info passes and says its message; a rule that found nothing passes; one that
 * could not examine is skipped.
 */
export function renderJunit(report: Report): string {
  const { error, warning, durationMs } = report.summary
  const suites = [
    ...groupByRule(report).map(suiteOf),
    ...report.healthy.map((rule) => suite(rule, [testcase(rule, 'found nothing', '')], 0)),
    ...report.notExamined.map(({ rule, reason }) =>
      suite(rule, [testcase(rule, 'not examined', `<skipped message="${xml(reason)}"/>`)], 0),
    ),
  ]
  const time = (durationMs / 1000).toFixed(3)
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="${xml(`${report.tool.name} ${report.tool.version}`)}" failures="${error + warning}" time="${time}">
${suites.join('\n')}
</testsuites>
`
}

function suiteOf({ rule, findings }: RuleGroup): string {
  const failures = findings.filter(({ severity }) => severity !== 'info').length
  return suite(rule, findings.map(caseOf), failures)
}

const suite = (rule: string, cases: readonly string[], failures: number): string =>
  `  <testsuite name="${xml(rule)}" tests="${cases.length}" failures="${failures}">\n${cases.join('\n')}\n  </testsuite>`

function caseOf(finding: Finding): string {
  const { rule, id, severity, message } = finding
  const places = finding.locations.map((place) => (isSpan(place) ? placeWords(place) : place.path))
  const text = [message, ...places, finding.why, finding.how, ...trialOf(finding)].map(xml).join('\n')
  const outcome =
    severity === 'info'
      ? `<system-out>${text}</system-out>`
      : `<failure type="${severity}" message="${xml(message)}">${text}</failure>`
  return testcase(rule, `${places[0] ?? rule} [${id}]`, outcome)
}

const trialOf = ({ trial }: Finding): string[] => (trial === undefined ? [] : [trialWords(trial)])

const testcase = (rule: string, name: string, outcome: string): string =>
  `    <testcase classname="${xml(rule)}" name="${xml(name)}"${outcome === '' ? '/>' : `>${outcome}</testcase>`}`

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Escaped, and without the characters that XML 1.0 cannot hold at all. */
function xml(text: string): string {
  return printable(text)
    .replace(/[\p{Surrogate}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
