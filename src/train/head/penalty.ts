/** What a kernel's weights cost beside the loss, as Keras' `regularizers.L1L2`: `l1 * sum(|w|) + l2 * sum(w ** 2)`. */
export interface Penalty {
  l1: number
  l2: number
}

/** The penalty of a kernel. */
export function penaltyOf(weights: Float32Array, { l1, l2 }: Penalty): number {
  if (l1 === 0 && l2 === 0) return 0
  let [sizes, squares] = [0, 0]
  for (const weight of weights) {
    sizes += Math.abs(weight)
    squares += weight * weight
  }
  return l1 * sizes + l2 * squares
}

/** Adds the penalty's gradient to that of a kernel; that of |w| is 0 where w is 0, as TensorFlow has it. */
export function addPenalty(gradient: Float32Array, weights: Float32Array, { l1, l2 }: Penalty): void {
  if (l1 === 0 && l2 === 0) return
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] ?? 0
    gradient[i] = (gradient[i] ?? 0) + 2 * l2 * weight + l1 * Math.sign(weight)
  }
}
