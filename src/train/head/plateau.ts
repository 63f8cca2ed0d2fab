/** The arguments of Keras' `ReduceLROnPlateau`. */
export interface PlateauRecipe {
  monitor: 'loss' | 'accuracy' | 'val_loss' | 'val_accuracy'
  mode: 'min' | 'max'
  factor: number
  patience: number
  minDelta: number
  /** The least change is a share of the best value, as PyTorch has it by default. */
  relative?: true
  cooldown: number
  minLearningRate: number
}

/**
 * Lowers a learning rate when the monitored value stops improving, step by step as
 * `keras.callbacks.ReduceLROnPlateau.on_epoch_end`. Returns what gives the next epoch's rate.
 */
export function plateauSchedule(recipe: PlateauRecipe): (value: number, learningRate: number) => number {
  const { mode, factor, patience, minDelta, relative, cooldown, minLearningRate } = recipe
  let best = mode === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  let waited = 0
  let cooling = 0
  const least = () => (relative && Number.isFinite(best) ? best * minDelta : minDelta)
  const better = (value: number) => (mode === 'min' ? value < best - least() : value > best + least())
  return (value, learningRate) => {
    if (cooling > 0) {
      cooling--
      waited = 0
    }
    if (better(value)) {
      best = value
      waited = 0
      return learningRate
    }
    if (cooling > 0) return learningRate
    waited++
    if (waited < patience || learningRate <= minLearningRate) return learningRate
    cooling = cooldown
    waited = 0
    return Math.max(learningRate * factor, minLearningRate)
  }
}
