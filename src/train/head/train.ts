import { Random } from '../../model/random.ts'
import type { Recipe } from '../recipe.ts'
import { HiddenHead } from './hidden.ts'
import { optimizerStep } from './optimizer.ts'
import { addPenalty, penaltyOf } from './penalty.ts'
import { type PlateauRecipe, plateauSchedule } from './plateau.ts'
import { addedUp, type Head, type Learned, learnedOf, SoftmaxHead } from './softmax.ts'

/** A sample as a head learns it: one of its views per epoch, drawn at random. */
export interface TrainingSample {
  /** At least one; more when training images are augmented. Pooled features. */
  views: readonly Float32Array[]
  /** Class index. */
  label: number
}

export interface HeadData {
  classes: number
  train: readonly TrainingSample[]
  /** What `val_loss` and `val_accuracy` are measured on. */
  validation: readonly { features: Float32Array; label: number }[]
}

/** A head at its start, and what moves it. */
export interface Learner<H extends Head = Head> {
  head: H
  /** The data in a new random order. */
  shuffled(): TrainingSample[]
  /** One step on a batch at a learning rate. */
  learn(batch: readonly TrainingSample[], learningRate: number): Learned
  /** What its weights cost beside the loss. */
  penalty(): number
}

/** `seed` fixes initial weights, dropout and order; arms of one repetition share it. */
export const learnerOf = (data: HeadData, recipe: Recipe, seed: number): Learner =>
  recipe.hidden.length > 0 ? hiddenLearner(data, recipe, seed) : softmaxLearner(data, recipe, seed)

/** Of a head whose only layer is the classifier, whatever the recipe says. */
export function softmaxLearner(data: HeadData, recipe: Recipe, seed: number): Learner<SoftmaxHead> {
  const { dropout, order, features } = startOf(data, seed)
  const head = new SoftmaxHead(features, data.classes, new Random(seed, 'initial weights'))
  const stepKernel = optimizerStep(recipe.optimizer, head.kernel.length)
  const stepBias = optimizerStep(recipe.optimizer, head.bias.length)
  return {
    head,
    shuffled: () => order.shuffled(data.train),
    learn(batch, learningRate) {
      head.clearGradient()
      const learned = batch.map((sample) => {
        const view = viewOf(sample, order)
        return head.accumulate(view, sample.label, 1 / batch.length, recipe.dropout, dropout)
      })
      addPenalty(head.kernelGradient, head.kernel, recipe)
      stepKernel(head.kernel, head.kernelGradient, learningRate)
      stepBias(head.bias, head.biasGradient, learningRate)
      return addedUp(learned)
    },
    penalty: () => penaltyOf(head.kernel, recipe),
  }
}

function hiddenLearner(data: HeadData, recipe: Recipe, seed: number): Learner<HiddenHead> {
  const { dropout, order, features } = startOf(data, seed)
  const batchSize = Math.min(recipe.batchSize, data.train.length)
  const shape = { ...recipe, features, classes: data.classes, batchSize }
  const head = new HiddenHead(shape, new Random(seed, 'initial weights'))
  const moved = head.layers.flatMap(({ kernel, kernelGradient, bias, biasGradient }) => [
    { weights: kernel.values, gradient: kernelGradient.values },
    { weights: bias, gradient: biasGradient },
  ])
  const steps = moved.map(({ weights }) => optimizerStep(recipe.optimizer, weights.length))
  return {
    head,
    shuffled: () => order.shuffled(data.train),
    learn(batch, learningRate) {
      const views = batch.map((sample) => viewOf(sample, order))
      const labels = batch.map(({ label }) => label)
      const learned = head.learn(views, labels, dropout)
      moved.forEach(({ weights, gradient }, i) => {
        steps[i]?.(weights, gradient, learningRate)
      })
      return learned
    },
    penalty: () => head.layers.reduce((sum, layer) => sum + layer.penalty, 0),
  }
}

const startOf = ({ train }: HeadData, seed: number) => ({
  dropout: new Random(seed, 'dropout'),
  order: new Random(seed, 'order'),
  features: train[0]?.views[0]?.length ?? 0,
})

/** Trains one head by the recipe: the learning rate is lowered on plateaus. `after` each epoch it is told. */
export const trainHead = (data: HeadData, recipe: Recipe, seed: number, after?: After): Head =>
  trained(learnerOf(data, recipe, seed), data, recipe, after)

/** `epoch` from 1; `validationLoss` computes the mean cross-entropy of the validation samples. */
type After = (epoch: number, validationLoss: () => number) => void

/** The same with the classifier alone, see {@link softmaxLearner}. */
export const trainSoftmaxHead = (data: HeadData, recipe: Recipe, seed: number, after?: After): SoftmaxHead =>
  trained(softmaxLearner(data, recipe, seed), data, recipe, after)

function trained<H extends Head>(
  learner: Learner<H>,
  data: HeadData,
  recipe: Recipe,
  after: After = () => {},
): H {
  const adjust = recipe.plateau && plateauSchedule(recipe.plateau)
  let { learningRate } = recipe.optimizer
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    const learned = trainEpoch(learner, recipe.batchSize, learningRate)
    if (recipe.plateau && adjust)
      learningRate = adjust(monitored(recipe.plateau.monitor, learner, data, learned), learningRate)
    after(epoch + 1, () => evaluate(learner.head, data.validation).loss)
  }
  return learner.head
}

/** Mean cross-entropy and share of right predictions. */
interface Figures {
  loss: number
  accuracy: number
}

/** All samples once in a fresh order, the last batch smaller. The figures as Keras logs them: while the head learned. */
export function trainEpoch(learner: Learner, batchSize: number, learningRate: number): Figures {
  const samples = learner.shuffled()
  const batches = Array.from({ length: Math.ceil(samples.length / batchSize) }, (_, i) =>
    samples.slice(i * batchSize, (i + 1) * batchSize),
  )
  return figuresOf(
    batches.map((batch) => learner.learn(batch, learningRate)),
    samples.length,
  )
}

function figuresOf(parts: readonly Learned[], samples = parts.length): Figures {
  const sums = addedUp(parts)
  return { loss: sums.loss / samples, accuracy: sums.right / samples }
}

/** One of the views of a sample, drawn at random where there are several. */
export function viewOf({ views }: TrainingSample, random: Random): Float32Array {
  const view = views[views.length > 1 ? random.below(views.length) : 0]
  if (view === undefined) throw new Error('a training sample has no features')
  return view
}

/** As Keras logs it: losses with what the weights cost, here at the end of the epoch. */
function monitored(
  monitor: PlateauRecipe['monitor'],
  { head, penalty }: Learner,
  { validation }: HeadData,
  learned: Figures,
): number {
  if (monitor === 'loss') return learned.loss + penalty()
  if (monitor === 'accuracy') return learned.accuracy
  const { loss, accuracy } = evaluate(head, validation)
  return monitor === 'val_loss' ? loss + penalty() : accuracy
}

/** How a head predicts samples. */
export function evaluate(head: Head, samples: HeadData['validation']): Figures {
  const predicted = head.predictAll(samples.map(({ features }) => features))
  return figuresOf(samples.map(({ label }, i) => learnedOf(predicted[i] ?? new Float64Array(), label)))
}
