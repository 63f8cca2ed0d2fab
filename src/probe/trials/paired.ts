import { Random } from '../../model/random.ts'
import type { Outcomes } from '../arms.ts'
import type { Session } from '../session.ts'
import { average, crossedBootstrap, type Estimate, estimateAt, pValueOf } from '../statistics/crossed.ts'
import { samplesToDecide, verdictOf } from '../statistics/verdict.ts'
import type { Outcome, Tried } from './kind.ts'

/** What a sentence about a paired trial is made from. */
export interface PairedNumbers {
  verdict: Exclude<Outcome['verdict'], 'not-run'>
  split: 'validation' | 'test'
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
  expect: 'rise' | 'drop'
  describe(numbers: PairedNumbers): string
}

/** Two arms on the same evaluation samples, from the same starts: each sample of each seed is a pair. */
export function paired({ given, fixed, expect, describe }: Paired, session: Session): Tried {
  const { ground, work, seeds } = session
  const differences = fixed.map((row, seed) => row.map((value, i) => value - (given[seed]?.[i] ?? 0)))
  const resampled = crossedBootstrap(differences, new Random(work.seed, 'paired'))
  const [before, after] = [given.map(average), fixed.map(average)]
  const samples = ground.evaluation.length
  return {
    pValue: pValueOf(resampled),
    conclude(level) {
      const estimate = estimateAt(resampled, level)
      const { mean: effect, interval } = estimate
      const verdict = verdictOf({ effect: estimate, change: estimate, expect })
      const numbers = { baseline: average(before), fixed: average(after), interval }
      const enough = samplesToDecide(estimate, samples)
      return {
        verdict,
        reason: describe({ ...numbers, verdict, split: ground.evaluationSplit, enough }),
        ...numbers,
        effect,
        arms: [
          { name: 'baseline', values: before },
          { name: 'fixed', values: after },
        ],
        seeds: seeds.length,
        samples,
      }
    },
  }
}
