import { Random } from '../../src/model/random.ts'
import { plateauSchedule } from '../../src/train/head/plateau.ts'
import type { SoftmaxHead } from '../../src/train/head/softmax.ts'
import {
  evaluate,
  hiddenLearnerOf,
  type Learner,
  learnerOf,
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
  /** Units of a hidden layer before the classifier; null for none. */
  hidden: number | null
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

/** The probe's head and how it learned; `epochs` instead of the recipe's. */
export function softmaxHead(run: Run, epochs = run.recipe.epochs): { log: Logged[]; head: SoftmaxHead } {
  const learner = learnerOf({ ...run, validation: [] }, run.recipe, run.seed)
  return { log: logOf(learner, run, epochs), head: learner.head }
}

/** Trains the probe's head on trunk features, with a hidden layer where the run has one. */
export function train(run: Run): Logged[] {
  const { recipe, hidden, seed } = run
  if (hidden === null) return softmaxHead(run).log
  const layer = { units: hidden, activation: 'relu', dropout: 0, l2: 0 } as const
  return logOf(hiddenLearnerOf({ ...run, validation: [] }, recipe, [layer], seed), run, recipe.epochs)
}

/** Epoch by epoch with the figures that Keras logs: those of training are of the heads as they were while they learned. */
function logOf(learner: Learner, { validation, recipe, seed }: Run, epochs: number): Logged[] {
  const adjust = recipe.plateau && plateauSchedule(recipe.plateau)
  const views = new Random(seed, 'validation views')
  const log: Logged[] = []
  let { learningRate } = recipe.optimizer
  for (let epoch = 0; epoch < epochs; epoch++) {
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
  return log
}
