import type { Finding } from '../../model/finding.ts'
import { dataLinks } from './data.ts'
import { fineTuningLinks } from './fine-tuning.ts'
import { inputLinks } from './input.ts'
import type { Link } from './link.ts'
import { trainingLinks } from './training.ts'

/** The table of cause against symptom: one row for each cell that is not empty. */
export const table: readonly Link[] = [...dataLinks, ...inputLinks, ...trainingLinks, ...fineTuningLinks]

/** Rules that tell of two faults, which show in different ways: which of them a finding is. */
const faults: Readonly<Record<string, (finding: Finding) => string>> = {
  'training/learning-rate': ({ evidence: { learningRate, usual } }) =>
    Number(learningRate) > Number(usual) ? 'too high' : 'too low',
  'training/batch-size': ({ evidence: { batchSize, wanted } }) =>
    Number(batchSize) < Number(wanted) ? 'too few images' : 'too many images',
  // A wrong mode takes every improvement for a plateau.
  'training/plateau-schedule': ({ evidence: { arguments: wrong } }) =>
    Array.isArray(wrong) && wrong.includes('mode') ? 'acts too early' : 'does not act',
}

/** The cells of the findings of one rule. */
export function linksOf(findings: readonly Finding[]): Link[] {
  const causes = new Set(findings.map(causeKey))
  return table.filter(({ cause }) => causes.has(cause))
}

/** How the table calls the cause that a finding tells of. */
export function causeKey(finding: Finding): string {
  const fault = faults[finding.rule]
  return fault === undefined ? finding.rule : `${finding.rule} (${fault(finding)})`
}
