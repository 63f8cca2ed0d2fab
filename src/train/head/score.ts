import { argmax } from './softmax.ts'

/** How good one prediction is. */
export interface Score {
  /** 1 where the first guess was the label, else 0. */
  right: number
  /**
   * Brier score (Brier 1950): squared distance of the predicted probabilities from the truth, 0 to 2. As a proper
   * score (Gneiting and Raftery 2007) it rewards no false confidence, and it tells small gains with far fewer images
   * than right or wrong does: every prediction that moves counts, not only those that change sides. Unlike a
   * cross-entropy it is bounded, so that a few images that are sure and wrong do not outweigh all others.
   */
  brier: number
}

/** Of class probabilities; those that are no numbers, of a head that has diverged, know nothing and are sure of it. */
export const scoreOf = (probabilities: Float64Array, label: number): Score => ({
  right: argmax(probabilities) === label ? 1 : 0,
  brier: probabilities.reduce((sum, probability, k) => {
    const error = probability - (k === label ? 1 : 0)
    return sum + (Number.isFinite(error) ? error ** 2 : 2 / probabilities.length)
  }, 0),
})
