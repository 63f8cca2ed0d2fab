import type { TrainingSetup } from '../model/setup.ts'
import type { Callback } from '../model/training.ts'
import type { PlateauRecipe } from './head/plateau.ts'
import { known } from './known.ts'

const monitors = ['loss', 'accuracy', 'val_loss', 'val_accuracy'] as const

/** The first schedule that goes by a plateau; null where there is none. */
export function plateauOf(
  callbacks: readonly Callback[],
  { framework }: Pick<TrainingSetup, 'framework'>,
): PlateauRecipe | null {
  const callback = callbacks.find(({ kind }) => kind === 'reduce-on-plateau')
  if (callback === undefined) return null
  return framework === 'pytorch' ? inPyTorch(callback) : inKeras(callback)
}

/** With Keras' own defaults: https://keras.io/api/callbacks/reduce_lr_on_plateau/ */
function inKeras({ arguments: given }: Callback): PlateauRecipe {
  const asked = String(known(given.monitor)).replace(/acc$/, 'accuracy')
  const monitor = monitors.find((name) => name === asked) ?? 'val_loss'
  return {
    monitor,
    mode: modeOf(given) ?? (monitor.endsWith('loss') ? 'min' : 'max'),
    factor: numberIn(given, 'factor', 0.1),
    patience: numberIn(given, 'patience', 10),
    minDelta: numberIn(given, 'min_delta', 1e-4),
    cooldown: numberIn(given, 'cooldown', 0),
    minLearningRate: numberIn(given, 'min_lr', 0),
  }
}

/**
 * PyTorch's ReduceLROnPlateau (torch/optim/lr_scheduler.py) in Keras' terms: it acts on the epoch after its patience, and
 * its cooldown does not count its own last epoch. It is stepped with a variable, of which the name tells what it holds.
 */
function inPyTorch({ arguments: given }: Callback): PlateauRecipe {
  const name = String(known(given.monitor) ?? '')
  const mode = modeOf(given) ?? 'min'
  const rises = /acc|f1|auc/i.test(name) || (mode === 'max' && !/loss/i.test(name))
  const metric = rises ? 'accuracy' : 'loss'
  return {
    monitor: /train/i.test(name) ? metric : `val_${metric}`,
    mode,
    factor: numberIn(given, 'factor', 0.1),
    patience: patienceFrom(numberIn(given, 'patience', 10), { framework: 'pytorch' }),
    minDelta: numberIn(given, 'threshold', 1e-4),
    ...(known(given.threshold_mode) === 'abs' ? {} : { relative: true }),
    cooldown: numberIn(given, 'cooldown', 0) + 1,
    minLearningRate: numberIn(given, 'min_lr', 0),
  }
}

/** A patience as a framework counts it, in Keras' count: epochs without a change for the better until it acts. */
export const patienceFrom = (patience: number, { framework }: Pick<TrainingSetup, 'framework'>): number =>
  framework === 'pytorch' ? patience + 1 : patience

function modeOf({ mode }: Callback['arguments']): PlateauRecipe['mode'] | null {
  const given = known(mode)
  return given === 'min' || given === 'max' ? given : null
}

function numberIn(given: Callback['arguments'], name: string, otherwise: number): number {
  const value = known(given[name])
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise
}
