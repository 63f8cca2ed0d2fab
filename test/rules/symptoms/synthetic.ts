import { randomFrom } from '../../../scripts/fixtures/random.ts'
import type { EpochRecord, TrainingHistory } from '../../../src/model/history.ts'

/** A source of chance: the same seed gives the same numbers. */
export interface Chance {
  /** Uniform in [from, to). */
  between(from: number, to: number): number
  whole(from: number, to: number): number
  normal(deviation: number): number
  /** Share of successes of `trials` at probability `p`. */
  share(trials: number, p: number): number
}

/** Normal numbers by Box and Muller; shares by the binomial's normal approximation, on the grid of 1/trials. */
export function chanceOf(seed: number): Chance {
  const uniform = randomFrom(seed)
  const normal = (deviation: number) =>
    deviation * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return {
    between: (from, to) => from + (to - from) * uniform(),
    whole: (from, to) => Math.floor(from + (to + 1 - from) * uniform()),
    normal,
    share: (trials, p) => onGrid(p + normal(Math.sqrt((p * (1 - p)) / trials)), trials),
  }
}

const onGrid = (share: number, trials: number) =>
  Math.round(Math.min(1, Math.max(0, share)) * trials) / trials

/** The truth behind a run, before noise. Errors are shares of wrong answers, losses in nats. */
export interface Truth {
  epochs: number
  trainError(epoch: number): number
  validationError(epoch: number): number
  trainLoss(epoch: number): number
  validationLoss(epoch: number): number
  trainImages: number
  validationImages: number
  /** Relative noise of the losses from epoch to epoch. */
  trainNoise: number
  validationNoise: number
  /** How far the validation jitters: 1 as if fresh images were drawn each epoch, less on a fixed set. */
  jitter: number
  learningRate?(epoch: number): number
}

/**
 * A run that goes well: errors fall exponentially to 1 to 4 % in training and at most 3 % more in validation, with
 * losses to match, 12 to 60 epochs, 200 to 2000 validation images whose luck is the same in every epoch.
 */
export function healthyTruth(chance: Chance): Truth {
  const epochs = chance.whole(12, 60)
  const pace = chance.between(epochs / 12, epochs / 5)
  const begin = chance.between(0.25, 0.7)
  const floor = chance.between(0.01, 0.04)
  const gap = chance.between(0, 0.03)
  const fall = (from: number, to: number) => (epoch: number) => to + (from - to) * Math.exp(-epoch / pace)
  const steps = chance.between(0, 1) < 0.5
  return {
    epochs,
    trainError: fall(begin, floor),
    validationError: fall(begin * 0.95, floor + gap),
    trainLoss: fall(2.5 * begin, chance.between(1.5, 4) * floor),
    validationLoss: fall(2.4 * begin, chance.between(3, 4) * (floor + gap)),
    trainImages: chance.whole(400, 5000),
    validationImages: chance.whole(200, 2000),
    trainNoise: chance.between(0.005, 0.06),
    validationNoise: chance.between(0.01, 0.06),
    jitter: chance.between(0.2, 1),
    ...(steps ? { learningRate: (epoch: number) => 1e-3 * 0.1 ** Math.floor((3 * epoch) / epochs) } : {}),
  }
}

/**
 * A run that goes well on a hard task with few images: training errors fall slowly, still falling at the end, to 5 to
 * 15 %, validation stays up to 6 % behind, dropout and augmentation cost training up to 2 %, and 80 to 400 training
 * images make the training loss jitter by up to 1.5/sqrt(n). Some runs have a second phase: unfreezing lifts the loss
 * for an epoch or two.
 */
export function hardTruth(chance: Chance): Truth {
  const epochs = chance.whole(10, 50)
  const pace = epochs * chance.between(0.25, 0.4)
  const begin = chance.between(0.4, 0.7)
  const floor = chance.between(0.03, 0.1)
  const gap = chance.between(0, 0.06)
  const handicap = chance.between(0, 0.02)
  const trainImages = chance.whole(80, 400)
  const unfrozen = chance.between(0, 1) < 0.3 ? Math.floor(epochs / 2) : epochs
  const jolt = (epoch: number) => (epoch < unfrozen ? 1 : 1 + 0.5 * Math.exp(unfrozen - epoch))
  const error = (epoch: number) => (floor + (begin - floor) * Math.exp(-epoch / pace)) * jolt(epoch)
  return {
    epochs,
    trainError: (epoch) => error(epoch) + handicap,
    validationError: (epoch) => error(epoch) + gap,
    trainLoss: (epoch) => 2.5 * (error(epoch) + handicap),
    validationLoss: (epoch) => 2.8 * (error(epoch) + gap),
    trainImages,
    validationImages: chance.whole(200, 1000),
    trainNoise: chance.between(0.5, 1.5) / Math.sqrt(trainImages),
    validationNoise: chance.between(0.02, 0.08),
    jitter: chance.between(0.2, 1),
  }
}

/** A run that still learns when it ends, at any level: training and validation fall together. */
export function unfinishedTruth(chance: Chance): Truth {
  const healthy = healthyTruth(chance)
  const pace = healthy.epochs * chance.between(0.4, 0.8)
  const floor = chance.between(0.05, 0.2)
  const begin = chance.between(0.35, 0.5)
  const error = (epoch: number) => floor + begin * Math.exp(-epoch / pace)
  return {
    ...healthy,
    trainError: error,
    validationError: (epoch) => error(epoch) + 0.02,
    trainLoss: (epoch) => 2.5 * error(epoch),
    validationLoss: (epoch) => 2.6 * error(epoch),
  }
}

/**
 * The jitter of a fixed set comes of weights that move, and they move as far as the learning rate lets them: measured
 * on real runs (bench/diagnosis), validation stands all but still at a fiftieth of the rate. More than the binomial
 * jitter comes of other images in each epoch, whatever the rate.
 */
function calmAt(epoch: number, { jitter, learningRate }: Truth): number {
  return jitter > 1 || learningRate === undefined ? 1 : learningRate(epoch) / learningRate(0)
}

/** What a logger writes about a run. */
export function record(truth: Truth, chance: Chance): TrainingHistory {
  const luck = chance.normal(1)
  const epochs = Array.from({ length: truth.epochs }, (_, epoch): EpochRecord => {
    const error = Math.min(0.999, Math.max(0.001, truth.validationError(epoch)))
    const spread = Math.sqrt((error * (1 - error)) / truth.validationImages)
    // On a fixed set a part of the sampling error is the same in every epoch, the rest is fresh.
    const jitter = truth.jitter * calmAt(epoch, truth)
    const fixed = Math.sqrt(1 - Math.min(1, jitter) ** 2) * luck * spread
    const correct = 1 - error + fixed + chance.normal(jitter * spread)
    return {
      epoch,
      span: null,
      trainLoss: truth.trainLoss(epoch) * Math.exp(chance.normal(truth.trainNoise)),
      validationLoss: truth.validationLoss(epoch) * Math.exp(chance.normal(truth.validationNoise)),
      trainAccuracy: chance.share(truth.trainImages, 1 - truth.trainError(epoch)),
      validationAccuracy: onGrid(correct, truth.validationImages),
      learningRate: truth.learningRate?.(epoch) ?? null,
    }
  })
  return { file: 'training.log', format: 'csv', run: '', names: {}, epochs, gaps: [] }
}
