import type { CurveName } from '../model/history.ts'

/** Which data a metric was computed on. */
export type Side = 'train' | 'validation' | 'test'

/** What a metric's name says about it. */
export interface MetricName {
  name: string
  quantity: 'loss' | 'accuracy' | 'learningRate'
  /** null when the name does not say: Keras means training by that, fastai validation. */
  side: Side | null
  /** Logged per batch, not per epoch (Lightning's `_step`). */
  stepwise: boolean
}

const sides: Record<string, Side> = {
  train: 'train',
  training: 'train',
  trn: 'train',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  eval: 'validation',
  dev: 'validation',
  test: 'test',
  testing: 'test',
}

const quantities: Record<string, 'loss' | 'accuracy'> = {
  loss: 'loss',
  crossentropy: 'loss',
  nll: 'loss',
  accuracy: 'accuracy',
  acc: 'accuracy',
  acc1: 'accuracy',
  top1: 'accuracy',
}

/**
 * Words that do not change what a metric is. Any word outside these lists (`aux`, `top5`, `box`, `balanced`) makes it
 * another metric, which is not taken for the curve.
 */
const neutral = new Set(
  'epoch step sparse categorical binary multiclass mean avg average total overall metric metrics score top'.split(
    ' ',
  ),
)

/**
 * Reads a metric's name: Keras (`val_accuracy`, `epoch_loss`, `accuracy_1`), Lightning (`train_loss_epoch`,
 * `lr-Adam`), PyTorch writers (`Loss/train`), timm (`eval_top1`), Hugging Face (`eval_loss`), Ultralytics
 * (`metrics/accuracy_top1`, measured on validation data), `trainLoss`. null when it is none of the curves.
 */
export function readMetricName(name: string): MetricName | null {
  const words = wordsOf(name)
  const rate = words.includes('lr') || (words.includes('learning') && words.includes('rate'))
  if (rate) return { name, quantity: 'learningRate', side: null, stepwise: false }
  const quantity = words.map((word) => quantities[word]).find((found) => found !== undefined)
  if (quantity === undefined) return null
  const topOf = words.includes('top') ? words.find((word) => /^\d+$/.test(word)) : undefined
  if (topOf !== undefined && topOf !== '1') return null
  const known = (word: string) =>
    word in sides || word in quantities || neutral.has(word) || /^\d+$/.test(word)
  if (!words.every(known)) return null
  const side = words.map((word) => sides[word]).find((found) => found !== undefined)
  const fallback = name.trim().startsWith('metrics/') ? 'validation' : null
  return { name, quantity, side: side ?? fallback, stepwise: words.includes('step') }
}

function wordsOf(name: string): string[] {
  return name
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/\b(train|valid|val|test)(loss|accuracy|acc)\b/, '$1 $2')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** The side that a whole word names (a folder `validation`, a cell `val`), in any case; undefined for other words. */
export function sideOfWord(word: string): Side | undefined {
  return sides[word.trim().toLowerCase()]
}

/** A metric and how many values of it the log holds. */
export interface Candidate extends MetricName {
  values: number
}

/**
 * Which metric is which curve. Per curve the one that is not step-wise, has most values and names its side wins, then
 * the first. Without a validation metric the test set stands in for it. A bare accuracy beside losses that name their
 * sides is the validation's (fastai's `epoch,train_loss,valid_loss,accuracy`), otherwise bare names mean training.
 */
export function assignCurves(candidates: readonly Candidate[]): Map<CurveName, string> {
  const lossesNamed =
    candidates.some((one) => one.quantity === 'loss' && one.side === 'train') &&
    !candidates.some((one) => one.quantity === 'loss' && one.side === null)
  const chosen = new Map<CurveName, string>()
  const choose = (curve: CurveName, fits: (one: Candidate) => boolean) => {
    const best = candidates.filter((one) => one.values > 0 && fits(one)).sort(byPreference)[0]
    if (best !== undefined && !chosen.has(curve)) chosen.set(curve, best.name)
  }
  for (const quantity of ['loss', 'accuracy'] as const) {
    const bare: Side = quantity === 'accuracy' && lossesNamed ? 'validation' : 'train'
    const on = (side: Side) => (one: Candidate) => one.quantity === quantity && (one.side ?? bare) === side
    choose(quantity === 'loss' ? 'trainLoss' : 'trainAccuracy', on('train'))
    const validation = quantity === 'loss' ? 'validationLoss' : 'validationAccuracy'
    choose(validation, on('validation'))
    choose(validation, on('test'))
  }
  choose('learningRate', (one) => one.quantity === 'learningRate')
  return chosen
}

function byPreference(a: Candidate, b: Candidate): number {
  return (
    Number(a.stepwise) - Number(b.stepwise) ||
    b.values - a.values ||
    Number(a.side === null) - Number(b.side === null)
  )
}
