import type { Case } from '../cases.ts'
import { fault } from './fault.ts'

/** So few of each class are learned by heart at once. */
const FEW = 10

/** A hidden layer that nothing regularises, for so many epochs that it knows every photo. */
const free = (units: number): Case =>
  fault(`nothing regularises ${units} hidden units`, 'training/no-regularisation', {
    head: `x = layers.Dense(${units}, activation='relu')(x)`,
    callbacks: '',
    epochs: 60,
  })

/** Faults of how a head is trained. */
export const recipeFaults: readonly Case[] = [
  fault('rate far too high', 'training/learning-rate', { optimizer: 'keras.optimizers.Adam(0.1)' }),
  fault('rate far too high, SGD', 'training/learning-rate', { optimizer: 'keras.optimizers.SGD(1.0)' }),
  fault('rate far too high, RMSprop', 'training/learning-rate', {
    optimizer: 'keras.optimizers.RMSprop(0.1)',
  }),
  fault('rate far too low', 'training/learning-rate', { optimizer: 'keras.optimizers.Adam(1e-6)' }),
  fault('rate far too low, SGD', 'training/learning-rate', { optimizer: 'keras.optimizers.SGD(1e-5)' }),
  fault('whole set in a batch', 'training/batch-size', { batch: '360' }),
  fault('one image in a step', 'training/batch-size', { batch: '1' }),
  fault('schedule that fires at once', 'training/plateau-schedule', {
    callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', mode='max', patience=1)",
  }),
  fault('schedule that takes a rising accuracy for a plateau', 'training/plateau-schedule', {
    callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_accuracy', mode='min', patience=1)",
  }),
  fault('schedule that raises the rate', 'training/plateau-schedule', {
    callbacks: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', factor=5, patience=1)",
  }),
  fault('optimizer far too slow', 'training/optimizer', { optimizer: "'adadelta'" }),
  fault('optimizer too slow, Adagrad', 'training/optimizer', { optimizer: "'adagrad'" }),
  free(512),
  {
    ...free(1024),
    kind: `nothing regularises 1024 hidden units, ${FEW} photos of a class`,
    async plant(sandbox, random) {
      const training = sandbox.shuffled('train', random)
      for (const photo of training.slice(FEW * sandbox.classes.length)) await sandbox.take(photo)
    },
  },
]
