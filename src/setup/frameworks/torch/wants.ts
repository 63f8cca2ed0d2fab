import type { Wanted } from '../effects.ts'

/** 0..1, then ImageNet's mean and standard deviation (https://pytorch.org/vision/stable/models.html). */
export const imagenet: Wanted = { range: [-2.118, 2.64], channels: 'rgb', inside: false }

/** 0..1, then mean and standard deviation of 0.5. */
export const signed: Wanted = { range: [-1, 1], channels: 'rgb', inside: false }
