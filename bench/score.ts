import { rules } from '../rules/index.ts'
import { isSpan } from '../src/model/finding.ts'
import { addTo } from '../src/model/group-by.ts'
import type { Report } from '../src/model/report.ts'
import type { Truth } from '../test/support/truth.ts'

/** How one rule did against the ground truth. `missed` and `invented` name what went wrong. */
export interface RuleScore {
  rule: string
  expected: number
  found: number
  missed: string[]
  invented: string[]
  /** Share of the findings that are planted faults; 1 when there are none. */
  precision: number
  /** Share of the planted faults that were found; 1 when none was planted. */
  recall: number
}

/**
 * Compares the findings with the truth, rule by rule. A cluster counts only when exactly its members are named; a
 * code finding when one of its places is on the expected line. Rules that the truth does not speak of have nothing
 * expected, so all their findings are invented.
 */
export function score(report: Report, truth: Truth): RuleScore[] {
  const expected = expectedOf(truth)
  // What was not examined, or is a preview that nobody asked for, is not missed.
  const looked = new Set([...report.healthy, ...report.findings.map(({ rule }) => rule)])
  const unasked = rules.filter(({ id, maturity }) => maturity === 'preview' && !looked.has(id))
  for (const { rule } of report.notExamined) expected.delete(rule)
  for (const { id } of unasked) expected.delete(id)
  const named = new Set([...expected.keys(), ...report.findings.map(({ rule }) => rule)])
  return [...named].sort().map((rule) => {
    const wanted = expected.get(rule) ?? []
    const found = report.findings.filter((finding) => finding.rule === rule).flatMap(namesOf)
    const invented = found.filter((names) => !wanted.some((name) => names.includes(name)))
    const missed = wanted.filter((name) => !found.some((names) => names.includes(name)))
    return {
      rule,
      expected: wanted.length,
      found: found.length,
      missed,
      invented: invented.map((names) => names.join(' | ')),
      precision: found.length === 0 ? 1 : 1 - invented.length / found.length,
      recall: wanted.length === 0 ? 1 : 1 - missed.length / wanted.length,
    }
  })
}

function expectedOf(truth: Truth): Map<string, string[]> {
  const { harmless: _, ...clusters } = truth.clusters
  const expected = new Map<string, string[]>([
    ...Object.entries(clusters).map(([rule, list]): [string, string[]] => [
      rule,
      list.map(({ members }) => members.join(' + ')),
    ]),
    ['labels/class-mismatch', truth.classMismatch.map(({ folder }) => folder)],
    ['labels/inconsistent-names', truth.inconsistentNames.map(({ folders }) => folders.join(' + '))],
    ['labels/likely-mislabelled', truth.mislabelled.map(({ path }) => path)],
    ['images/unreadable', truth.unreadable.map(({ path }) => path)],
    ['images/wrong-extension', truth.wrongExtension.map(({ path }) => path)],
  ])
  for (const { rule, path, line } of truth.code) addTo(expected, rule, `${path}:${line}`)
  return expected
}

/** A finding's names under which the truth may know it: its lines of code, or its files taken together. */
function namesOf({ locations }: Report['findings'][number]): string[][] {
  const lines = locations.filter(isSpan).map(({ path, line }) => `${path}:${line}`)
  if (lines.length > 0) return [lines]
  return [
    [
      locations
        .map(({ path }) => path)
        .sort()
        .join(' + '),
    ],
  ]
}
