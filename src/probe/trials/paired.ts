import { Random } from '../../model/random.ts'
import type { Arm } from '../../model/trial.ts'
import type { Outcomes, Scores } from '../scores.ts'
import type { Session } from '../session.ts'
import { average } from '../statistics/average.ts'
import { crossedBootstrap, type Estimate, estimateAt, pValueOf } from '../statistics/crossed.ts'
import { beyond } from '../statistics/least-effect.ts'
import { samplesToDecide, verdictOf } from '../statistics/verdict.ts'
import { armOf } from './arm.ts'
import type { Outcome, Tried } from './kind.ts'

/** What a sentence about a paired trial is made from. */
export interface PairedNumbers {
  verdict: Exclude<Outcome['verdict'], 'not-run'>
  /** `held-out`: images of all splits that no arm learns. */
  split: 'validation' | 'test' | 'held-out'
  /** Means over seeds and samples. */
  baseline: number
  fixed: number
  interval: Estimate['interval']
  /** Samples that would decide; null when out of reach. */
  enough: number | null
}

interface Paired {
  /** The metric by seed and evaluation sample. */
  given: Outcomes
  fixed: Outcomes
  /** Of the loss while each was trained, where it was followed. */
  curves?: Partial<Record<'given' | 'fixed', Scores['curve']>>
  expect: 'rise' | 'drop'
  /** An effect that is no larger than this counts as none, whichever way it goes; 0 by default. */
  margin?: number
  describe(numbers: PairedNumbers): string
}

/** What the arms of a comparison share. */
type Pairs = Pick<Session, 'ground' | 'work' | 'seeds'>

/**
 * Two arms on the same evaluation samples, from the same starts: each sample of each seed is a pair. With a margin
 * what is asked is whether the effect lies {@link beyond} it.
 */
export function paired(
  { given, fixed, curves = {}, expect, margin = 0, describe }: Paired,
  session: Pairs,
): Tried {
  const { ground, work, seeds } = session
  const differences = fixed.map((row, seed) => row.map((value, i) => value - (given[seed]?.[i] ?? 0)))
  const resampled = crossedBootstrap(differences, new Random(work.seed, 'paired'))
  const judged = beyond(resampled, margin)
  const arm = (name: Arm['name'], outcomes: Outcomes, curve: Scores['curve']) =>
    armOf(name, outcomes, new Random(work.seed, 'arm', name), curve)
  const arms = [arm('baseline', given, curves.given), arm('fixed', fixed, curves.fixed)] as const
  const [before, after] = arms.map(({ values }) => average(values))
  const samples = given[0]?.length ?? 0
  return {
    pValue: pValueOf(judged),
    conclude(level) {
      const { mean: effect, interval } = estimateAt(resampled, level)
      const estimate = estimateAt(judged, level)
      const verdict = verdictOf({ effect: estimate, change: estimate, expect })
      const numbers = { baseline: before ?? 0, fixed: after ?? 0, interval }
      const enough = samplesToDecide(estimate, samples)
      return {
        verdict,
        reason: describe({ ...numbers, verdict, split: ground.evaluationSplit, enough }),
        ...numbers,
        effect,
        arms: [...arms],
        seeds: seeds.length,
        samples,
      }
    },
  }
}
