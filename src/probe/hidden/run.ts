import { type Score, scoreOf } from '../../train/head/score.ts'
import { type HeadData, trainHead } from '../../train/head/train.ts'
import type { Recipe } from '../../train/recipe.ts'
import { finite } from '../watch.ts'

/** One head to be trained. */
export interface HeadRun {
  recipe: Recipe
  seed: number
}

/** What came of a run. */
export interface HeadOutcome {
  /** Of the validation samples. */
  scores: Score[]
  /** Their mean cross-entropy after each epoch. */
  curve: number[]
}

/** Trains a head and measures it on the validation samples; `after` is called at the end of each epoch. */
export function runHead(data: HeadData, { recipe, seed }: HeadRun, after: () => void): HeadOutcome {
  const { validation } = data
  const curve: number[] = []
  const head = trainHead(data, recipe, seed, (_, validationLoss) => {
    curve.push(finite(validationLoss()))
    after()
  })
  const predicted = head.predictAll(validation.map(({ features }) => features))
  const scores = validation.map(({ label }, i) => scoreOf(predicted[i] ?? new Float64Array(), label))
  return { scores, curve }
}
