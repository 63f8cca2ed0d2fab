import type { Random } from '../../model/random.ts'
import { dropOut, dropoutOf } from './dropout.ts'
import { type Matrix, type Multiplier, PANEL } from './multiply.ts'
import { addPenalty, type Penalty, penaltyOf } from './penalty.ts'

/** What a dense layer does to its inputs, and what its kernel costs. */
export interface DenseOptions extends Penalty {
  /** `relu` or none. */
  activation: 'relu' | 'linear'
  /** Share of its inputs left out in training, 0 to below 1. */
  dropout: number
}

/** True sizes; rows of a batch. */
interface Shape {
  inputs: number
  outputs: number
  rows: number
}

/** Sizes are filled up with zeros, so that panels are whole. */
export const filled = (size: number): number => Math.ceil(size / PANEL) * PANEL

/** The first rows of a matrix that is not panelled. */
const top = (matrix: Matrix, rows: number): Matrix => ({ ...matrix, rows })

/** Dropout, a dense layer and its activation, for batches of samples; layers are chained by the matrices between them. */
export class DenseLayer {
  readonly kernel: Matrix
  readonly bias: Float32Array
  readonly kernelGradient: Matrix
  readonly biasGradient: Float32Array
  /** [rows, inputs]: what {@link forward} reads and leaves out of; another layer's output, or written by the caller. */
  readonly input: Matrix
  /** [rows, outputs]. */
  readonly output: Matrix
  /** The gradient of the loss by the outputs before the activation. */
  readonly errors: Matrix
  /** The kernel the other way round; null where nothing is learned before this layer. */
  readonly #turned: Matrix | null
  readonly #before: DenseLayer | null
  readonly #options: DenseOptions
  readonly #multiplier: Multiplier

  /** Numbers of the multiplier that a layer takes. */
  static room({ inputs, outputs, rows }: Shape, first: boolean): number {
    const [wide, narrow] = [filled(inputs), filled(outputs)]
    return (first ? rows * wide : wide * narrow) + 2 * wide * narrow + 2 * rows * narrow
  }

  /** Glorot uniform kernel and zero bias, Keras' defaults for `Dense`. */
  constructor(
    multiplier: Multiplier,
    { inputs, outputs, rows }: Shape,
    options: DenseOptions,
    { before, random }: { before: DenseLayer | null; random: Random },
  ) {
    const [wide, narrow] = [filled(inputs), filled(outputs)]
    this.#multiplier = multiplier
    this.#options = options
    this.#before = before
    this.input = before?.output ?? multiplier.matrix(rows, wide)
    this.kernel = multiplier.matrix(wide, narrow, true)
    this.kernelGradient = multiplier.matrix(wide, narrow, true)
    this.output = multiplier.matrix(rows, narrow)
    this.errors = multiplier.matrix(rows, narrow)
    this.#turned = before === null ? null : multiplier.matrix(narrow, wide, true)
    this.bias = new Float32Array(narrow)
    this.biasGradient = new Float32Array(narrow)
    const limit = Math.sqrt(6 / (inputs + outputs))
    for (let i = 0; i < inputs; i++)
      for (let k = 0; k < outputs; k++)
        this.kernel.values[placeOf(this.kernel, i, k)] = random.uniform(-limit, limit)
  }

  /**
   * Outputs of the first `rows` inputs (a multiple of four). `random`: in training, for the dropout of the first `count`
   * rows; null leaves nothing out.
   */
  forward(rows: number, count: number, random: Random | null): void {
    const { values, columns } = this.output
    const { dropout, activation } = this.#options
    if (random !== null) dropOut(this.input.values.subarray(0, count * this.input.columns), dropout, random)
    this.#multiplier.multiply(top(this.input, rows), this.kernel, top(this.output, rows))
    const least = activation === 'relu' ? 0 : Number.NEGATIVE_INFINITY
    for (let row = 0; row < rows * columns; row += columns)
      for (let k = 0; k < columns; k++)
        values[row + k] = Math.max(least, (values[row + k] ?? 0) + (this.bias[k] ?? 0))
  }

  /** From the errors of the first `rows` outputs: this layer's gradients, and the errors of the layer before. */
  backward(rows: number): void {
    const { errors, kernel, kernelGradient, biasGradient } = this
    this.#multiplier.multiplyTransposed(top(this.input, rows), top(errors, rows), kernelGradient)
    biasGradient.fill(0)
    for (let row = 0; row < rows * errors.columns; row += errors.columns)
      for (let k = 0; k < errors.columns; k++)
        biasGradient[k] = (biasGradient[k] ?? 0) + (errors.values[row + k] ?? 0)
    if (this.#before !== null && this.#turned !== null) this.#passOn(rows, this.#before, this.#turned)
    addPenalty(kernelGradient.values, kernel.values, this.#options)
  }

  /** What its kernel costs beside the loss. */
  get penalty(): number {
    return penaltyOf(this.kernel.values, this.#options)
  }

  #passOn(rows: number, before: DenseLayer, turned: Matrix): void {
    turn(this.kernel, turned)
    this.#multiplier.multiply(top(this.errors, rows), turned, top(before.errors, rows))
    const { threshold, scale } = dropoutOf(this.#options.dropout)
    if (threshold === 0 && before.#options.activation === 'linear') return
    // What was left out is zero, and so is what the activation cut off.
    const [{ values }, input] = [before.errors, this.input.values]
    for (let i = 0; i < rows * this.input.columns; i++)
      values[i] = input[i] === 0 ? 0 : (values[i] ?? 0) * scale
  }
}

/** Index in the values of a panelled matrix. */
export const placeOf = ({ rows }: Matrix, row: number, column: number): number =>
  (column - (column % PANEL)) * rows + row * PANEL + (column % PANEL)

/** Writes the transpose of a panelled matrix into another one. */
function turn(from: Matrix, to: Matrix): void {
  for (let column = 0; column < from.columns; column++) {
    const [read, written] = [placeOf(from, 0, column), column * PANEL]
    for (let panel = 0; panel < from.rows; panel += PANEL)
      for (let i = 0; i < PANEL; i++)
        to.values[panel * to.rows + written + i] = from.values[read + (panel + i) * PANEL] ?? 0
  }
}
