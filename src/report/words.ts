import type { Severity } from '../model/finding.ts'
import type { Operation, SplitName } from '../model/fix.ts'
import type { Orientation } from '../model/images.ts'
import type { Report } from '../model/report.ts'
import type { Metric, Trial, Verdict } from '../model/trial.ts'

/** `1 finding`, `14 findings`, `1,200 images`. `many` is for nouns that do not take an s. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}

/** `0.8 s`, `42 s`, `1 min 23 s` from milliseconds. */
export function durationWords(milliseconds: number): string {
  const seconds = milliseconds / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** A side of the split for people; `all` is data that no split has been made of. */
export const splitWords = (split: SplitName): string => (split === 'all' ? 'not split' : split)

/** What findings of a severity are called when they are several; info has no plural. */
export const severityPlural: Record<Severity, string> = { error: 'errors', warning: 'warnings', info: 'info' }

/** `1 error`, `2 warnings`, `3 info`. */
export const severityCount = (severity: Severity, count: number): string =>
  counted(count, severity, severityPlural[severity])

/** The verdict on the whole project in one line. */
export function headline({ findings, summary, diagnosis, unexplained = [] }: Report): string {
  const leaks = findings.some(({ rule, severity }) => severity === 'error' && rule.startsWith('leakage/'))
  if (leaks) return 'The validation score cannot be trusted'
  if (summary.error > 0) return 'Something keeps validation from improving'
  if (summary.warning > 0 || diagnosis.length > 0)
    return 'Nothing is surely wrong, but some things deserve a look'
  if (unexplained.length > 0) return 'The curves show what no finding explains'
  return summary.info > 0 ? 'No problems found, only advice' : 'No problems found'
}

/** Leaks of images themselves; others leak what is learned from them. */
const sharedImages =
  /^leakage\/(exact-duplicate|near-duplicate|augmented-copy|same-group|overlapping-split|split-after-augmentation)$/

/** The headline for somebody who has never heard of leaks; null where it says enough. */
export function plainly({ findings }: Report): string | null {
  const shared = findings.some(({ rule, severity }) => severity === 'error' && sharedImages.test(rule))
  return shared
    ? 'Images that the model is scored on, or versions of them, are also among those it learns from: it has seen the answers.'
    : null
}

/** How the second image of a pair was turned, as an adverb phrase; null when it was not. */
export const orientationWords: Record<Orientation, string | null> = {
  none: null,
  'flip-horizontal': 'mirrored left to right',
  'flip-vertical': 'mirrored top to bottom',
  'rotate-90': 'rotated by 90 degrees',
  'rotate-180': 'rotated by 180 degrees',
  'rotate-270': 'rotated by 270 degrees',
  transpose: 'mirrored and rotated',
  'anti-transpose': 'mirrored and rotated',
}

/** A step of a fix as an imperative. Edits name their place; the diff is shown beside them. */
export function operationWords(operation: Operation): string {
  switch (operation.op) {
    case 'edit':
      return `edit ${operation.span.path}`
    case 'exclude':
      return `exclude ${operation.sample}`
    case 'relabel':
      return `relabel ${operation.sample} as "${operation.label}"`
    case 'move':
      return `move ${operation.sample} to ${operation.split}`
    case 'set':
      return `set ${operation.field} to ${JSON.stringify(operation.value)}`
  }
}

export const metricWords: Record<Metric, string> = {
  validationAccuracy: 'validation accuracy',
  validationLoss: 'validation loss',
  brierScore: 'Brier score',
  evaluationError: 'evaluation error',
}

export const verdictWords: Record<Verdict, string> = {
  confirmed: 'Confirmed by training',
  refuted: 'Refuted by training',
  inconclusive: 'Inconclusive',
  'not-run': 'Not tried',
}

/** Shares (0..1) read as percent, and their differences as percentage points; losses are plain numbers. */
const isShare = (metric: Metric): boolean => metric !== 'validationLoss' && metric !== 'brierScore'

/** A value of the metric: `84.2 %`, or `0.412` for a loss. */
export function valueWords(metric: Metric, value: number): string {
  return isShare(metric) ? `${(value * 100).toFixed(1)} %` : value.toFixed(3)
}

/** A value on an axis, in the axis' unit (`unitWords`): `84`, `0.412`. */
export const axisNumber = (metric: Metric, value: number): string =>
  String(Number((isShare(metric) ? value * 100 : value).toPrecision(6)))

/** The unit of an axis for a caption: ` in percent`; a loss has none. */
export const unitWords = (metric: Metric): string => (isShare(metric) ? ' in percent' : '')

/** A difference without its unit, always signed: `-7.2`, `+0.031`. */
export function differenceNumber(metric: Metric, difference: number): string {
  const digits = isShare(metric) ? (difference * 100).toFixed(1) : difference.toFixed(3)
  const zero = Number(digits) === 0
  return zero ? digits.replace('-', '') : difference > 0 ? `+${digits}` : digits
}

/** `points` for percentage points; a loss has no unit. */
export const differenceUnit = (metric: Metric): string => (isShare(metric) ? ' points' : '')

/** `-7.2 points (95 % interval -9.1 to -5.2)`; null for a trial without numbers. */
export function effectWords(trial: Trial): string | null {
  const { metric, effect, interval } = trial
  if (effect === undefined || interval === undefined) return null
  const [low, high] = interval
  const range = `${differenceNumber(metric, low)} to ${differenceNumber(metric, high)}`
  return `${differenceNumber(metric, effect)}${differenceUnit(metric)} (95 % interval ${range})`
}

/** The same for a line of a table: `-7.2 points [-10.1, -4.5]`. */
export function effectShort(trial: Trial): string | null {
  const { metric, effect, interval } = trial
  if (effect === undefined || interval === undefined) return null
  const [low, high] = interval.map((end) => differenceNumber(metric, end))
  return `${differenceNumber(metric, effect)}${differenceUnit(metric)} [${low}, ${high}]`
}

/** What a trial showed: the verdict, and in the trial's own sentence what was tried and what came out. */
export function trialWords({ verdict, reason }: Trial): string {
  const stop = /[.!?]$/.test(reason) ? '' : '.'
  return `${verdictWords[verdict]}${verdict === 'not-run' ? ':' : '.'} ${reason}${stop}`
}

/** `5 seeds, 200 samples, trained with ..., in 42 s`: how a trial was done. Empty for one that was not run. */
export function methodWords(trial: Trial): string {
  if (trial.verdict === 'not-run') return ''
  const { seeds, samples, backend, weights, durationMs } = trial
  const size = `${counted(seeds, 'seed')}, ${counted(samples, 'sample')}`
  return `${size}; ${backend}; weights ${weights}; ${durationWords(durationMs)}`
}
