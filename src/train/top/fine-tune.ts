import { div, oneHot, softmax, sub, type Tensor2D, tensor1d, tensor2d, tidy } from '@tensorflow/tfjs-core'
import { FEATURES } from '../../embed/architecture.ts'
import type { Shape } from '../../embed/boundary.ts'
import { rows } from '../../embed/runners/runner.ts'
import { Random } from '../../model/random.ts'
import { type OptimizerRecipe, optimizerStep } from '../head/optimizer.ts'
import { addPenalty, type Penalty } from '../head/penalty.ts'
import { classify, pooled, stacked, type TopModel, type TopSample } from './model.ts'
import type { BatchNormMode } from './network.ts'

/**
 * How a top is trained; the penalty is of the classifier's kernel. A schedule of the rate is left out: the few epochs of a
 * trial are over before one acts.
 */
export interface FineTuning extends Penalty {
  optimizer: OptimizerRecipe
  batchSize: number
  /** Share of pooled features left out, 0..1. */
  dropout: number
  epochs: number
  batchNorm: BatchNormMode
  /** What a batch leaves of the moving statistics, 0..1; Keras' default is 0.99. */
  momentum: number
}

/**
 * Trains the layers behind the boundary and the classifier together, changing `model`: a fresh shuffle per epoch, the
 * last batch smaller. `seed` fixes order and dropout. `between` is awaited before every batch with the epoch, counted
 * from 0: it may throw.
 */
export async function fineTune(
  model: TopModel,
  data: { shape: Shape; train: readonly TopSample[] },
  recipe: FineTuning,
  seed: number,
  between: (epoch: number) => Promise<void>,
): Promise<void> {
  const order = new Random(seed, 'order of fine-tuning')
  const dropout = new Random(seed, 'dropout of fine-tuning')
  const variables = variablesOf(model)
  const steps = variables.map(({ length }) => optimizerStep(recipe.optimizer, length))
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    const shuffled = order.shuffled(data.train)
    for (let from = 0; from < shuffled.length; from += recipe.batchSize) {
      await between(epoch)
      const batch = shuffled.slice(from, from + recipe.batchSize)
      const { gradients } = gradientsOf(model, { shape: data.shape, batch }, recipe, dropout)
      for (const [i, variable] of variables.entries()) {
        const gradient = gradients[i]
        if (gradient === undefined) throw new Error('a variable has no gradient')
        if (variable === model.kernel) addPenalty(gradient, variable, recipe)
        steps[i]?.(variable, gradient, recipe.optimizer.learningRate)
      }
    }
  }
}

/** What is trained, in the order of the gradients: of each layer kernel and beta, then kernel and bias of the classifier. */
export const variablesOf = ({ layers, kernel, bias }: TopModel): Float32Array[] => [
  ...layers.flatMap((layer) => [layer.kernel, layer.beta]),
  kernel,
  bias,
]

/** Of one batch. */
interface Passed {
  /** Derivatives of the mean cross-entropy by kernel and beta of each layer, then by kernel and bias of the classifier. */
  gradients: Float32Array[]
  /** Of each sample, as the model saw it: with dropout, and before it learns from it. */
  probabilities: Float32Array[]
}

/** Forward and back through top and classifier. In training mode the model's moving statistics move. */
export function gradientsOf(
  model: TopModel,
  { shape, batch }: { shape: Shape; batch: readonly TopSample[] },
  recipe: Pick<FineTuning, 'batchNorm' | 'momentum' | 'dropout'>,
  dropout: Random,
): Passed {
  // Not as the result of `tidy`, which looks for tensors in every element of an array.
  const passed: Passed = { gradients: [], probabilities: [] }
  tidy(() => {
    const top = pooled(model, stacked(batch, shape), recipe)
    const head = classify(model, top.value, maskOf(batch.length, recipe.dropout, dropout))
    const labels = batch.map(({ label }) => label)
    const wanted = oneHot(tensor1d(labels, 'int32'), model.classes)
    const probabilities = softmax(head.value)
    const error = div<Tensor2D>(sub(probabilities, wanted), batch.length)
    const { features, kernel, bias } = head.back(error)
    const gradients = top.back(features)
    const ofLayers = model.layers.flatMap(({ layer }) => {
      const own = gradients.get(layer.name)
      return own === undefined ? [] : [own.kernel, own.beta]
    })
    passed.gradients = [...ofLayers, kernel, bias].map((gradient) => gradient.dataSync<'float32'>())
    passed.probabilities = rows(probabilities.dataSync<'float32'>(), batch.length)
  })
  return passed
}

/** Inverted dropout: what is kept is scaled up. */
function maskOf(rows: number, rate: number, random: Random): Tensor2D | undefined {
  if (rate === 0) return undefined
  const kept = 1 / (1 - rate)
  const values = Float32Array.from({ length: rows * FEATURES }, () => (random.uniform() < rate ? 0 : kept))
  return tensor2d(values, [rows, FEATURES])
}
