import { type Chance, healthyTruth, type Truth } from './synthetic.ts'

/** One kind of sickness per rule: the truth of a run that has it. */
export const sickTruth: Record<string, (chance: Chance) => Truth> = {
  'symptoms/overfitting': (chance) => {
    const healthy = healthyTruth(chance)
    const best = healthy.epochs * chance.between(0.2, 0.5)
    const rise = chance.between(0.3, 1)
    const floor = chance.between(0.15, 0.4)
    return {
      ...healthy,
      trainLoss: (epoch) => 1.2 * Math.exp((-5 * epoch) / healthy.epochs) + 0.005,
      validationLoss: (epoch) =>
        epoch < best
          ? floor + (1.2 - floor) * (1 - epoch / best) ** 2
          : floor * (1 + (rise * (epoch - best)) / best),
      validationError: (epoch) => floor * 0.6 + 0.3 * Math.exp((-5 * epoch) / best),
    }
  },
  'symptoms/underfitting': (chance) => {
    const floor = chance.between(0.4, 0.5)
    const healthy = healthyTruth(chance)
    const fall = (epoch: number) => floor + 0.15 * Math.exp((-5 * epoch) / healthy.epochs)
    return {
      ...healthy,
      trainError: fall,
      validationError: (epoch) => fall(epoch) + 0.02,
      trainLoss: (epoch) => 2.4 * fall(epoch),
      validationLoss: (epoch) => 2.5 * fall(epoch),
    }
  },
  'symptoms/oscillation': (chance) => ({
    ...healthyTruth(chance),
    ...losing(chance),
    trainNoise: chance.between(0.3, 0.6),
  }),
  'symptoms/divergence': (chance) => {
    const healthy = healthyTruth(chance)
    const from = chance.whole(3, healthy.epochs - 4)
    const growth = chance.between(1, 2)
    const nan = chance.between(0, 1) < 0.5
    return {
      ...healthy,
      trainLoss: (epoch) => {
        if (epoch < from) return healthy.trainLoss(epoch)
        return nan ? Number.NaN : healthy.trainLoss(from) + 3 * growth ** (epoch - from)
      },
    }
  },
  'symptoms/stuck-at-chance': (chance) => {
    const classes = chance.whole(2, 10)
    return {
      ...healthyTruth(chance),
      trainError: () => 1 - 1 / classes,
      validationError: () => 1 - 1 / classes,
      trainLoss: () => Math.log(classes),
      validationLoss: () => Math.log(classes) * 1.01,
      trainNoise: 0.005,
      validationNoise: 0.01,
      trainImages: classes * 200,
      validationImages: classes * 60,
    }
  },
  'symptoms/plateau': (chance) => {
    const healthy = healthyTruth(chance)
    const epochs = chance.whole(18, 60)
    const start = epochs * chance.between(0.2, 0.4)
    const floor = chance.between(0.2, 0.4)
    return {
      ...healthy,
      epochs,
      validationError: (epoch) => floor + (epoch < start ? 0.25 * (1 - epoch / start) : 0),
      trainError: (epoch) => floor - 0.03 + (epoch < start ? 0.25 * (1 - epoch / start) : 0),
      trainLoss: (epoch) => 2.5 * (floor - 0.03) + (epoch < start ? 0.6 * (1 - epoch / start) : 0),
      validationLoss: (epoch) => 2.5 * floor + (epoch < start ? 0.6 * (1 - epoch / start) : 0),
    }
  },
  'symptoms/validation-above-training': (chance) => {
    const healthy = healthyTruth(chance)
    const lead = chance.between(0.08, 0.15)
    return {
      ...healthy,
      validationImages: 1000,
      trainError: (epoch) => healthy.validationError(epoch) + lead,
    }
  },
  'symptoms/noisy-validation': (chance) => ({
    ...healthyTruth(chance),
    ...losing(chance),
    epochs: chance.whole(14, 60),
    jitter: chance.between(3, 6),
  }),
}

/** Errors of 15 to 25 %, so that there is something to swing. */
function losing(chance: Chance): Pick<Truth, 'trainError' | 'validationError' | 'trainLoss'> {
  const floor = chance.between(0.15, 0.25)
  return {
    trainError: (epoch) => floor + 0.3 * Math.exp(-epoch / 3),
    validationError: (epoch) => floor + 0.02 + 0.3 * Math.exp(-epoch / 3),
    trainLoss: (epoch) => 2.5 * floor + 0.7 * Math.exp(-epoch / 3),
  }
}
