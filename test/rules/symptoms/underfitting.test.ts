import rule from '../../../rules/symptoms/underfitting.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { facts, images, log, noisy, symptom, towards } from './logs.ts'

const upTo = (top: number, seed = 1) => noisy(towards(0.2, top, 5), 0.005, seed)

ruleTester(rule, {
  healthy: [
    {
      name: 'a training set that is learned',
      facts: facts(log(30, { accuracy: upTo(0.97), val_accuracy: upTo(0.9) })),
    },
    { name: 'seventy-five per cent', facts: facts(log(30, { accuracy: upTo(0.75) })) },
    {
      name: 'heavy dropout: validation shows the better fit',
      facts: facts(log(30, { accuracy: upTo(0.68), val_accuracy: upTo(0.85) })),
    },
    { name: 'too few epochs to say', facts: facts(log(6, { accuracy: upTo(0.5) })) },
    {
      name: 'only losses',
      facts: facts(log(30, { loss: towards(2, 1.5, 5), val_loss: towards(2, 1.6, 5) })),
    },
    {
      name: 'no better than chance: that is another symptom',
      facts: facts(log(20, { accuracy: noisy(() => 0.51, 0.005) }), images([100, 100], [50, 50])),
    },
    {
      name: 'far ahead of validation',
      facts: facts(log(30, { accuracy: upTo(0.68), val_accuracy: upTo(0.4) })),
    },
  ],
  sick: [
    {
      name: 'still at chance, but creeping upwards',
      facts: facts(
        log(25, { accuracy: noisy((epoch) => 0.13 + epoch * 0.003, 0.008) }),
        images(Array(6).fill(40), Array(6).fill(20)),
      ),
      findings: [{ at: 'training.log:26', says: 'was still rising when training ended' }],
      unfixed: symptom,
    },
    {
      name: 'training that stands still at half',
      facts: facts(log(30, { accuracy: noisy(towards(0.2, 0.55, 2), 0.005), val_accuracy: upTo(0.53, 2) })),
      findings: [{ at: 'training.log:31', says: 'no longer rises' }],
      unfixed: symptom,
    },
    {
      name: 'training that was ended too early',
      facts: facts(log(12, { accuracy: (e) => 0.2 + e / 40 })),
      findings: [{ at: 'training.log:13', says: 'still rising' }],
      unfixed: symptom,
    },
    {
      name: 'ten classes at a third',
      facts: facts(log(20, { accuracy: upTo(0.33) }), images(Array(10).fill(50), Array(10).fill(20))),
      findings: [{ at: 'training.log:21', says: 'only 3' }],
      unfixed: symptom,
    },
    {
      name: 'an accuracy that the largest class nearly gives for nothing',
      facts: facts(log(20, { accuracy: noisy(towards(0.7, 0.82, 3), 0.005) }), images([700, 300], [70, 30])),
      findings: [{ at: 'training.log:21', says: '8' }],
      unfixed: symptom,
    },
    {
      name: 'validation a little above a low training',
      facts: facts(log(20, { accuracy: upTo(0.5), val_accuracy: upTo(0.55) })),
      findings: [{ at: 'training.log:21' }],
      unfixed: symptom,
    },
    {
      name: 'the second of two runs',
      facts: facts(`${log(20, { accuracy: upTo(0.95) })}\n${log(20, { accuracy: upTo(0.4) })}`),
      findings: [{ at: 'training.log:42', says: 'run 2: ' }],
      unfixed: symptom,
    },
  ],
})
