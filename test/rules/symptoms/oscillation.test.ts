import rule from '../../../rules/symptoms/oscillation.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { facts, images, log, noisy, symptom, towards } from './logs.ts'

const falling = towards(1.2, 0.4, 5)

ruleTester(rule, {
  healthy: [
    { name: 'a smooth fall', facts: facts(log(20, { loss: falling })) },
    { name: 'a fall with usual noise', facts: facts(log(30, { loss: noisy(falling, 0.02) })) },
    { name: 'large jitter about a tiny loss', facts: facts(log(30, { loss: noisy(() => 0.02, 0.008) })) },
    {
      name: 'a slow wave, as restarts of the learning rate make it',
      facts: facts(log(40, { loss: (e) => 0.6 + 0.3 * Math.sin(e / 3) })),
    },
    {
      name: 'jitter that sixty images explain',
      facts: facts(log(30, { loss: noisy(() => 0.4, 0.1) }), images([30, 30], [10, 10])),
    },
    {
      name: 'validation that swings alone',
      facts: facts(log(30, { loss: falling, val_loss: noisy(() => 1, 0.5) })),
    },
    { name: 'too few epochs to say', facts: facts(log(6, { loss: (e) => (e % 2 ? 1 : 0.4) })) },
  ],
  sick: [
    {
      name: 'a loss that alternates',
      facts: facts(log(20, { loss: (e) => (e % 2 ? 1 : 0.5) })),
      findings: [{ at: 'training.log:9', says: 'swings by ±0.' }],
      unfixed: symptom,
    },
    {
      name: 'wild noise without a trend',
      facts: facts(log(40, { loss: noisy(() => 1, 0.3) })),
      findings: [{ at: 'training.log:30' }],
      unfixed: symptom,
    },
    {
      name: 'swings about a loss that falls',
      facts: facts(log(40, { loss: noisy(towards(2, 0.6, 8), 0.25, 3) })),
      findings: [{ at: 'training.log:18' }],
      unfixed: symptom,
    },
    {
      name: 'jitter that two thousand images do not explain',
      facts: facts(log(30, { loss: noisy(() => 0.4, 0.1) }), images([1000, 1000], [100, 100])),
      findings: [{ at: 'training.log:30', says: 'of its level' }],
      unfixed: symptom,
    },
    {
      name: 'swings after a quiet start',
      facts: facts(log(24, { loss: (e) => (e < 8 ? falling(e) : 0.6 + (e % 2 ? 0.3 : -0.2)) })),
      findings: [{ at: 'training.log:11' }],
      unfixed: symptom,
    },
    {
      name: 'every third epoch thrown back',
      facts: facts(log(30, { loss: (e) => (e % 3 === 0 ? 1.5 : 0.5 + (e % 3) / 50) })),
      findings: [{ at: 'training.log:14' }],
      unfixed: symptom,
    },
  ],
})
