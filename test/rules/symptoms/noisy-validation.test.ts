import rule from '../../../rules/symptoms/noisy-validation.ts'
import { ruleTester } from '../../support/rule-tester.ts'
import { facts, images, log, noisy, symptom, towards } from './logs.ts'

/** Accuracies as `count` images give them. */
const measured = (curve: (epoch: number) => number, count: number) => (epoch: number) =>
  (Math.round(curve(epoch) * count) / count).toFixed(8)
const about = (level: number, size: number) => noisy(() => level, size)

/** Ten epochs at 1e-3, then ten at a hundredth of it. */
const lowered = (epoch: number) => (epoch < 12 ? 1e-3 : 1e-5)

ruleTester(rule, {
  healthy: [
    {
      name: 'jitter that a lower rate calms',
      facts: facts(
        log(24, {
          val_accuracy: measured((epoch) => about(0.8, epoch < 12 ? 0.02 : 0.002)(epoch), 200),
          lr: lowered,
        }),
        images([400, 400], [100, 100]),
      ),
    },
    {
      name: 'one image that changes sides at a low rate',
      facts: facts(
        log(24, {
          val_accuracy: measured(
            (epoch) => (epoch < 12 ? about(0.8, 0.02)(epoch) : 0.8 + (epoch % 2) / 120),
            120,
          ),
          lr: lowered,
        }),
        images([400, 400], [60, 60]),
      ),
    },
    {
      name: 'a smooth schedule that never gets low',
      facts: facts(
        log(30, { val_accuracy: about(0.85, 0.015), lr: (epoch) => 1e-3 * 0.95 ** epoch }),
        images([400, 400], [200, 200]),
      ),
    },
    {
      name: 'a steady accuracy',
      facts: facts(log(30, { val_accuracy: about(0.85, 0.004) }), images([400, 400], [200, 200])),
    },
    {
      name: 'jitter that 400 images explain',
      facts: facts(log(30, { val_accuracy: about(0.85, 0.015) }), images([400, 400], [200, 200])),
    },
    {
      name: 'a steep rise',
      facts: facts(log(30, { val_accuracy: towards(0.2, 0.9, 10) }), images([400, 400], [200, 200])),
    },
    { name: 'jitter of unknown size', facts: facts(log(30, { val_accuracy: about(0.85, 0.05) })) },
    {
      name: 'sixty images that give the same answers each time',
      facts: facts(log(30, { val_accuracy: about(0.8, 0.012) }), images([60, 60], [30, 30])),
    },
    { name: 'perfection', facts: facts(log(30, { val_accuracy: () => 1 }), images([60, 60], [30, 30])) },
    {
      name: 'too few epochs to say',
      facts: facts(log(8, { val_accuracy: about(0.8, 0.1) }), images([60, 60], [200, 200])),
    },
  ],
  sick: [
    {
      name: 'jitter that no lower rate calms: augmented validation',
      facts: facts(
        log(24, { val_accuracy: measured(about(0.65, 0.028), 120), lr: lowered }),
        images([400, 400], [60, 60]),
      ),
      findings: [{ at: 'training.log:25', says: 'at a learning rate of 0.00001, a 100th of the first' }],
      unfixed: symptom,
    },
    {
      name: 'three times what 400 images explain',
      facts: facts(log(30, { val_accuracy: about(0.85, 0.055) }), images([400, 400], [200, 200])),
      findings: [{ at: 'training.log:31', says: 'sampling 400 images explains at most ±1.' }],
      unfixed: symptom,
    },
    {
      name: 'only a part of the images evaluated each epoch',
      facts: facts(log(40, { val_accuracy: measured(about(0.8, 0.06), 32) }), images([400, 400], [400, 400])),
      findings: [{ at: 'training.log:41', says: 'only 32 of them seem to be evaluated' }],
      unfixed: symptom,
    },
    {
      name: 'a set that is too small to be steady',
      facts: facts(log(30, { val_accuracy: about(0.8, 0.05) }), images([60, 60], [30, 30])),
      findings: [{ at: 'training.log:31', says: 'with 60 images it cannot be steadier' }],
      unfixed: symptom,
    },
    {
      name: 'a small set, told from the accuracies alone',
      facts: facts(log(30, { val_accuracy: measured(about(0.8, 0.05), 48) })),
      findings: [{ at: 'training.log:31', says: 'with 48 images' }],
      unfixed: symptom,
    },
    {
      name: 'too much jitter for the size told from the accuracies',
      facts: facts(log(30, { val_accuracy: measured(about(0.7, 0.08), 977) })),
      findings: [{ at: 'training.log:31', says: 'sampling 977 images' }],
      unfixed: symptom,
    },
    {
      name: 'jitter about a rising curve',
      facts: facts(
        log(40, { val_accuracy: noisy(towards(0.3, 0.85, 8), 0.06, 4) }),
        images([400, 400], [500, 500]),
      ),
      findings: [{ at: 'training.log:41' }],
      unfixed: symptom,
    },
  ],
})
