import type { Verdict } from '../../model/trial.ts'
import type { Estimate } from './crossed.ts'

/** What the arms say about a fix. */
export interface Comparison {
  /** Fixed against placebo where there is one, else against baseline: (fixed - baseline) - (placebo - baseline). */
  effect: Estimate
  /** Fixed against baseline. */
  change: Estimate
  expect: 'rise' | 'drop'
}

/**
 * `confirmed` when both intervals exclude zero in the expected direction: the metric moved, and it moved because
 * of these samples and not of any as many. Asking both keeps the error rate of the single test (an
 * intersection-union test, Berger 1982). `refuted` when either excludes zero in the other direction.
 */
export function verdictOf({ effect, change, expect }: Comparison): Exclude<Verdict, 'not-run'> {
  const [right, wrong] = expect === 'rise' ? [above, below] : [below, above]
  if (right(effect) && right(change)) return 'confirmed'
  return wrong(effect) || wrong(change) ? 'refuted' : 'inconclusive'
}

const above = ({ interval }: Estimate) => interval[0] > 0
const below = ({ interval }: Estimate) => interval[1] < 0

/** Beyond this many times the samples at hand, "more samples" is no advice. */
const FAR = 50

/**
 * About how many evaluation samples would decide, if the effect is as large as it looks: an interval shrinks with
 * the square root of the samples. Null when the effect is too near to zero for that.
 */
export function samplesToDecide({ mean, interval }: Estimate, samples: number): number | null {
  const half = (interval[1] - interval[0]) / 2
  if (mean === 0 || half === 0) return null
  const factor = (half / Math.abs(mean)) ** 2
  if (factor > FAR) return null
  const needed = Math.max(factor, 1.1) * samples
  const digit = 10 ** Math.floor(Math.log10(needed))
  return (Math.ceil((needed / digit) * 2) / 2) * digit
}
