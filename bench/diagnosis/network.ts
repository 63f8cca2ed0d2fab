import { Random } from '../../src/model/random.ts'
import { optimizerStep } from '../../src/train/head/optimizer.ts'
import { plateauSchedule } from '../../src/train/head/plateau.ts'
import { crossEntropy, SoftmaxHead } from '../../src/train/head/softmax.ts'
import { argmax } from '../../src/train/head/train.ts'
import type { Recipe } from '../../src/train/recipe.ts'
import { HiddenLayer } from './hidden-layer.ts'

/** An image as it is seen: one of its views for each time, drawn at random. */
export interface Seen {
  /** Pooled features, or activations within the trunk. */
  views: readonly Float32Array[]
  label: number
}

export interface Run {
  classes: number
  train: readonly Seen[]
  validation: readonly Seen[]
  recipe: Recipe
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

/** A head before it has learned anything. */
export const newHead = ({ train: [first], classes, seed }: Run): SoftmaxHead =>
  new SoftmaxHead(first?.views[0]?.length ?? 0, classes, new Random(seed, 'initial weights'))

export interface Trained {
  log: Logged[]
  head: SoftmaxHead
}

/**
 * Trains the probe's head on trunk features as `trainHead` does, epoch by epoch with the figures that Keras logs:
 * those of training are the mean over the epoch, with dropout, while the weights change.
 */
export function train({ classes, train: samples, validation, recipe, hidden, seed }: Run): Trained {
  const features = samples[0]?.views[0]?.length ?? 0
  const layer = hidden === null ? null : new HiddenLayer(features, hidden, recipe.optimizer, seed)
  const head = new SoftmaxHead(hidden ?? features, classes, new Random(seed, 'initial weights'))
  const [stepKernel, stepBias] = [head.kernel, head.bias].map((weights) =>
    optimizerStep(recipe.optimizer, weights.length),
  )
  const adjust = recipe.plateau && plateauSchedule(recipe.plateau)
  const [order, drops] = [new Random(seed, 'order'), new Random(seed, 'dropout')]
  const log: Logged[] = []
  let { learningRate } = recipe.optimizer
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    const shuffled = order.shuffled(samples)
    const sums = { loss: 0, right: 0 }
    for (let from = 0; from < shuffled.length; from += recipe.batchSize) {
      const batch = shuffled.slice(from, from + recipe.batchSize)
      head.clearGradient()
      layer?.clearGradient()
      for (const sample of batch) {
        const view = viewOf(sample, order)
        const inner = layer === null ? view : layer.forward(view)
        const kept = dropped(inner, recipe.dropout, drops)
        const probabilities = head.predict(kept)
        if (argmax(probabilities) === sample.label) sums.right++
        sums.loss += head.accumulate(kept, sample.label, 1 / batch.length, 0, drops)
        layer?.backward(view, { head, probabilities, label: sample.label, weight: 1 / batch.length })
      }
      stepKernel?.(head.kernel, head.kernelGradient, learningRate)
      stepBias?.(head.bias, head.biasGradient, learningRate)
      layer?.step(learningRate)
    }
    const measured = evaluate(
      validation,
      (view) => head.predict(layer === null ? view : layer.forward(view)),
      order,
    )
    log.push({
      epoch,
      accuracy: sums.right / samples.length,
      learning_rate: learningRate,
      loss: sums.loss / samples.length,
      val_accuracy: measured.accuracy,
      val_loss: measured.loss,
    })
    if (adjust) learningRate = adjust(measured.loss, learningRate)
  }
  return { log, head }
}

export function viewOf({ views }: Seen, random: Random): Float32Array {
  const view = views[views.length > 1 ? random.below(views.length) : 0]
  if (view === undefined) throw new Error('an image has no features')
  return view
}

/** Dropout as Keras has it: what is kept is scaled up. */
function dropped(vector: Float32Array, rate: number, random: Random): Float32Array {
  if (rate === 0) return vector
  return vector.map((value) => (random.uniform() < rate ? 0 : value / (1 - rate)))
}

function evaluate(
  samples: readonly Seen[],
  predict: (view: Float32Array) => Float64Array,
  random: Random,
): { loss: number; accuracy: number } {
  let loss = 0
  let right = 0
  for (const sample of samples) {
    const probabilities = predict(viewOf(sample, random))
    loss += crossEntropy(probabilities, sample.label)
    if (argmax(probabilities) === sample.label) right++
  }
  return { loss: loss / samples.length, accuracy: right / samples.length }
}
