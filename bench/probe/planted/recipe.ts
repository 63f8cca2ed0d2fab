import type { Case } from '../cases.ts'
import { program } from '../programs.ts'

/** Faults of how a head is trained. */
export const recipeFaults: readonly Case[] = [
  {
    kind: 'rate far too high',
    rule: 'training/learning-rate',
    program: program({ optimizer: 'keras.optimizers.Adam(0.1)' }),
  },
  {
    kind: 'rate far too high, SGD',
    rule: 'training/learning-rate',
    program: program({ optimizer: 'keras.optimizers.SGD(1.0)' }),
  },
  {
    kind: 'rate far too high, RMSprop',
    rule: 'training/learning-rate',
    program: program({ optimizer: 'keras.optimizers.RMSprop(0.1)' }),
  },
  {
    kind: 'rate far too low',
    rule: 'training/learning-rate',
    program: program({ optimizer: 'keras.optimizers.Adam(1e-6)' }),
  },
  {
    kind: 'rate far too low, SGD',
    rule: 'training/learning-rate',
    program: program({ optimizer: 'keras.optimizers.SGD(1e-5)' }),
  },
  { kind: 'whole set in a batch', rule: 'training/batch-size', program: program({ batch: '360' }) },
  {
    kind: 'one image in a step',
    rule: 'training/batch-size',
    program: program({ batch: '1' }),
  },
  {
    kind: 'schedule that fires at once',
    rule: 'training/plateau-schedule',
    program: program({
      callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', mode='max', patience=1)",
    }),
  },
  {
    kind: 'schedule that takes a rising accuracy for a plateau',
    rule: 'training/plateau-schedule',
    program: program({
      callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_accuracy', mode='min', patience=1)",
    }),
  },
  {
    kind: 'schedule that raises the rate',
    rule: 'training/plateau-schedule',
    program: program({
      callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', factor=5, patience=1)",
    }),
  },
  {
    kind: 'optimizer far too slow',
    rule: 'training/optimizer',
    program: program({ optimizer: "'adadelta'" }),
  },
  {
    kind: 'optimizer too slow, Adagrad',
    rule: 'training/optimizer',
    program: program({ optimizer: "'adagrad'" }),
  },
]
