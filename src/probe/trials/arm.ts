import type { Random } from '../../model/random.ts'
import type { Arm } from '../../model/trial.ts'
import type { Outcomes, Scores } from '../scores.ts'
import { average } from '../statistics/average.ts'
import { crossedBootstrap, estimateAt } from '../statistics/crossed.ts'

/**
 * An arm as a report shows it: the mean of each seed, and the 95 % interval of their mean over other seeds and samples.
 * Arms are judged by their paired differences: intervals of two arms may overlap where the effect is plain.
 */
export function armOf(name: Arm['name'], outcomes: Outcomes, random: Random, curve?: Scores['curve']): Arm {
  const { interval } = estimateAt(crossedBootstrap(outcomes, random), 0.95)
  return {
    name,
    values: outcomes.map(average),
    interval,
    ...(curve === undefined ? {} : { curve: [...curve] }),
  }
}
