/**
 * The learning rates of optimizers that `compile` takes by name. Keras: defaults of keras/src/optimizers;
 * TensorFlow.js: tfjs-layers/src/optimizers.ts, which differ from the defaults of its `tf.train` functions.
 */
const byName = {
  keras: {
    adam: 1e-3,
    adamw: 1e-3,
    adamax: 1e-3,
    nadam: 1e-3,
    adagrad: 1e-3,
    adadelta: 1e-3,
    rmsprop: 1e-3,
    sgd: 1e-2,
  },
  tfjs: { adam: 1e-3, adamax: 2e-3, adagrad: 1e-2, adadelta: 1, rmsprop: 1e-3, sgd: 1e-2 },
} satisfies Record<string, Record<string, number>>

/** The optimizer of a name such as `'adam'`, or null when the framework has no such. */
export function canonicalOptimizer(
  name: string | undefined,
  framework: keyof typeof byName,
): { name: string; rate: number } | null {
  const lower = name?.toLowerCase() ?? ''
  const rate = new Map(Object.entries(byName[framework])).get(lower)
  return rate === undefined ? null : { name: lower, rate }
}
