import type { Finding } from '../model/finding.ts'
import { categoryOf } from '../model/rule.ts'
import type { Trial } from '../model/trial.ts'
import type { Extent } from './extent.ts'
import type { Reading } from './fit.ts'

const bySeverity = { error: 1, warning: 0.4, info: 0 }

/** Advice becomes a cause only when it explains what the curves show, and then a faint one. */
const adviceThatExplains = 0.15

/** A few unreadable images or misnamed classes spoil a run less than a leak or a wrong input range does. */
const byCategory: Readonly<Record<string, number>> = {
  augmentation: 0.9,
  labels: 0.7,
  split: 0.6,
  images: 0.2,
}

/**
 * A tenth of the images can spoil a run; fewer count in proportion, as they move an accuracy by their own share at most.
 * At the least an error still counts, but below a warning that has all images to itself.
 */
const byExtent = (extent: Extent | null): number =>
  extent === null ? 1 : Math.min(1, Math.max(0.3, extent.images / extent.of / 0.1))

/** A trial that leaves room for less than this effect, in accuracy, has measured that it is small, confirmed or not. */
const smallEffect = 0.02
const measuredSmall = 0.5

const isSmall = ({ metric, interval }: Trial): boolean =>
  metric === 'validationAccuracy' && interval?.every((end) => Math.abs(end) < smallEffect) === true

/**
 * How much a finding counts as a cause, 0 or above: severity, the rule's confidence and how directly faults of its
 * kind bear on the validation score, times the fit with the curves. A refuted fix counts nothing. A confirmed one
 * outranks every unproven finding, unless its effect was measured to be small, and counts the more the larger the
 * effect (0.1 doubles it).
 */
export function beliefOf(finding: Finding, reading: Reading): number {
  const { severity, confidence, rule, trial } = finding
  const weight = severity === 'info' && reading.for.length > 0 ? adviceThatExplains : bySeverity[severity]
  const belief = weight * confidence * (byCategory[categoryOf(rule)] ?? 1) * byExtent(reading.extent)
  if (trial?.verdict === 'refuted') return 0
  const unproven = belief * reading.factor
  if (trial !== undefined && isSmall(trial)) return unproven * measuredSmall
  if (trial?.verdict !== 'confirmed') return unproven
  return Math.max(belief, 0.4) * (3 + 30 * shareOf(trial)) * reading.most
}

/**
 * The measured effect as a share, 0..1, so that trials of different metrics compare. For a cross-entropy it is the
 * change of exp(-loss), the geometric mean of the probability that the true class was given; Brier scores go to 2.
 */
function shareOf({ metric, effect = 0, baseline, fixed }: Trial): number {
  if (metric === 'brierScore') return Math.abs(effect) / 2
  if (metric !== 'validationLoss' || baseline === undefined || fixed === undefined) return Math.abs(effect)
  return Math.abs(Math.exp(-fixed) - Math.exp(-baseline))
}
