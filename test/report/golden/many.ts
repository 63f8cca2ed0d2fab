import type { Finding } from '../../../src/model/finding.ts'
import type { Report } from '../../../src/model/report.ts'
import { codeFindings } from './code-findings.ts'
import { leakFindings } from './data-findings.ts'
import { clusterFinding, doubtFinding } from './galleries.ts'
import { golden } from './report.ts'

/** A report of so many findings of all kinds: pairs, clusters, doubted labels and code, as a bad project has them. */
export function reportOfMany(count: number): Report {
  const findings = Array.from({ length: count }, (_, index) => findingAt(index))
  const order = ['error', 'warning', 'info']
  findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || (a.rule < b.rule ? -1 : 1))
  const number = (severity: string) => findings.filter((finding) => finding.severity === severity).length
  const counts = { error: number('error'), warning: number('warning'), info: number('info') }
  return { ...golden, findings, summary: { ...golden.summary, ...counts } }
}

function findingAt(index: number): Finding {
  const id = index.toString(16).padStart(16, '0')
  const name = `a/rather/long/folder/IMG_${index}`
  if (index % 10 === 0) return clusterFinding(id, name)
  if (index % 10 < 3) return doubtFinding(id, `train/${name}.jpg`, ['orange', 'satsumas'])
  const template = index % 10 < 6 ? leakFindings[index % 10] : codeFindings[index % codeFindings.length]
  if (template === undefined) throw new Error('the golden report has no such finding')
  if (index % 10 >= 6) return { ...template, id }
  const [a, b] = [`train/${name}.jpg`, `val/${name}.jpg`]
  const locations = [
    { path: a, split: 'train', label: 'kiwi' } as const,
    { path: b, split: 'validation', label: 'kiwi' } as const,
  ]
  const measures = { grade: 'near-identical', distance: 7, correlation: 0.98, orientation: 'flip-horizontal' }
  return { ...template, id, locations, evidence: { pairs: [{ a, b, ...measures }] } }
}
