import type { Case } from '../cases.ts'
import { aliasedSubset, copiedBeforeSplit, openCv } from '../other-programs.ts'
import { program, sharedGenerator } from '../programs.ts'

const inception = 'keras.applications.inception_v3.preprocess_input'
const onTraining = `.map(lambda x, y: (${inception}(x), y))`

/** Faults of how images reach the network. */
export const inputFaults: readonly Case[] = [
  {
    kind: 'wrong range (0..1)',
    rule: 'preprocessing/wrong-range',
    program: program({ scale: 'layers.Rescaling(1 / 255)(inputs)' }),
  },
  { kind: 'not scaled', rule: 'preprocessing/wrong-range', program: program({ scale: 'inputs' }) },
  {
    kind: 'scaled twice',
    rule: 'preprocessing/double-scaling',
    program: program({ scale: `${inception}(layers.Rescaling(1 / 255)(inputs))` }),
  },
  {
    kind: 'validation scaled otherwise (0..1)',
    rule: 'preprocessing/train-validation-mismatch',
    program: program({
      scale: 'inputs',
      train: onTraining,
      validation: '.map(lambda x, y: (x / 255, y))',
    }),
  },
  {
    kind: 'validation not scaled',
    rule: 'preprocessing/train-validation-mismatch',
    program: program({ scale: 'inputs', train: onTraining }),
  },
  { kind: 'channel order', rule: 'preprocessing/channel-order', program: openCv },
  {
    kind: 'validation images of 96 pixels, training images of 150',
    rule: 'preprocessing/input-size',
    program: program({ validationSize: 96 }),
  },
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
  { kind: 'images of 96 pixels', rule: 'preprocessing/input-size', program: program({ size: 96 }) },
]
