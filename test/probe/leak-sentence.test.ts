import { expect, test } from 'vitest'
import { describeLeakTrial } from '../../src/probe/trials/sentence.ts'

type Numbers = Parameters<typeof describeLeakTrial>[0]

/** On 45 of 216 images 62.9 % instead of 89.8 %: 5.6 points of all. */
const leak: Numbers = {
  verdict: 'confirmed',
  noun: 'leaked',
  treatment: { removed: new Set(['a.jpg', 'b.jpg']), relabelled: new Map() },
  split: 'validation',
  baseline: 0.635,
  fixed: 0.584,
  placebo: 0.63,
  effect: -0.056,
  interval: [-0.084, -0.03],
  accuracies: [0.635, 0.584],
  concerned: { images: 45, of: 216, fixed: 0.629, over: 'placebo', reference: 0.898 },
  heldOut: 0,
  enough: 400,
}
const opening =
  'Removing the 2 leaked images lowers validation accuracy from 63.5 to 58.4 %. On the 45 of 216 images'

test.each<[string, Partial<Numbers>, string]>([
  [
    'confirmed',
    {},
    `${opening} that they give away it is 62.9 % instead of 89.8 % with as many others removed (placebo): 5.6 points of the whole were leakage (95 % interval 3.0 to 8.4)`,
  ],
  [
    'inconclusive, told over the baseline',
    {
      verdict: 'inconclusive',
      effect: -0.001,
      interval: [-0.02, 0.018],
      concerned: { images: 45, of: 216, fixed: 0.629, over: 'baseline', reference: 0.634 },
    },
    `${opening.replace('lowers', 'moves')} that they give away it is 62.9 % instead of 63.4 % before: 0.1 points of the whole, which cannot be told from chance (95 % interval -1.8 to 2.0); about 400 validation images would decide`,
  ],
  [
    'told from chance, but too little',
    {
      verdict: 'inconclusive',
      effect: -0.002,
      interval: [-0.003, -0.001],
      concerned: { images: 45, of: 216, fixed: 0.629, over: 'placebo', reference: 0.639 },
    },
    `${opening.replace('lowers', 'moves')} that they give away it is 62.9 % instead of 63.9 % with as many others removed (placebo): 0.2 points of the whole, which is too little to matter (95 % interval 0.1 to 0.3); about 400 validation images would decide`,
  ],
  [
    'refuted',
    {
      verdict: 'refuted',
      fixed: 0.66,
      effect: 0.02,
      interval: [0.01, 0.03],
      concerned: { images: 45, of: 216, fixed: 0.726, over: 'placebo', reference: 0.63 },
    },
    'Removing the 2 leaked images raises validation accuracy from 63.5 to 66.0 %. On the 45 of 216 images that they give away it is 72.6 % instead of 63.0 % with as many others removed (placebo), which is not what the fix promises: 2.0 points of the whole are gained (95 % interval 1.0 to 3.0)',
  ],
])('%s', (_name, change, sentence) => {
  expect(describeLeakTrial({ ...leak, ...change })).toBe(sentence)
})
