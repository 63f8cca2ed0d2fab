import { type Score, scoreOf } from '../../train/head/score.ts'
import { type HeadData, trainHead } from '../../train/head/train.ts'
import type { Recipe } from '../../train/recipe.ts'

/** One head to be trained. */
export interface HeadRun {
  recipe: Recipe
  seed: number
}

/** Trains a head and measures it on the validation samples; `after` is called at the end of each epoch. */
export function runHead(data: HeadData, { recipe, seed }: HeadRun, after: () => void): Score[] {
  const { validation } = data
  const predicted = trainHead(data, recipe, seed, after).predictAll(
    validation.map(({ features }) => features),
  )
  return validation.map(({ label }, i) => scoreOf(predicted[i] ?? new Float64Array(), label))
}
