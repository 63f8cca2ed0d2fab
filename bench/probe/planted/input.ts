import type { Case } from '../cases.ts'
import { aliasedSubset, copiedBeforeSplit, openCv } from '../other-programs.ts'
import { sharedGenerator } from '../programs.ts'
import { fault } from './fault.ts'

const inception = 'keras.applications.inception_v3.preprocess_input'
const onTraining = `.map(lambda x, y: (${inception}(x), y))`

/** Faults of how images reach the network. */
export const inputFaults: readonly Case[] = [
  fault('wrong range (0..1)', 'preprocessing/wrong-range', { scale: 'layers.Rescaling(1 / 255)(inputs)' }),
  fault('not scaled', 'preprocessing/wrong-range', { scale: 'inputs' }),
  fault('scaled twice', 'preprocessing/double-scaling', {
    scale: `${inception}(layers.Rescaling(1 / 255)(inputs))`,
  }),
  fault('validation scaled otherwise (0..1)', 'preprocessing/train-validation-mismatch', {
    scale: 'inputs',
    train: onTraining,
    validation: '.map(lambda x, y: (x / 255, y))',
  }),
  fault('validation not scaled', 'preprocessing/train-validation-mismatch', {
    scale: 'inputs',
    train: onTraining,
  }),
  { kind: 'channel order', rule: 'preprocessing/channel-order', program: openCv },
  fault('validation images of 96 pixels, training images of 150', 'preprocessing/input-size', {
    validationSize: 96,
  }),
  {
    kind: 'copies before the split',
    rule: 'leakage/split-after-augmentation',
    plant: (sandbox) => sandbox.flatten(),
    program: copiedBeforeSplit,
  },
  {
    kind: 'augmented validation',
    rule: 'augmentation/in-validation',
    program: sharedGenerator(
      'rotation_range=40, zoom_range=0.3, brightness_range=(0.4, 1.6), horizontal_flip=True',
    ),
  },
  {
    kind: 'aliased subset',
    rule: 'augmentation/subset-alias',
    plant: (sandbox) => sandbox.flatten(),
    program: aliasedSubset,
  },
  { kind: 'no augmentation', rule: 'augmentation/missing' },
  fault('images of 96 pixels', 'preprocessing/input-size', { size: 96 }),
]
