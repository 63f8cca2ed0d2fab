import rule from '../../../rules/symptoms/overfitting.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { facts, images, log, noisy, symptom, towards } from './logs.ts'

const train = noisy(towards(1.2, 0.02, 6), 0.01)
/** Best at epoch 8, then rising by `slope` per epoch. */
const turning = (slope: number) =>
  noisy((e) => (e < 8 ? 0.5 + 0.1 * (8 - e) : 0.5 + slope * (e - 8)), 0.015, 2)

ruleTester(rule, {
  healthy: [
    {
      name: 'both losses falling',
      facts: facts(log(30, { loss: train, val_loss: noisy(towards(1.2, 0.2, 6), 0.02, 2) })),
    },
    {
      name: 'a validation loss that stands still',
      facts: facts(log(30, { loss: train, val_loss: turning(0) })),
    },
    {
      name: 'a rise that is over before it is sure',
      facts: facts(log(12, { loss: train, val_loss: turning(0.02) })),
    },
    {
      name: 'validation rising with training',
      facts: facts(log(30, { loss: turning(0.03), val_loss: turning(0.03) })),
    },
    {
      name: 'a gap of six points',
      facts: facts(
        log(30, { accuracy: towards(0.4, 0.98, 5), val_accuracy: noisy(towards(0.4, 0.92, 5), 0.01) }),
      ),
    },
    {
      name: 'a gap that twenty validation images may show by chance',
      facts: facts(
        log(30, { accuracy: towards(0.5, 0.9, 5), val_accuracy: noisy(towards(0.5, 0.75, 5), 0.01) }),
        images([200, 200], [10, 10]),
      ),
    },
    {
      name: 'a gap that validation is closing',
      facts: facts(log(30, { accuracy: towards(0.3, 0.95, 4), val_accuracy: (e) => 0.3 + e / 60 })),
    },
  ],
  sick: [
    {
      name: 'a validation loss that turns while training improves',
      facts: facts(log(30, { loss: train, val_loss: turning(0.03) })),
      findings: [{ at: 'training.log:10', says: 'best at epoch 8' }],
      unfixed: symptom,
    },
    {
      name: 'a steep turn after few epochs',
      facts: facts(log(16, { loss: train, val_loss: turning(0.08) })),
      findings: [{ at: 'training.log:9', says: 'rises to' }],
      unfixed: symptom,
    },
    {
      name: 'a gap between the accuracies, without losses',
      facts: facts(
        log(30, { accuracy: towards(0.5, 0.99, 4), val_accuracy: noisy(towards(0.5, 0.7, 4), 0.01) }),
      ),
      findings: [{ at: 'training.log:5', says: 'above validation' }],
      unfixed: symptom,
    },
    {
      name: 'a gap beyond the sampling error of 200 images',
      facts: facts(
        log(30, { accuracy: towards(0.5, 0.96, 4), val_accuracy: noisy(towards(0.5, 0.75, 4), 0.01) }),
        images([300, 300], [100, 100]),
      ),
      findings: [{ at: 'training.log:5' }],
      unfixed: symptom,
    },
    {
      name: 'images known by heart from the first epoch of the second phase',
      facts: facts(log(20, { accuracy: () => 0.995, val_accuracy: noisy(() => 0.84, 0.01) })),
      findings: [{ at: 'training.log:2', says: '99.5 %' }],
      unfixed: symptom,
    },
    {
      name: 'a validation loss that stands still below a wide gap',
      facts: facts(
        log(40, {
          loss: train,
          val_loss: turning(0),
          accuracy: towards(0.5, 0.98, 5),
          val_accuracy: noisy(towards(0.5, 0.76, 5), 0.01),
        }),
      ),
      findings: [{ at: 'training.log:6' }],
      unfixed: symptom,
    },
  ],
})
