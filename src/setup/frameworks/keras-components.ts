import { callbackRows } from './callback.ts'
import type { Row } from './table.ts'

const api = 'https://keras.io/api'

const optimizer = (name: string, defaultRate: number): Row => ({
  names: [`keras.optimizers.${name}`, `tensorflow.train.${name}Optimizer`, `tensorflow.optimizers.${name}`],
  parameters: ['learning_rate'],
  meaning: { kind: 'optimizer', optimizer: name.toLowerCase(), rate: ['learning_rate', 'lr'], defaultRate },
  docs: `${api}/optimizers/${name.toLowerCase()}/`,
})

const callback = callbackRows('keras.callbacks', () => `${api}/callbacks/`)

/** The factors' defaults of Keras 2 and 3: https://keras.io/api/layers/regularizers/ */
const regularizer = (
  names: readonly string[],
  parameters: readonly string[],
  defaults: Readonly<Record<'l1' | 'l2', number | null>>,
): Row => ({
  names: names.map((name) => `keras.regularizers.${name}`),
  parameters,
  meaning: { kind: 'regularizer', defaults },
  docs: `${api}/layers/regularizers/`,
})

const losses = [
  'CategoricalCrossentropy',
  'SparseCategoricalCrossentropy',
  'BinaryCrossentropy',
  'CategoricalFocalCrossentropy',
  'BinaryFocalCrossentropy',
  'MeanSquaredError',
  'KLDivergence',
  'Hinge',
  'CategoricalHinge',
]

/** Optimizers, callbacks and losses, with the defaults that Keras 2 and 3 share. */
export const kerasComponents: readonly Row[] = [
  optimizer('Adam', 1e-3),
  optimizer('AdamW', 1e-3),
  optimizer('Adamax', 1e-3),
  optimizer('Nadam', 1e-3),
  optimizer('Adagrad', 1e-3),
  optimizer('Adadelta', 1e-3),
  optimizer('RMSprop', 1e-3),
  optimizer('SGD', 1e-2),
  optimizer('Ftrl', 1e-3),
  optimizer('Lion', 1e-3),
  callback(
    'ReduceLROnPlateau',
    'reduce-on-plateau',
    ['monitor', 'factor', 'patience', 'verbose', 'mode', 'min_delta', 'cooldown', 'min_lr'],
    {
      monitor: 'val_loss',
      factor: 0.1,
      patience: 10,
      mode: 'auto',
      min_delta: 1e-4,
      cooldown: 0,
      min_lr: 0,
    },
  ),
  callback(
    'EarlyStopping',
    'early-stopping',
    ['monitor', 'min_delta', 'patience', 'verbose', 'mode', 'baseline', 'restore_best_weights'],
    {
      monitor: 'val_loss',
      min_delta: 0,
      patience: 0,
      mode: 'auto',
    },
  ),
  callback(
    'ModelCheckpoint',
    'checkpoint',
    ['filepath', 'monitor', 'verbose', 'save_best_only', 'save_weights_only', 'mode'],
    {
      monitor: 'val_loss',
      mode: 'auto',
      save_best_only: false,
    },
  ),
  callback('LearningRateScheduler', 'schedule', ['schedule']),
  callback('CSVLogger', 'logger', ['filename']),
  callback('TensorBoard', 'logger', ['log_dir']),
  callback('BackupAndRestore', 'other'),
  callback('TerminateOnNaN', 'other'),
  callback('LambdaCallback', 'other'),
  regularizer(['l1', 'L1'], ['l1'], { l1: 0.01, l2: 0 }),
  regularizer(['l2', 'L2'], ['l2'], { l1: 0, l2: 0.01 }),
  regularizer(['L1L2'], ['l1', 'l2'], { l1: 0, l2: 0 }),
  // 0.01 each in Keras 2, 0 in Keras 3.
  regularizer(['l1_l2'], ['l1', 'l2'], { l1: null, l2: null }),
  ...losses.map(
    (name): Row => ({
      names: [`keras.losses.${name}`],
      parameters: ['from_logits'],
      meaning: { kind: 'loss' },
      docs: `${api}/losses/`,
    }),
  ),
]
