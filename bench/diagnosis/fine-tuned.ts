import { FEATURES } from '../../src/embed/architecture.ts'
import { type Boundary, shapeOf } from '../../src/embed/boundary.ts'
import { loadTfjs } from '../../src/embed/runners/tfjs.ts'
import type { WeightTensors } from '../../src/embed/weights/tensor.ts'
import { Random } from '../../src/model/random.ts'
import { optimizerStep } from '../../src/train/head/optimizer.ts'
import { plateauSchedule } from '../../src/train/head/plateau.ts'
import { type Learned, learnedOf, type SoftmaxHead } from '../../src/train/head/softmax.ts'
import { viewOf } from '../../src/train/head/train.ts'
import { gradientsOf, variablesOf } from '../../src/train/top/fine-tune.ts'
import { predict } from '../../src/train/top/measure.ts'
import { type TopModel, topModel } from '../../src/train/top/model.ts'
import { pretrainedTop } from '../../src/train/top/weights.ts'
import type { Logged, Run, Seen } from './network.ts'
import { fineTuningRate, inputSize, type Setup } from './setup.ts'

/** All layers behind it learn; those before it stay as they were pretrained, whatever the script says. */
export const fineTunedFrom: Boundary = 'mixed8'

/** What fine-tuning begins with. */
export interface Start {
  pretrained: WeightTensors
  /** What is done to pooled features before the head sees them. */
  prepare(features: Float32Array): Float32Array
  head: SoftmaxHead
}

/**
 * Trains the top of the trunk and the head together, as the probe's `fineTune` does, epoch by epoch with what Keras
 * logs. The views of `run` are activations of {@link fineTunedFrom}.
 */
export async function fineTune(
  { classes, train, validation, recipe, seed }: Run,
  setup: Setup,
  start: Start,
): Promise<Logged[]> {
  await loadTfjs('wasm')
  const model = modelOf(classes, start)
  const shape = shapeOf(fineTunedFrom, inputSize)
  const variables = variablesOf(model)
  const steps = variables.map(({ length }) => optimizerStep(recipe.optimizer, length))
  const adjust = recipe.plateau && plateauSchedule(recipe.plateau)
  const [order, drops] = [new Random(seed, 'order'), new Random(seed, 'dropout')]
  const pass = { batchNorm: setup.batchNorm, momentum: kerasMomentum, dropout: recipe.dropout }
  const sample = (seen: Seen) => ({ label: seen.label, activations: viewOf(seen, order) })
  const log: Logged[] = []
  let learningRate = setup.trunk === 'free' ? setup.learningRate : fineTuningRate(setup)
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    const shuffled = order.shuffled(train)
    const seen: Learned[] = []
    for (let from = 0; from < shuffled.length; from += recipe.batchSize) {
      const batch = shuffled.slice(from, from + recipe.batchSize).map(sample)
      const { gradients, probabilities } = gradientsOf(model, { shape, batch }, pass, drops)
      for (const [i, { label }] of batch.entries()) {
        seen.push(learnedOf(Float64Array.from(probabilities[i] ?? []), label))
      }
      for (const [i, variable] of variables.entries())
        steps[i]?.(variable, gradients[i] ?? new Float32Array(variable.length), learningRate)
    }
    const held = validation.map(sample)
    const told = predict(model, held, shape).map((row, i) => learnedOf(row, held[i]?.label ?? -1))
    const loss = mean(told.map((one) => one.loss))
    log.push({
      epoch,
      accuracy: mean(seen.map(({ right }) => right)),
      learning_rate: learningRate,
      loss: mean(seen.map(({ loss }) => loss)),
      val_accuracy: mean(told.map(({ right }) => right)),
      val_loss: loss,
    })
    if (adjust) learningRate = adjust(loss, learningRate)
  }
  return log
}

/** What a batch leaves of the moving statistics. */
const kerasMomentum = 0.99

function modelOf(classes: number, { pretrained, prepare, head }: Start): TopModel {
  const offset = prepare(new Float32Array(FEATURES))
  const scale = prepare(new Float32Array(FEATURES).fill(1)).map((value, i) => value - (offset[i] ?? 0))
  const layers = pretrainedTop(fineTunedFrom, pretrained)
  return topModel(
    { boundary: fineTunedFrom, layers },
    { scale, offset },
    // The head's rows are filled up to a multiple of four.
    { classes, kernel: head.kernel.slice(0, classes * FEATURES), bias: head.bias.slice(0, classes) },
  )
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
