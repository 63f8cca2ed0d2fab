import type { CurvePoint, Report } from '../../src/model/report.ts'
import type { Case } from './cases.ts'

/** How the diagnosis of one project compares with what was planted. */
export interface Scored {
  name: string
  planted: number
  first: boolean
  firstThree: boolean
  /** As ranked, with shares. */
  causes: string[]
  symptoms: string[]
  unexplained: string[]
  end: CurvePoint | undefined
}

/**
 * The first cause must be a planted one, and every planted one must be among the first three. A healthy project
 * counts as first and first three when nothing is blamed.
 */
export function scoreOf({ name, truth }: Case, report: Report): Scored {
  const ranked = report.diagnosis.map(({ cause, also = [] }) => [cause, ...also])
  const tells = (rules: readonly string[], told: readonly string[] = []) =>
    told.some((rule) => rules.includes(rule))
  const healthy = truth.length === 0
  return {
    name,
    planted: truth.length,
    first: healthy ? ranked.length === 0 : truth.some((rules) => tells(rules, ranked[0])),
    firstThree: healthy
      ? ranked.length === 0
      : truth.every((rules) => ranked.slice(0, 3).some((told) => tells(rules, told))),
    causes: report.diagnosis.map(({ cause, weight }) => `${cause} ${Math.round(100 * weight)} %`),
    symptoms: report.findings
      .filter(({ rule }) => rule.startsWith('symptoms/'))
      .map(({ rule }) => rule.slice(9)),
    unexplained: (report.unexplained ?? []).map(({ symptom }) => symptom.slice(9)),
    end: report.histories?.[0]?.points.at(-1),
  }
}

const percent = (share: number | null) => (100 * (share ?? 0)).toFixed(0)

/** A Markdown table and the sums below it. */
export function printTable(data: string, scored: readonly Scored[]): void {
  console.log(
    `\n${data}\n\n| project | train / validation at the end | symptoms | ranked causes | first | first three |`,
  )
  console.log('|---|---|---|---|---|---|')
  for (const { name, planted, first, firstThree, causes, symptoms, unexplained, end } of scored) {
    const open = unexplained.length === 0 ? '' : ` (unexplained: ${unexplained.join(', ')})`
    const verdict = (right: boolean) =>
      planted === 0 ? (right ? 'not blamed' : 'blamed') : right ? 'yes' : 'no'
    console.log(
      `| ${name} | ${end === undefined ? 'not trained' : `${percent(end.trainAccuracy)} / ${percent(end.validationAccuracy)} %`} | ${symptoms.join(', ') || 'none'}${open} | ${causes.slice(0, 4).join(', ') || 'none'} | ${verdict(first)} | ${planted === 0 ? '' : verdict(firstThree)} |`,
    )
  }
  const sick = scored.filter(({ planted }) => planted > 0)
  const count = (of: (one: Scored) => boolean) => sick.filter(of).length
  const blamed = scored.filter(({ planted, first }) => planted === 0 && !first).length
  console.log(
    `\n${data}: a true cause first in ${count((one) => one.first)} of ${sick.length}, all among the first three in ${count((one) => one.firstThree)} of ${sick.length}; ${blamed} of ${scored.length - sick.length} healthy blamed`,
  )
}
