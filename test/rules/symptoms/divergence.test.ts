import rule from '../../../rules/symptoms/divergence.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { facts, log, noisy, symptom, towards } from './logs.ts'

const falling = noisy(towards(1.2, 0.2, 5), 0.02)

ruleTester(rule, {
  healthy: [
    { name: 'a falling loss', facts: facts(log(20, { loss: falling, val_loss: falling })) },
    { name: 'a loss that swings', facts: facts(log(20, { loss: (e) => (e % 2 ? 0.9 : 0.5) })) },
    {
      name: 'a bump where layers were unfrozen',
      facts: facts(log(20, { loss: (e) => falling(e) * (e === 10 ? 2.5 : 1) })),
    },
    {
      name: 'a validation loss that rises',
      facts: facts(log(20, { loss: falling, val_loss: (e) => 0.3 + e / 10 })),
    },
    {
      name: 'a validation loss that is never a number',
      facts: facts(log(5, { loss: falling, val_loss: () => 'nan' })),
    },
    { name: 'values that were not logged', facts: facts(log(8, { loss: falling, val_loss: () => 'NA' })) },
    { name: 'a single epoch', facts: facts(log(1, { loss: () => 900 })) },
  ],
  sick: [
    {
      name: 'NaN from epoch 3 on',
      facts: facts(log(8, { loss: (e) => (e < 3 ? 0.7 : 'nan') })),
      findings: [{ at: 'training.log:5', says: 'the training loss is NaN from epoch 3 on' }],
      unfixed: symptom,
    },
    {
      name: 'an infinite loss that comes back as a huge one',
      facts: facts(log(8, { loss: (e) => (e === 4 ? 'inf' : 1 + e) })),
      findings: [{ at: 'training.log:6', says: 'infinite' }],
      unfixed: symptom,
    },
    {
      name: 'NaN in validation alone',
      facts: facts(log(8, { loss: falling, val_loss: (e) => (e < 6 ? 0.7 : 'nan') })),
      findings: [{ at: 'training.log:8', says: 'validation loss is NaN' }],
      unfixed: symptom,
    },
    {
      name: 'an explosion within one epoch',
      facts: facts(log(12, { loss: (e) => (e < 5 ? falling(e) : 30) })),
      findings: [{ at: 'training.log:7', says: 'explodes at epoch 5' }],
      unfixed: symptom,
    },
    {
      name: 'a loss that grows slowly but for good',
      facts: facts(log(20, { loss: (e) => 0.6 * 1.12 ** e })),
      findings: [{ at: 'training.log:12', says: 'from 0.6 at its best to 4.61' }],
      unfixed: symptom,
    },
    {
      name: 'NaN from the first epoch, in the second of two runs',
      facts: facts(`${log(4, { loss: falling })}\n${log(4, { loss: () => 'nan' })}`),
      findings: [{ at: 'training.log:7', says: 'run 2: the training loss is NaN from epoch 0 on' }],
      unfixed: symptom,
    },
  ],
})
