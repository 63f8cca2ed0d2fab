import type { Read } from '../model/span.ts'
import type { Callback, Run } from '../model/training.ts'

/** An argument that is at odds with the rest, with what it should be; `value` null when there is no one right value. */
export interface Fault {
  argument: string
  message: string
  value: string | null
}

/** The text that an argument has; undefined where it is none or not known. */
export const textOf = (read: Read<unknown> | undefined) =>
  typeof read?.value === 'string' ? read.value : undefined

/** The number that an argument has; undefined where it is none or not known. */
export const numberOf = (read: Read<unknown> | undefined) =>
  typeof read?.value === 'number' ? read.value : undefined

/** Watches a metric by a name that Keras does not report; null where it reports it, or where that is not known. */
export function otherMetric(callback: Callback, run: Run): Fault | null {
  const monitor = textOf(callback.arguments.monitor)
  if (monitor === undefined || !isNamedByKeras(callback, run)) return null
  const other = otherSpelling(monitor, run)
  if (other === null) return null
  return {
    argument: 'monitor',
    message: `Keras reports no '${monitor}' but '${other}', as metrics names it`,
    value: `'${other}'`,
  }
}

/** What PyTorch's scheduler watches is a variable of the person's own naming. */
const isNamedByKeras = ({ stepped }: Callback, { fit }: Run) =>
  fit.validation !== null && stepped === undefined

/** Watches the loss or the accuracy of the training images, though there are others for validation. */
export function trainingMetric(callback: Callback, run: Run): Fault | null {
  const { stepped } = callback
  const { train, validation } = run.fit
  if (stepped?.measured !== undefined && stepped.measured === train && validation !== null)
    return {
      argument: 'step',
      message: 'its step() is given a score on the training images, not on those of validation',
      value: null,
    }
  const monitor = textOf(callback.arguments.monitor)
  if (monitor === undefined || !isNamedByKeras(callback, run)) return null
  const rise = monitor === 'acc' || monitor === 'accuracy'
  if (monitor !== 'loss' && !rise) return null
  const wanted = `val_${monitor}`
  return {
    argument: 'monitor',
    message: `it watches the training metric '${monitor}' instead of '${wanted}'`,
    value: `'${wanted}'`,
  }
}

/**
 * `val_acc` where metrics=['accuracy'], and the other way round: since 2.3 Keras reports a metric by the name that it
 * was given (https://github.com/keras-team/keras/releases/tag/2.3.0).
 */
function otherSpelling(monitor: string, { compile }: Run): string | null {
  const known = (compile?.metrics ?? []).map(({ value }) => value)
  if (known.length === 0 || known.includes(null)) return null
  const [wanted, given] = monitor === 'val_acc' ? ['acc', 'accuracy'] : ['accuracy', 'acc']
  const watches = monitor === `val_${wanted}`
  return watches && known.includes(given) && !known.includes(wanted) ? `val_${given}` : null
}

/** `mode` takes a metric that rises as the model gets better for one that falls, or the other way round. */
export function wrongMode(callback: Callback): Fault | null {
  const monitor = textOf(callback.arguments.monitor)
  const mode = textOf(callback.arguments.mode)
  if (monitor === undefined || (mode !== 'min' && mode !== 'max')) return null
  const rises = /acc|auc|precision|recall|f1/i.test(monitor)
  const falls = /loss|error|mse|mae/i.test(monitor)
  // `acc_loss` may well be an accumulated loss.
  if (rises === falls) return null
  const wanted = rises ? 'max' : 'min'
  if (wanted === mode) return null
  const word = wanted === 'max' ? 'rising' : 'falling'
  const taken = callback.kind === 'reduce-on-plateau' ? 'a plateau' : 'a worse one'
  return {
    argument: 'mode',
    message: `mode='${mode}' takes a ${word} ${monitor} for ${taken}`,
    value: `'${wanted}'`,
  }
}

/** Whether a checkpoint compares epochs: Keras' with `save_best_only`, Lightning's where it keeps some but not all. */
export function keepsBest(given: Callback['arguments']): boolean {
  const kept = numberOf(given.save_top_k)
  return (given.save_best_only ?? given.saveBestOnly)?.value === true || (kept !== undefined && kept > 0)
}
