import type { Finding } from '../model/finding.ts'

/** What curves can show: the symptom rules, told apart where one rule means two things. */
export const signs = [
  'overfitting',
  'underfitting',
  'unfinished',
  'oscillation',
  'divergence',
  'stuck-at-chance',
  'validation-at-chance',
  'plateau',
  'validation-above-training',
  'noisy-validation',
  'random-validation',
  'coarse-validation',
] as const
export type Sign = (typeof signs)[number]

/** A sign that a symptom rule found. */
export interface Seen {
  sign: Sign
  finding: Finding
}

/** How reasons name a sign: `this explains ...`. */
export const signWords: Readonly<Record<Sign, string>> = {
  overfitting: 'overfitting',
  underfitting: 'underfitting',
  unfinished: 'that training was still getting better when it ended',
  oscillation: 'swings of the training loss',
  divergence: 'divergence',
  'stuck-at-chance': 'that training is stuck at chance',
  'validation-at-chance': 'that validation is stuck at chance while training is not',
  plateau: 'a plateau of validation',
  'validation-above-training': 'that validation is above training',
  'noisy-validation': 'noise of validation beyond sampling',
  'random-validation': 'a validation score that is random',
  'coarse-validation': 'a coarse validation score',
}

/** The signs in the order of `signs`; of several runs that show the same the surest. */
export function signsOf(findings: readonly Finding[]): Seen[] {
  const seen = new Map<Sign, Finding>()
  for (const finding of findings) {
    const sign = signOf(finding)
    if (sign === null) continue
    const before = seen.get(sign)
    if (before === undefined || finding.confidence > before.confidence) seen.set(sign, finding)
  }
  return signs.flatMap((sign) => {
    const finding = seen.get(sign)
    return finding === undefined ? [] : [{ sign, finding }]
  })
}

const noiseKinds: Readonly<Record<string, Sign>> = {
  'small-set': 'coarse-validation',
  'random-evaluation': 'random-validation',
}

function signOf({ rule, evidence }: Finding): Sign | null {
  switch (rule) {
    case 'symptoms/underfitting':
      return evidence.improving === true ? 'unfinished' : 'underfitting'
    case 'symptoms/stuck-at-chance':
      return evidence.side === 'validation' ? 'validation-at-chance' : 'stuck-at-chance'
    case 'symptoms/noisy-validation':
      return noiseKinds[String(evidence.kind)] ?? 'noisy-validation'
    default:
      return signs.find((sign) => rule === `symptoms/${sign}`) ?? null
  }
}
