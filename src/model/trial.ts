import { z } from 'zod'

/**
 * One way of training: `baseline` is the project as it is, `fixed` has the fix applied, `placebo` has the same
 * operation applied to as many random samples. `values` holds the metric per repetition (seed), `interval` the 95 %
 * interval of their mean, `curve` the loss (mean cross-entropy) of the evaluation samples after each epoch of the first
 * repetition.
 */
export const Arm = z.object({
  name: z.enum(['baseline', 'fixed', 'placebo']),
  values: z.array(z.number()),
  interval: z.tuple([z.number(), z.number()]).exactOptional(),
  curve: z.array(z.number()).exactOptional(),
})
export type Arm = z.infer<typeof Arm>

/**
 * A learning rate range test: the training loss (a running mean) after steps at ascending rates, with the rate of the
 * project and the one that is advised.
 */
export const RangeTest = z.object({
  rates: z.array(z.number().positive()),
  losses: z.array(z.number()),
  given: z.number().positive(),
  advised: z.number().positive(),
})
export type RangeTest = z.infer<typeof RangeTest>

/** `brierScore`: squared distance of the predicted probabilities from the truth, summed over classes, 0 to 2. */
export const Metric = z.enum(['validationAccuracy', 'validationLoss', 'brierScore', 'evaluationError'])
export type Metric = z.infer<typeof Metric>

export const Verdict = z.enum(['confirmed', 'refuted', 'inconclusive', 'not-run'])
export type Verdict = z.infer<typeof Verdict>

/**
 * What came out of training the arms. `baseline`, `fixed`, `placebo` are means over repetitions in the metric's
 * unit (accuracy: 0..1); `effect` is fixed minus baseline (minus the placebo's change where there is one);
 * `interval` is its 95 % interval. `reason` is the sentence that people read, without a full stop:
 * what was tried and what came out, with the numbers; for a trial that was not run, which has none, why not.
 */
export const Trial = z.object({
  verdict: Verdict,
  reason: z.string(),
  metric: Metric,
  /** The direction in which a right fix must move the metric. */
  expect: z.enum(['rise', 'drop']),
  baseline: z.number().exactOptional(),
  fixed: z.number().exactOptional(),
  placebo: z.number().exactOptional(),
  effect: z.number().exactOptional(),
  interval: z.tuple([z.number(), z.number()]).exactOptional(),
  arms: z.array(Arm).exactOptional(),
  rangeTest: RangeTest.exactOptional(),
  seeds: z.int().nonnegative(),
  samples: z.int().nonnegative(),
  /** What computed it, e.g. `onnxruntime-node trunk, tfjs-wasm head`. */
  backend: z.string(),
  /** Which trunk weights, e.g. `InceptionV3, nsfwjs 4.2.1 (quantised)`. */
  weights: z.string(),
  durationMs: z.number().nonnegative(),
})
export type Trial = z.infer<typeof Trial>
