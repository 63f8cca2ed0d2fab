import type { Recipe } from '../recipe.ts'
import { crossEntropy } from './softmax.ts'
import { type HeadData, learnerOf } from './train.ts'

/** Learning rates, ascending, and the smoothed training loss after a step at each. */
export interface RangeTest {
  rates: number[]
  losses: number[]
}

const LOWEST = 1e-7
const HIGHEST = 10
const STEPS = 97
/** Larger batches would cost more than the heads of a trial. */
const LARGEST_BATCH = 64
/** Share of the old mean in the running mean of the loss. */
const SMOOTHING = 0.9

/**
 * The learning rate range test (Smith 2017, section 3.3, https://arxiv.org/abs/1506.01186): one run in which the rate
 * grows from step to step, here by equal factors from 1e-7 to 10. The loss falls where rates are useful and rises
 * where they are too high. It is smoothed by a running mean that is corrected for its start at zero (as Adam's are).
 */
export function rangeTest(data: HeadData, recipe: Recipe, seed: number): RangeTest {
  const { shuffled, learn } = learnerOf(data, recipe, seed)
  const batchSize = Math.min(recipe.batchSize, LARGEST_BATCH)
  const rates = Array.from({ length: STEPS }, (_, i) => LOWEST * (HIGHEST / LOWEST) ** (i / (STEPS - 1)))
  let samples = shuffled()
  let mean = 0
  const losses = rates.map((rate, step) => {
    if (samples.length === 0) samples = shuffled()
    const batch = samples.splice(0, batchSize)
    const loss = learn(batch, rate).loss / batch.length
    // Weights that have grown beyond all numbers: the loss of a wrong prediction that is sure of itself.
    mean = SMOOTHING * mean + (1 - SMOOTHING) * (Number.isFinite(loss) ? loss : WORST)
    return mean / (1 - SMOOTHING ** (step + 1))
  })
  return { rates, losses }
}

const WORST = crossEntropy(new Float64Array(), 0)
