import { type Finding, isSpan, type Location, type Severity } from '../model/finding.ts'
import { groupBy } from '../model/group-by.ts'
import type { Report } from '../model/report.ts'
import { categoryOf, type Rule } from '../model/rule.ts'
import type { Span } from '../model/span.ts'
import { groupByRule, type RuleGroup } from './groups.ts'
import { fromWorkingFolder, hasFileLines } from './places.ts'
import { ruleMarkdown, ruleText } from './rule-text.ts'
import { placeWords } from './source-lines.ts'
import { trialWords } from './words.ts'

const levels: Record<Severity, 'error' | 'warning' | 'note'> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
}

/**
 * The report as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0), in the subset that code scanning of
 * GitHub reads. Edits of safe and unsafe fixes are SARIF fixes; data operations have no place there. `rules` tell what
 * the rules are; of one that is not among them its findings say what they can.
 */
export function renderSarif(report: Report, rules: readonly Rule[] = []): string {
  const groups = groupByRule(report)
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            semanticVersion: report.tool.version,
            rules: groups.map((group) => descriptorOf(group, rules)),
          },
        },
        // Uploads of other tools, and of the doctor on other projects of a repository, stay apart.
        automationDetails: { id: `${report.tool.name}/${uriOf('', report.project)}` },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notExamined(report) }],
        results: groups.flatMap(({ findings }, ruleIndex) =>
          findings.map((finding) => resultOf(finding, ruleIndex, report.project)),
        ),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

/** A rule as viewers show it beside its results. */
function descriptorOf({ rule: id, severity, why, how }: RuleGroup, rules: readonly Rule[]) {
  const rule = rules.find((one) => one.id === id)
  return {
    id,
    shortDescription: { text: rule?.docs.what ?? id },
    fullDescription: { text: rule?.docs.why ?? (why.join(' ') || id) },
    help:
      rule === undefined
        ? { text: how.join(' ') || id }
        : { text: ruleText(rule), markdown: ruleMarkdown(rule) },
    defaultConfiguration: { level: levels[rule?.severity ?? severity] },
    properties: { tags: [categoryOf(id)] },
  }
}

function resultOf(finding: Finding, ruleIndex: number, project: string) {
  const { id, rule, severity, message, how, confidence, trial } = finding
  const [first, ...others] = [...finding.locations].sort((a, b) => Number(isSpan(b)) - Number(isSpan(a)))
  const fixes = fixesOf(finding, project)
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: [message, how, ...(trial === undefined ? [] : [trialWords(trial)])].join('\n') },
    locations: first === undefined ? [] : [locationOf(first, project)],
    ...(others.length === 0
      ? {}
      : {
          relatedLocations: others.map((place, index) => ({ id: index + 1, ...locationOf(place, project) })),
        }),
    partialFingerprints: { 'trainingDoctor/v1': id },
    ...(fixes.length === 0 ? {} : { fixes }),
    properties: { confidence, ...(trial === undefined ? {} : { trial: trial.verdict }) },
  }
}

function locationOf(location: Location, project: string) {
  const artifactLocation = { uri: uriOf(location.path, project) }
  if (isSpan(location) && hasFileLines(location))
    return { physicalLocation: { artifactLocation, region: regionOf(location) } }
  // GitHub refuses locations without a line; images and notebook cells have none in their file.
  const physicalLocation = { artifactLocation, region: { startLine: 1 } }
  const name = isSpan(location)
    ? placeWords(location)
    : [location.split, location.label].filter(Boolean).join(', ')
  return name === '' ? { physicalLocation } : { physicalLocation, logicalLocations: [{ name }] }
}

const regionOf = ({ line, column, endLine, endColumn }: Span) => ({
  startLine: line,
  startColumn: column,
  endLine,
  endColumn,
})

function fixesOf({ fix }: Finding, project: string) {
  if (fix === undefined || fix.applicability === 'manual') return []
  const edits = fix.operations.filter((operation) => operation.op === 'edit')
  if (edits.length === 0 || !edits.every(({ span }) => hasFileLines(span))) return []
  const byFile = groupBy(edits, ({ span }) => span.path)
  const artifactChanges = [...byFile].map(([path, changes]) => ({
    artifactLocation: { uri: uriOf(path, project) },
    replacements: changes.map(({ span, text }) => ({
      deletedRegion: regionOf(span),
      insertedContent: { text },
    })),
  }))
  return [{ description: { text: fix.title }, artifactChanges }]
}

const notExamined = (report: Report) =>
  report.notExamined.map(({ rule, reason }) => ({
    level: 'note',
    message: { text: `not examined: ${reason}` },
    associatedRule: { id: rule },
  }))

/** A relative URI reference (RFC 3986): every hostile character is percent-encoded. */
function uriOf(path: string, project: string): string {
  const wellFormed = fromWorkingFolder(project, path).replace(/\p{Surrogate}/gu, '\ufffd')
  return wellFormed.split('/').map(encodeURIComponent).join('/')
}
