import type { Random } from '../../model/random.ts'
import { DenseLayer, type DenseOptions, filled } from './dense.ts'
import { Multiplier } from './multiply.ts'
import type { Penalty } from './penalty.ts'
import { addedUp, type Head, type Learned, learnedOf, softmax } from './softmax.ts'

/** A dense layer between pooled features and classifier. */
export interface HiddenLayer extends DenseOptions {
  units: number
}

/** What a head is made of; the penalty is of the classifier's kernel. */
export interface HeadShape extends Penalty {
  /** Length of a feature vector. */
  features: number
  hidden: readonly HiddenLayer[]
  classes: number
  /** Of the classifier. */
  dropout: number
  /** Samples of the largest batch. */
  batchSize: number
}

/** Samples that are predicted at once, where batches are smaller. */
const FEWEST_ROWS = 32

/**
 * Dense layers with dropout before a softmax layer, for batches of samples: a step on 32 samples of 2048 features and 512
 * units takes some 6 ms beside the optimizer, of which nearly all are the two products of matrices. The gradient is
 * checked against TensorFlow.js and training against Keras in the tests.
 */
export class HiddenHead implements Head {
  readonly classes: number
  /** The classifier is the last. */
  readonly layers: readonly DenseLayer[]
  readonly #rows: number

  constructor({ features, hidden, classes, dropout, l1, l2, batchSize }: HeadShape, random: Random) {
    this.classes = classes
    this.#rows = filled(Math.max(batchSize, FEWEST_ROWS))
    const all: readonly HiddenLayer[] = [...hidden, { units: classes, activation: 'linear', dropout, l1, l2 }]
    const shapes = all.map(({ units }, i) => ({
      inputs: all[i - 1]?.units ?? features,
      outputs: units,
      rows: this.#rows,
    }))
    const multiplier = new Multiplier(
      shapes.reduce((sum, shape, i) => sum + DenseLayer.room(shape, i === 0), 0),
    )
    const layers: DenseLayer[] = []
    for (const [i, shape] of shapes.entries()) {
      const { activation = 'linear', dropout = 0, l1 = 0, l2 = 0 } = all[i] ?? {}
      const before = layers.at(-1) ?? null
      layers.push(new DenseLayer(multiplier, shape, { activation, dropout, l1, l2 }, { before, random }))
    }
    this.layers = layers
  }

  predictAll(inputs: readonly Float32Array[]): Float64Array[] {
    const parts = Array.from({ length: Math.ceil(inputs.length / this.#rows) }, (_, i) =>
      inputs.slice(i * this.#rows, (i + 1) * this.#rows),
    )
    return parts.flatMap((part) => {
      this.#forward(part, null)
      return part.map((_, row) => this.#probabilities(row))
    })
  }

  /**
   * Sets the gradients of the mean loss of a batch, penalties and dropout (`random`) included.
   */
  learn(inputs: readonly Float32Array[], labels: readonly number[], random: Random): Learned {
    const rows = this.#forward(inputs, random)
    const last = this.layers.at(-1)
    if (last === undefined) throw new Error('a head has at least its classifier')
    const { values, columns } = last.errors
    values.fill(0, 0, rows * columns)
    const learned = labels.map((label, row) => {
      const probabilities = this.#probabilities(row)
      probabilities.forEach((probability, k) => {
        values[row * columns + k] = (probability - (k === label ? 1 : 0)) / labels.length
      })
      return learnedOf(probabilities, label)
    })
    for (const layer of this.layers.toReversed()) layer.backward(rows)
    return addedUp(learned)
  }

  /** Returns how many rows were worked on. */
  #forward(inputs: readonly Float32Array[], random: Random | null): number {
    const rows = Math.ceil(inputs.length / 4) * 4
    const [first] = this.layers
    if (first === undefined) return 0
    const { values, columns } = first.input
    values.fill(0, 0, rows * columns)
    inputs.forEach((input, row) => {
      values.set(input, row * columns)
    })
    for (const layer of this.layers) layer.forward(rows, inputs.length, random)
    return rows
  }

  #probabilities(row: number): Float64Array {
    const output = this.layers.at(-1)?.output
    const from = row * (output?.columns ?? 0)
    return softmax(Float64Array.from(output?.values.subarray(from, from + this.classes) ?? []))
  }
}
