import {
  add,
  div,
  matMul,
  mul,
  ones,
  type Rank,
  reshape,
  rsqrt,
  square,
  sub,
  type Tensor1D,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core'
import { BATCH_NORM_EPSILON } from '../../embed/architecture.ts'
import type { Step } from './step.ts'

/** Mean and variance per channel. */
export interface Moments {
  mean: Tensor1D
  variance: Tensor1D
}

interface NormDerivatives {
  input: Tensor4D
  beta: Tensor1D
}

/** Batch norm without gamma in inference mode: by the stored moments, which are constants to the derivative. */
export function normaliseBy(x: Tensor4D, moments: Moments, beta: Tensor1D): Step<Tensor4D, NormDerivatives> {
  const { centred, scale } = standardised(x, moments)
  return {
    value: add(mul(centred, scale), beta),
    back: (derivative) => ({ input: mul(derivative, scale), beta: sumOfRows(rowsOf(derivative)) }),
  }
}

/**
 * Batch norm without gamma in training mode: by the moments of this batch. Derivative: Ioffe & Szegedy 2015,
 * https://arxiv.org/abs/1502.03167, section 3.
 */
export function normaliseByBatch(
  x: Tensor4D,
  moments: Moments,
  beta: Tensor1D,
): Step<Tensor4D, NormDerivatives> {
  const { centred, scale } = standardised(x, moments)
  const normal = mul<Tensor4D>(centred, scale)
  return {
    value: add(normal, beta),
    back: (derivative) => {
      const flat = rowsOf(derivative)
      const count = flat.shape[0]
      const sum = sumOfRows(flat)
      const along = sumOfRows(mul(flat, rowsOf(normal)))
      const shift = div(add(sum, mul(normal, along)), count)
      return { input: mul<Tensor4D>(sub(derivative, shift), scale), beta: sum }
    },
  }
}

/**
 * Moments over batch, height and width. The variance is the biased one, which Keras 3 also adds to the moving variance:
 * https://github.com/keras-team/keras/blob/v3.6.0/keras/src/layers/normalization/batch_normalization.py
 */
export function momentsOf(x: Tensor4D): Moments {
  const flat = rowsOf(x)
  const count = flat.shape[0]
  const mean = div<Tensor1D>(sumOfRows(flat), count)
  return { mean, variance: div(sumOfRows(square(sub(flat, mean))), count) }
}

const standardised = (x: Tensor4D, { mean, variance }: Moments) => ({
  centred: sub<Tensor4D>(x, mean),
  scale: rsqrt(add<Tensor1D>(variance, BATCH_NORM_EPSILON)),
})

/** [n, h, w, c] -> [n * h * w, c]. */
const rowsOf = (x: Tensor4D): Tensor2D => reshape(x, [-1, x.shape[3]])

/** As a matrix product: TensorFlow.js transposes before it sums up over rows. */
const sumOfRows = (rows: Tensor2D): Tensor1D =>
  reshape(matMul(ones<Rank.R2>([1, rows.shape[0]]), rows), [rows.shape[1]])
