import rule from '../../../rules/symptoms/plateau.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { facts, images, log, noisy, symptom, towards } from './logs.ts'

const still = (level: number) => noisy(towards(0.4, level, 2), 0.008)

ruleTester(rule, {
  healthy: [
    { name: 'still improving', facts: facts(log(30, { val_accuracy: noisy((e) => 0.5 + e / 100, 0.008) })) },
    { name: 'converged with little room left', facts: facts(log(30, { val_accuracy: still(0.93) })) },
    {
      name: 'room that a hundred images cannot show',
      facts: facts(log(30, { val_accuracy: still(0.85) }), images([100, 100], [50, 50])),
    },
    {
      name: 'never improved at all: that is another symptom',
      facts: facts(log(30, { val_accuracy: noisy(() => 0.5, 0.01) })),
    },
    {
      name: 'getting worse: that is overfitting',
      facts: facts(
        log(30, { val_accuracy: noisy((e) => 0.4 + Math.min(e, 5) / 10 - Math.max(0, e - 5) / 100, 0.005) }),
      ),
    },
    { name: 'too few epochs to say', facts: facts(log(10, { val_accuracy: still(0.7) })) },
    {
      name: 'a low validation loss',
      facts: facts(log(30, { val_loss: noisy(towards(1.5, 0.25, 2), 0.01) })),
    },
  ],
  sick: [
    {
      name: 'an accuracy that stands still, its rate not logged',
      facts: facts(log(30, { val_accuracy: still(0.7) })),
      findings: [{ at: 'training.log:10', says: 'the learning rate is not in the log' }],
      unfixed: symptom,
    },
    {
      name: 'a rate that was never lowered',
      facts: facts(log(30, { val_accuracy: still(0.7), lr: () => 0.01 })),
      findings: [{ at: 'training.log:10', says: 'never lowered' }],
      unfixed: symptom,
    },
    {
      name: 'a rate that was lowered in vain',
      facts: facts(log(30, { val_accuracy: still(0.7), learning_rate: (e) => (e < 15 ? 0.01 : 0.001) })),
      findings: [{ at: 'training.log:10', says: 'lowered at epoch 15 (to 0.001)' }],
      unfixed: symptom,
    },
    {
      name: 'a loss that stands still',
      facts: facts(log(30, { val_loss: noisy(towards(2, 0.8, 2), 0.01) })),
      findings: [{ at: 'training.log:11', says: 'a loss of 0.8' }],
      unfixed: symptom,
    },
    {
      name: 'training improving beside it',
      facts: facts(log(30, { accuracy: towards(0.4, 0.99, 8), val_accuracy: still(0.75) })),
      findings: [{ at: 'training.log:10' }],
      unfixed: symptom,
    },
    {
      name: 'a thousand images that leave no doubt',
      facts: facts(log(30, { val_accuracy: still(0.8) }), images([500, 500], [500, 500])),
      findings: [{ at: 'training.log:10', says: 'since epoch 8' }],
      unfixed: symptom,
    },
  ],
})
