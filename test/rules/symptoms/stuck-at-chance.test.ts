import rule from '../../../rules/symptoms/stuck-at-chance.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { facts, images, log, noisy, symptom, towards } from './logs.ts'

const balanced = images([200, 200], [100, 100])
const imbalanced = images([800, 200], [160, 40])
const flat = (level: number, size = 0.01) => noisy(() => level, size)

ruleTester(rule, {
  healthy: [
    { name: 'a model that learns', facts: facts(log(20, { accuracy: towards(0.5, 0.95, 5) }), balanced) },
    { name: 'a slow start', facts: facts(log(10, { accuracy: (e) => 0.5 + e / 200 }), balanced) },
    {
      name: 'an accuracy well above the largest class',
      facts: facts(log(20, { accuracy: flat(0.93) }), imbalanced),
    },
    {
      name: 'half of ten classes',
      facts: facts(log(20, { accuracy: flat(0.5) }), images(Array(10).fill(50), Array(10).fill(20))),
    },
    {
      name: 'half, without a dataset, at a loss that guessing cannot have',
      facts: facts(log(20, { accuracy: flat(0.5), loss: flat(0.4) })),
    },
    {
      name: 'half of ten classes, without a dataset, at a loss beyond a coin toss',
      facts: facts(log(20, { accuracy: flat(0.5), loss: flat(1.1) })),
    },
    { name: 'one class', facts: facts(log(20, { accuracy: flat(1, 0) }), images([50], [20])) },
    { name: 'four epochs', facts: facts(log(4, { accuracy: flat(0.5) }), balanced) },
  ],
  sick: [
    {
      name: 'a coin toss',
      facts: facts(log(20, { accuracy: flat(0.5), loss: flat(Math.log(2)) }), balanced),
      findings: [{ at: 'training.log:21', says: 'guessing among 2 classes scores 50.0 %' }],
      unfixed: symptom,
    },
    {
      name: 'always the largest class',
      facts: facts(log(20, { accuracy: flat(0.8, 0.002) }), imbalanced),
      findings: [{ at: 'training.log:21', says: 'always naming the largest class scores 80.0 %' }],
      unfixed: symptom,
    },
    {
      name: 'ten classes at ten per cent, without a dataset',
      facts: facts(log(20, { accuracy: flat(0.1, 0.003), loss: flat(Math.log(10)) })),
      findings: [{ at: 'training.log:21', says: 'guessing among 10 classes' }],
      unfixed: symptom,
    },
    {
      name: 'validation stuck while training learns',
      facts: facts(
        log(20, { accuracy: towards(0.5, 0.95, 5), val_accuracy: flat(0.5, 0), val_loss: flat(3) }),
        balanced,
      ),
      findings: [{ at: 'training.log:21', says: 'the validation accuracy stays at 50.0 %' }],
      unfixed: symptom,
    },
    {
      name: 'below chance',
      facts: facts(log(12, { accuracy: flat(0.46) }), balanced),
      findings: [{ at: 'training.log:13' }],
      unfixed: symptom,
    },
    {
      name: 'a start that was lost again',
      facts: facts(log(30, { accuracy: (e) => (e < 6 ? 0.5 + e / 30 : 0.5) }), balanced),
      findings: [{ at: 'training.log:31' }],
      unfixed: symptom,
    },
  ],
})
