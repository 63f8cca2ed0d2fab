import type { Optimizer, Run } from '../model/training.ts'

/** Optimizers that divide each step by the gradient's size, so that one rate means the same everywhere. */
const adaptive = new Set(['adam', 'adamw', 'adamax', 'nadam', 'rmsprop', 'adabelief', 'radam'])

/** Whether a step is about as long as the rate, whatever the gradient. */
export const isAdaptive = ({ name }: Optimizer): boolean => adaptive.has(name)

/**
 * The rate that this optimizer is usually given for training a new head, which is also the frameworks' default:
 * 1e-3 for Adam and its kin (Kingma and Ba, https://arxiv.org/abs/1412.6980, section 2; https://keras.io/api/optimizers/),
 * 1e-2 for SGD (Bengio, https://arxiv.org/abs/1206.5533, section 3.1.1). Null for optimizers of another scale
 * (Adadelta, Adagrad, Lion, Ftrl), which are not judged.
 */
export function usualRate({ name }: Optimizer): number | null {
  if (adaptive.has(name)) return 1e-3
  return name === 'sgd' ? 1e-2 : null
}

/** `Adam(0.001)`, `SGD(0.01)`: for messages. */
export const showOptimizer = (optimizer: Optimizer, rate: number): string =>
  `${names[optimizer.name] ?? optimizer.name}(${showRate(rate)})`

const names: Readonly<Record<string, string>> = {
  adam: 'Adam',
  adamw: 'AdamW',
  adamax: 'Adamax',
  nadam: 'Nadam',
  rmsprop: 'RMSprop',
  sgd: 'SGD',
}

/** A rate as people write it: 0.001, 1e-5, without the noise of floating point. */
export function showRate(rate: number): string {
  const rounded = Number(rate.toPrecision(3))
  return rounded !== 0 && Math.abs(rounded) < 1e-3
    ? rounded.toExponential().replace('e-0', 'e-')
    : String(rounded)
}

/**
 * Schedules that begin at the optimizer's own rate and lower it (https://pytorch.org/docs/stable/optim.html): a rate
 * that is too high stands at the start all the same. Those of transformers' Trainer reach that rate behind a warm-up.
 */
const falling =
  /(^|\.)(StepLR|MultiStepLR|ExponentialLR|CosineAnnealingLR|CosineAnnealingWarmRestarts|lr_scheduler_type)$/

/** Whether a run may begin at another rate than the optimizer's own, as a warm-up does. */
export const mayRaiseRate = ({ fit }: Pick<Run, 'fit'>): boolean =>
  !fit.callbacksKnown || fit.callbacks.some(({ kind, name }) => kind === 'schedule' && !falling.test(name))
