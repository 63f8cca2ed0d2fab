import { Random } from '../../model/random.ts'
import type { Recipe } from '../recipe.ts'
import { optimizerStep } from './optimizer.ts'
import { type PlateauRecipe, plateauSchedule } from './plateau.ts'
import { crossEntropy, SoftmaxHead } from './softmax.ts'

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
export interface Learner {
  head: SoftmaxHead
  /** The data in a new random order. */
  shuffled(): TrainingSample[]
  /** One step on a batch at a learning rate; returns the sum of the samples' losses, dropout included. */
  learn(batch: readonly TrainingSample[], learningRate: number): number
}

/** `seed` fixes initial weights, dropout and order; arms of one repetition share it. */
export function learnerOf({ classes, train }: HeadData, recipe: Recipe, seed: number): Learner {
  const features = train[0]?.views[0]?.length ?? 0
  const head = new SoftmaxHead(features, classes, new Random(seed, 'initial weights'))
  const dropout = new Random(seed, 'dropout')
  const order = new Random(seed, 'order')
  const stepKernel = optimizerStep(recipe.optimizer, head.kernel.length)
  const stepBias = optimizerStep(recipe.optimizer, head.bias.length)
  return {
    head,
    shuffled: () => order.shuffled(train),
    learn(batch, learningRate) {
      let loss = 0
      head.clearGradient()
      for (const sample of batch) {
        const view = viewOf(sample, order)
        loss += head.accumulate(view, sample.label, 1 / batch.length, recipe.dropout, dropout)
      }
      addL2(head, recipe.l2)
      stepKernel(head.kernel, head.kernelGradient, learningRate)
      stepBias(head.bias, head.biasGradient, learningRate)
      return loss
    },
  }
}

/**
 * Trains one head by the recipe: a fresh shuffle per epoch, the last batch smaller, the learning rate lowered on
 * plateaus.
 */
export function trainHead(data: HeadData, recipe: Recipe, seed: number): SoftmaxHead {
  const { head, shuffled, learn } = learnerOf(data, recipe, seed)
  const adjust = recipe.plateau && plateauSchedule(recipe.plateau)
  let { learningRate } = recipe.optimizer
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    const samples = shuffled()
    let loss = 0
    for (let from = 0; from < samples.length; from += recipe.batchSize)
      loss += learn(samples.slice(from, from + recipe.batchSize), learningRate)
    if (recipe.plateau && adjust) {
      const value = monitored(recipe.plateau.monitor, head, data, loss / data.train.length)
      learningRate = adjust(value, learningRate)
    }
  }
  return head
}

function viewOf({ views }: TrainingSample, random: Random): Float32Array {
  const view = views[views.length > 1 ? random.below(views.length) : 0]
  if (view === undefined) throw new Error('a training sample has no features')
  return view
}

/** Keras logs the training loss as it was during the epoch, dropout included. */
function monitored(
  monitor: PlateauRecipe['monitor'],
  head: SoftmaxHead,
  data: HeadData,
  loss: number,
): number {
  if (monitor === 'loss') return loss
  if (monitor === 'val_loss') return evaluate(head, data.validation).loss
  if (monitor === 'val_accuracy') return evaluate(head, data.validation).accuracy
  const plain = data.train.flatMap(({ views, label }) =>
    views.slice(0, 1).map((features) => ({ features, label })),
  )
  return evaluate(head, plain).accuracy
}

/** Mean cross-entropy and share of right predictions. */
export function evaluate(
  head: SoftmaxHead,
  samples: HeadData['validation'],
): { loss: number; accuracy: number } {
  let loss = 0
  let right = 0
  for (const { features, label } of samples) {
    const probabilities = head.predict(features)
    loss += crossEntropy(probabilities, label)
    if (argmax(probabilities) === label) right++
  }
  return { loss: loss / samples.length, accuracy: right / samples.length }
}

/** Index of the largest; the first of equals. */
export function argmax(values: Float64Array): number {
  return values.reduce((best, value, i) => (value > (values[best] ?? Number.NEGATIVE_INFINITY) ? i : best), 0)
}

/** Gradient of `l2 * sum(kernel ** 2)`, as Keras' `regularizers.L2`. */
function addL2({ kernel, kernelGradient }: SoftmaxHead, l2: number): void {
  if (l2 === 0) return
  for (let i = 0; i < kernel.length; i++)
    kernelGradient[i] = (kernelGradient[i] ?? 0) + 2 * l2 * (kernel[i] ?? 0)
}
