import type { Finding } from '../model/finding.ts'
import type { Trial } from '../model/trial.ts'
import type { Reading } from './fit.ts'
import { type Sign, signWords } from './signs.ts'

/** A rule as a cause: its findings and what the curves say for and against it. */
export interface Told {
  rule: string
  findings: readonly Finding[]
  reading: Reading
}

/**
 * Why a cause stands where it stands, in sentences: what was found, what trials measured, what the curves show.
 * `others` are rules that tell of the same root.
 */
export function reasonsOf(lead: Told, others: readonly Told[]): string[] {
  const root = [lead, ...others]
  const trials = root.flatMap(({ findings }) =>
    findings.flatMap(({ trial }) => (tried(trial) ? [trial.reason] : [])),
  )
  const explained = root.flatMap(({ reading }) =>
    reading.for.map(({ sign, why }) => [signWords[sign], why] as const),
  )
  const { against, missing, extent } = lead.reading
  return [
    messageOf(lead),
    ...others.map((other) => `The same root, as ${other.rule} sees it: ${messageOf(other)}`),
    ...new Set(trials),
    ...(extent?.small
      ? [`It touches ${extent.images} of ${extent.of} images: too few to move the score by much`]
      : []),
    ...[...new Map(explained)].map(([sign, why]) => `This explains ${sign}: ${why}`),
    ...against.map(({ sign, why }) => `The curves show ${signWords[sign]}, which speaks against it: ${why}`),
    ...(missing.length === 0 ? [] : [`The curves do not show ${either(missing)}, which it usually causes`]),
  ]
}

const messageOf = ({ findings }: Told): string =>
  `${findings[0]?.message ?? ''}${findings.length > 1 ? ` (and ${findings.length - 1} more)` : ''}`

const tried = (trial: Trial | undefined): trial is Trial => trial !== undefined && trial.verdict !== 'not-run'

function either(signs: readonly Sign[]): string {
  const words = signs.map((sign) => signWords[sign])
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`
}
