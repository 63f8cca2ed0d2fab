/** What a head is optimised with; names and defaults are Keras'. */
export interface OptimizerRecipe {
  name: 'adam' | 'adamw' | 'sgd' | 'rmsprop' | 'adagrad' | 'adadelta'
  learningRate: number
  /** SGD only. */
  momentum: number
  /** Decoupled (Loshchilov & Hutter 2019), multiplied by the learning rate as Keras does. */
  weightDecay: number
  /** The decay is added to the gradient instead, as PyTorch does for all but AdamW. */
  coupled?: true
}

/** Changes `weights` in place by one step along `gradient` at `learningRate`. */
export type Step = (weights: Float32Array, gradient: Float32Array, learningRate: number) => void

const BETA_1 = 0.9
const BETA_2 = 0.999
const RHO = 0.9
const EPSILON = 1e-7

/** The update rule for one array of weights, with its moments. */
export function optimizerStep(recipe: OptimizerRecipe, size: number): Step {
  const update = updateRule(recipe, size)
  const { weightDecay, coupled } = recipe
  if (weightDecay === 0) return update
  if (coupled) {
    const summed = new Float32Array(size)
    return (weights, gradient, learningRate) => {
      for (let i = 0; i < size; i++) summed[i] = (gradient[i] ?? 0) + weightDecay * (weights[i] ?? 0)
      update(weights, summed, learningRate)
    }
  }
  return (weights, gradient, learningRate) => {
    const keep = 1 - learningRate * weightDecay
    for (let i = 0; i < weights.length; i++) weights[i] = (weights[i] ?? 0) * keep
    update(weights, gradient, learningRate)
  }
}

function updateRule({ name, momentum }: OptimizerRecipe, size: number): Step {
  switch (name) {
    case 'sgd':
      return sgd(size, momentum)
    case 'rmsprop':
      return rmsprop(size)
    case 'adagrad':
      return adagrad(size)
    case 'adadelta':
      return adadelta(size)
    default:
      return adam(size)
  }
}

/** Kingma & Ba 2015, algorithm 1 in the form at the end of its section 2, as Keras computes it. */
function adam(size: number): Step {
  const first = new Float32Array(size)
  const second = new Float32Array(size)
  let step = 0
  return (weights, gradient, learningRate) => {
    step++
    const rate = (learningRate * Math.sqrt(1 - BETA_2 ** step)) / (1 - BETA_1 ** step)
    for (let i = 0; i < size; i++) {
      const g = gradient[i] ?? 0
      const m = BETA_1 * (first[i] ?? 0) + (1 - BETA_1) * g
      const v = BETA_2 * (second[i] ?? 0) + (1 - BETA_2) * g * g
      first[i] = m
      second[i] = v
      weights[i] = (weights[i] ?? 0) - (rate * m) / (Math.sqrt(v) + EPSILON)
    }
  }
}

function sgd(size: number, momentum: number): Step {
  const velocity = new Float32Array(size)
  return (weights, gradient, learningRate) => {
    for (let i = 0; i < size; i++) {
      const v = momentum * (velocity[i] ?? 0) - learningRate * (gradient[i] ?? 0)
      velocity[i] = v
      weights[i] = (weights[i] ?? 0) + v
    }
  }
}

/** Tieleman & Hinton 2012 with epsilon under the root, as Keras 3 and TensorFlow.js have it. */
function rmsprop(size: number): Step {
  const square = new Float32Array(size)
  return (weights, gradient, learningRate) => {
    for (let i = 0; i < size; i++) {
      const g = gradient[i] ?? 0
      const v = RHO * (square[i] ?? 0) + (1 - RHO) * g * g
      square[i] = v
      weights[i] = (weights[i] ?? 0) - (learningRate * g) / Math.sqrt(v + EPSILON)
    }
  }
}

/** Duchi et al. 2011; Keras and TensorFlow.js begin with 0.1 in the accumulator. */
function adagrad(size: number): Step {
  const sum = new Float32Array(size).fill(0.1)
  return (weights, gradient, learningRate) => {
    for (let i = 0; i < size; i++) {
      const g = gradient[i] ?? 0
      const total = (sum[i] ?? 0) + g * g
      sum[i] = total
      weights[i] = (weights[i] ?? 0) - (learningRate * g) / Math.sqrt(total + EPSILON)
    }
  }
}

const ADADELTA_RHO = 0.95

/** Zeiler 2012, algorithm 1, with the learning rate that Keras and TensorFlow.js multiply the step by. */
function adadelta(size: number): Step {
  const gradients = new Float32Array(size)
  const updates = new Float32Array(size)
  return (weights, gradient, learningRate) => {
    for (let i = 0; i < size; i++) {
      const g = gradient[i] ?? 0
      const squared = ADADELTA_RHO * (gradients[i] ?? 0) + (1 - ADADELTA_RHO) * g * g
      const update = (Math.sqrt((updates[i] ?? 0) + EPSILON) / Math.sqrt(squared + EPSILON)) * g
      gradients[i] = squared
      updates[i] = ADADELTA_RHO * (updates[i] ?? 0) + (1 - ADADELTA_RHO) * update * update
      weights[i] = (weights[i] ?? 0) - learningRate * update
    }
  }
}
