/**
 * Optimizers that `compile` takes by name, with the rate that they then have. Keras: keras/src/optimizers, defaults
 * of 0.001 but for SGD; TensorFlow.js: tfjs-layers/src/optimizers.ts, 0.01 for sgd, adagrad and rmsprop... as there.
 */
const byName: Readonly<Record<string, number>> = {
  adam: 1e-3,
  adamw: 1e-3,
  adamax: 1e-3,
  nadam: 1e-3,
  adagrad: 1e-3,
  adadelta: 1e-3,
  rmsprop: 1e-3,
  sgd: 1e-2,
}

/** The optimizer of a name such as `'adam'`, or null when there is no such. */
export function canonicalOptimizer(name: string | undefined): { name: string; rate: number } | null {
  const lower = name?.toLowerCase() ?? ''
  const rate = byName[lower]
  return rate === undefined ? null : { name: lower, rate }
}
