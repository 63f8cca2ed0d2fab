import { curvesOf } from './curves.ts'
import type { Dataset } from './model/dataset.ts'
import type { Facts } from './model/facts.ts'
import type { Finding, Severity } from './model/finding.ts'
import { SplitName } from './model/fix.ts'
import type { Project } from './model/project.ts'
import type { Cause, Curves, DatasetSummary, NotExamined, Report, Unexplained } from './model/report.ts'
import { version } from './version.ts'

export interface Conclusions {
  project: Project
  facts: Facts
  findings: Finding[]
  suppressed: number
  diagnosis: { causes: Cause[]; unexplained: Unexplained[] }
  notExamined: NotExamined[]
  healthy: string[]
  durationMs: number
}

/** The one serialisable result of an examination. */
export function summarise(conclusions: Conclusions): Report {
  const { project, facts, findings } = conclusions
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length
  const dataset: Dataset = facts.dataset?.ok
    ? facts.dataset.value
    : { samples: [], origin: facts.dataset?.reason ?? 'not read', classFolders: [] }
  return {
    schemaVersion: 1,
    tool: { name: 'training-doctor', version },
    project: project.given,
    summary: {
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      suppressed: conclusions.suppressed,
      images: dataset.samples.length,
      sourceFiles: project.files.filter((file) => sourceKinds.has(file.kind)).length,
      durationMs: conclusions.durationMs,
    },
    dataset: summariseDataset(dataset),
    setups: facts.setups?.ok ? facts.setups.value : [],
    findings,
    diagnosis: conclusions.diagnosis.causes,
    ...(conclusions.diagnosis.unexplained.length === 0
      ? {}
      : { unexplained: conclusions.diagnosis.unexplained }),
    ...historiesOf(facts),
    notExamined: [...conclusions.notExamined, ...gapsOf(facts)],
    healthy: conclusions.healthy,
  }
}

function historiesOf({ history }: Facts): { histories?: Curves[] } {
  const histories = history?.ok ? curvesOf(history.value) : []
  return histories.length === 0 ? {} : { histories }
}

/** Code that could not be followed, named by its file in place of a rule: all code rules are blind there. */
function gapsOf(facts: Facts): NotExamined[] {
  if (!facts.setups?.ok) return []
  return facts.setups.value.flatMap(({ file, gaps }) =>
    gaps.map(({ reason, span }) => ({ rule: span?.path ?? file, reason })),
  )
}

const sourceKinds: ReadonlySet<string> = new Set(['python', 'notebook', 'typescript'])

function summariseDataset(dataset: Dataset): DatasetSummary {
  const splits = SplitName.options.flatMap((name) => {
    const samples = dataset.samples.filter((sample) => sample.split === name)
    if (samples.length === 0) return []
    const classes = new Map<string, number>()
    for (const { label } of samples) if (label !== null) classes.set(label, (classes.get(label) ?? 0) + 1)
    const sorted = [...classes].sort(([a], [b]) => (a < b ? -1 : 1))
    return [{ name, samples: samples.length, classes: Object.fromEntries(sorted) }]
  })
  return { splits, origin: dataset.origin }
}
