import type { Tensor } from '@tensorflow/tfjs-core'

/**
 * The result of an operation and the way back: TensorFlow.js' own derivatives come with @tensorflow/tfjs only, lack
 * some kernels on WebAssembly, and are partly wrong (see the pooling).
 */
export interface Step<Value extends Tensor, Derivatives> {
  value: Value
  /** From the derivative of the value, of the same shape, to those of what it was made from. */
  back(derivative: Value): Derivatives
}
