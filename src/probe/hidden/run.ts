import { type Score, scoreOf } from '../../train/head/score.ts'
import { type HeadData, trainHead } from '../../train/head/train.ts'
import type { Recipe } from '../../train/recipe.ts'

/** One head to be trained. */
export interface HeadRun {
  recipe: Recipe
  seed: number
}

/** Trains a head and measures it on the validation samples. */
export function runHead(data: HeadData, { recipe, seed }: HeadRun): Score[] {
  const { validation } = data
  const predicted = trainHead(data, recipe, seed).predictAll(validation.map(({ features }) => features))
  return validation.map(({ label }, i) => scoreOf(predicted[i] ?? new Float64Array(), label))
}
