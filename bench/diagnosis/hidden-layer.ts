import { Random } from '../../src/model/random.ts'
import { type OptimizerRecipe, optimizerStep } from '../../src/train/head/optimizer.ts'
import type { SoftmaxHead } from '../../src/train/head/softmax.ts'

/** What comes back from the classifier for one sample. */
interface Outcome {
  head: SoftmaxHead
  probabilities: Float64Array
  label: number
  weight: number
}

/** A dense layer with ReLU between trunk and classifier: `Dense(units, activation='relu')`, without dropout behind it. */
export class HiddenLayer {
  readonly #features: number
  readonly #units: number
  readonly #kernel: Float32Array
  readonly #bias: Float32Array
  readonly #kernelGradient: Float32Array
  readonly #biasGradient: Float32Array
  readonly #output: Float32Array
  readonly step: (learningRate: number) => void

  /** Glorot uniform kernel and zero bias, as Keras begins. */
  constructor(features: number, units: number, recipe: OptimizerRecipe, seed: number) {
    const random = new Random(seed, 'hidden layer')
    const limit = Math.sqrt(6 / (features + units))
    this.#features = features
    this.#units = units
    this.#kernel = Float32Array.from({ length: features * units }, () => random.uniform(-limit, limit))
    this.#bias = new Float32Array(units)
    this.#kernelGradient = new Float32Array(features * units)
    this.#biasGradient = new Float32Array(units)
    this.#output = new Float32Array(units)
    const stepKernel = optimizerStep(recipe, this.#kernel.length)
    const stepBias = optimizerStep(recipe, units)
    this.step = (learningRate) => {
      stepKernel(this.#kernel, this.#kernelGradient, learningRate)
      stepBias(this.#bias, this.#biasGradient, learningRate)
    }
  }

  forward(input: Float32Array): Float32Array {
    for (let unit = 0; unit < this.#units; unit++) {
      let sum = this.#bias[unit] ?? 0
      const row = unit * this.#features
      for (let i = 0; i < this.#features; i++) sum += (this.#kernel[row + i] ?? 0) * (input[i] ?? 0)
      this.#output[unit] = Math.max(0, sum)
    }
    return this.#output
  }

  clearGradient(): void {
    this.#kernelGradient.fill(0)
    this.#biasGradient.fill(0)
  }

  /** Adds the gradient of the sample that `forward` saw last; the head's kernel must not have changed since. */
  backward(input: Float32Array, { head, probabilities, label, weight }: Outcome): void {
    for (let unit = 0; unit < this.#units; unit++) {
      if ((this.#output[unit] ?? 0) <= 0) continue
      let error = 0
      for (let k = 0; k < head.classes; k++)
        error +=
          ((probabilities[k] ?? 0) - (k === label ? 1 : 0)) * (head.kernel[k * head.features + unit] ?? 0)
      error *= weight
      const row = unit * this.#features
      for (let i = 0; i < this.#features; i++)
        this.#kernelGradient[row + i] = (this.#kernelGradient[row + i] ?? 0) + error * (input[i] ?? 0)
      this.#biasGradient[unit] = (this.#biasGradient[unit] ?? 0) + error
    }
  }
}
