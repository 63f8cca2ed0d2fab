import { Random } from '../../src/model/random.ts'
import { plateauSchedule } from '../../src/train/head/plateau.ts'
import type { Head, SoftmaxHead } from '../../src/train/head/softmax.ts'
import {
  evaluate,
  type Learner,
  learnerOf,
  softmaxLearner,
  type TrainingSample,
  trainEpoch,
  viewOf,
} from '../../src/train/head/train.ts'
import type { Recipe } from '../../src/train/recipe.ts'

/** An image as it is seen: one of its views for each time; pooled features, or activations within the trunk. */
export type Seen = TrainingSample

export interface Run {
  classes: number
  train: readonly Seen[]
  validation: readonly Seen[]
  recipe: Recipe
  seed: number
}

/** What Keras' CSVLogger writes of an epoch. */
export interface Logged {
  epoch: number
  accuracy: number
  learning_rate: number
  loss: number
  val_accuracy: number
  val_loss: number
}

/** A head on trunk features, and how it learned. */
interface Trained<H extends Head> {
  head: H
  log: Logged[]
}

/** Trains a head of any layers by the run's recipe. */
export const train = (run: Run): Trained<Head> => trained(learnerOf(dataOf(run), run.recipe, run.seed), run)

/** A classifier alone, for so many epochs. */
export const classifier = (run: Run, epochs: number): Trained<SoftmaxHead> => {
  const recipe = { ...run.recipe, epochs }
  return trained(softmaxLearner(dataOf(run), recipe, run.seed), { ...run, recipe })
}

const dataOf = ({ classes, train }: Run) => ({ classes, train, validation: [] })

/** Epoch by epoch with the figures that Keras logs: those of training are of the heads as they were while they learned. */
function trained<H extends Head>(learner: Learner<H>, { validation, recipe, seed }: Run): Trained<H> {
  const adjust = recipe.plateau && plateauSchedule(recipe.plateau)
  const views = new Random(seed, 'validation views')
  const log: Logged[] = []
  let { learningRate } = recipe.optimizer
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    const { loss, accuracy } = trainEpoch(learner, recipe.batchSize, learningRate)
    const seen = validation.map((sample) => ({ features: viewOf(sample, views), label: sample.label }))
    const measured = evaluate(learner.head, seen)
    log.push({
      epoch,
      accuracy,
      learning_rate: learningRate,
      loss,
      val_accuracy: measured.accuracy,
      val_loss: measured.loss,
    })
    if (adjust) learningRate = adjust(measured.loss, learningRate)
  }
  return { head: learner.head, log }
}
