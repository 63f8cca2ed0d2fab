import type { Trial } from '../../../src/model/trial.ts'

const method = {
  samples: 208,
  backend: 'onnxruntime-node trunk, tfjs-wasm head',
  weights: 'InceptionV3, nsfwjs 4.2.1 (quantised)',
}

/** The leak: the reported accuracy falls once the copies are gone, far more than with random removals. */
export const leakTrial: Trial = {
  ...method,
  verdict: 'confirmed',
  reason:
    'Removing the 9 leaked images lowers validation accuracy from 91.2 to 83.6 %. On the 20 of 208 images that they give away it is 21.0 % instead of 97.0 % with as many others removed (placebo): 7.3 points of the whole were leakage (95 % interval 4.5 to 10.1)',
  metric: 'validationAccuracy',
  expect: 'drop',
  baseline: 0.912,
  fixed: 0.836,
  placebo: 0.9085,
  effect: -0.0731,
  interval: [-0.1012, -0.0448],
  arms: [
    {
      name: 'baseline',
      values: [0.9135, 0.9087, 0.9183, 0.9038, 0.9157],
      interval: [0.871, 0.947],
      curve: [0.92, 0.51, 0.36, 0.3],
    },
    {
      name: 'fixed',
      values: [0.8413, 0.8269, 0.851, 0.8221, 0.8387],
      interval: [0.785, 0.883],
      curve: [1.1, 0.74, 0.6, 0.55],
    },
    {
      name: 'placebo',
      values: [0.9087, 0.9038, 0.9135, 0.899, 0.9175],
      interval: [0.868, 0.945],
      curve: [0.94, 0.53, 0.4, 0.33],
    },
  ],
  seeds: 5,
  durationMs: 31_420,
}

export const augmentationTrial: Trial = {
  ...method,
  verdict: 'confirmed',
  reason:
    'Repeated evaluations of one model differ from the clean one by 4.3 points on average; without the random transforms they agree (95 % interval 3.4 to 5.2)',
  metric: 'evaluationError',
  expect: 'drop',
  baseline: 0.0431,
  fixed: 0,
  effect: -0.0431,
  interval: [-0.0522, -0.0337],
  arms: [
    { name: 'baseline', values: [0.0481, 0.0385, 0.0433, 0.0409, 0.0447] },
    { name: 'fixed', values: [0, 0, 0, 0, 0] },
  ],
  seeds: 5,
  durationMs: 12_080,
}

export const labelTrial: Trial = {
  ...method,
  verdict: 'inconclusive',
  reason:
    'Relabelling the 6 wrongly labelled images moves validation accuracy from 83.6 to 84.5 %: 0.8 points cannot be told from chance (95 % interval -0.9 to 2.6; placebo 0.1); about 620 validation images would decide',
  metric: 'validationAccuracy',
  expect: 'rise',
  baseline: 0.836,
  fixed: 0.8452,
  placebo: 0.8371,
  effect: 0.0081,
  interval: [-0.0094, 0.0263],
  arms: [
    { name: 'baseline', values: [0.8413, 0.8269, 0.851, 0.8221, 0.8387] },
    { name: 'fixed', values: [0.8462, 0.8317, 0.8558, 0.8413, 0.851] },
    { name: 'placebo', values: [0.8413, 0.8269, 0.8462, 0.8269, 0.8442] },
  ],
  seeds: 5,
  durationMs: 29_900,
}

export const scheduleTrial: Trial = {
  ...method,
  verdict: 'refuted',
  reason:
    'With the schedule validation loss rises from 0.512 to 0.547, which is not what the fix promises (95 % interval 0.012 to 0.058)',
  metric: 'validationLoss',
  expect: 'drop',
  baseline: 0.512,
  fixed: 0.547,
  effect: 0.035,
  interval: [0.0121, 0.0583],
  arms: [
    { name: 'baseline', values: [0.503, 0.521, 0.512] },
    { name: 'fixed', values: [0.541, 0.56, 0.54] },
  ],
  seeds: 3,
  durationMs: 8_300,
}

export const notRunTrial: Trial = {
  ...method,
  verdict: 'not-run',
  reason: 'the time of the quick probe (90 s) was used up; run with --probe full',
  metric: 'validationAccuracy',
  expect: 'rise',
  seeds: 0,
  samples: 0,
  durationMs: 0,
}
