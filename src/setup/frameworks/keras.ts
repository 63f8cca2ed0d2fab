import { kerasLayers } from './keras-layers.ts'
import type { JsonValue, Row } from './table.ts'

const api = 'https://keras.io/api'

const optimizer = (name: string, defaultRate: number): Row => ({
  names: [`keras.optimizers.${name}`, `tensorflow.train.${name}Optimizer`, `tensorflow.optimizers.${name}`],
  parameters: ['learning_rate'],
  meaning: { kind: 'optimizer', optimizer: name.toLowerCase(), rate: ['learning_rate', 'lr'], defaultRate },
  docs: `${api}/optimizers/${name.toLowerCase()}/`,
})

type CallbackKind = Extract<Row['meaning'], { kind: 'callback' }>['callback']

const callback = (
  name: string,
  kind: CallbackKind,
  parameters: readonly string[] = [],
  defaults: Readonly<Record<string, JsonValue>> = {},
): Row => ({
  names: [`keras.callbacks.${name}`],
  parameters,
  meaning: { kind: 'callback', callback: kind, defaults },
  docs: `${api}/callbacks/`,
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

const fitParameters = [
  'x',
  'y',
  'batch_size',
  'epochs',
  'verbose',
  'callbacks',
  'validation_split',
  'validation_data',
  'shuffle',
  'class_weight',
  'sample_weight',
  'initial_epoch',
  'steps_per_epoch',
  'validation_steps',
]
const fitGeneratorParameters = [
  'generator',
  'steps_per_epoch',
  'epochs',
  'verbose',
  'callbacks',
  'validation_data',
  'validation_steps',
  'validation_freq',
  'class_weight',
]

const onModel = (name: string) => [`Model.${name}`, `Unknown.${name}`]

/** Keras: data loading, optimizers, callbacks, losses, models and their training. */
export const keras: readonly Row[] = [
  ...kerasLayers,
  {
    names: ['keras.preprocessing.image.ImageDataGenerator'],
    parameters: [
      'featurewise_center',
      'samplewise_center',
      'featurewise_std_normalization',
      'samplewise_std_normalization',
      'zca_whitening',
      'zca_epsilon',
      'rotation_range',
      'width_shift_range',
      'height_shift_range',
      'brightness_range',
      'shear_range',
      'zoom_range',
      'channel_shift_range',
      'fill_mode',
      'cval',
      'horizontal_flip',
      'vertical_flip',
      'rescale',
      'preprocessing_function',
      'data_format',
      'validation_split',
    ],
    meaning: { kind: 'augmenter' },
    docs: 'https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator',
  },
  {
    names: ['Augmenter.flow_from_directory'],
    parameters: [
      'directory',
      'target_size',
      'color_mode',
      'classes',
      'class_mode',
      'batch_size',
      'shuffle',
      'seed',
    ],
    meaning: { kind: 'flow', origin: 'directory' },
    docs: 'https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator#flow_from_directory',
  },
  {
    names: ['Augmenter.flow_from_dataframe'],
    parameters: ['dataframe', 'directory', 'x_col', 'y_col'],
    meaning: { kind: 'flow', origin: 'manifest' },
    docs: 'https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator#flow_from_dataframe',
  },
  {
    names: ['Augmenter.flow'],
    parameters: ['x', 'y', 'batch_size', 'shuffle', 'sample_weight', 'seed'],
    meaning: { kind: 'flow', origin: 'arrays' },
    docs: 'https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator#flow',
  },
  {
    names: ['Augmenter.fit'],
    parameters: ['x'],
    meaning: { kind: 'same', parameter: 'receiver' },
    docs: 'https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator#fit',
  },
  {
    names: ['keras.utils.image_dataset_from_directory'],
    parameters: [
      'directory',
      'labels',
      'label_mode',
      'class_names',
      'color_mode',
      'batch_size',
      'image_size',
      'shuffle',
      'seed',
      'validation_split',
      'subset',
    ],
    meaning: {
      kind: 'source',
      source: {
        origin: 'directory',
        parameter: 'directory',
        decodes: true,
        batch: { parameter: 'batch_size', default: 32 },
        size: { parameter: 'image_size', default: [256, 256] },
        shuffle: { parameter: 'shuffle', default: true, seed: 'seed' },
        split: { kind: 'keras-directory', fraction: 'validation_split', subset: 'subset' },
      },
    },
    docs: `${api}/data_loading/image/`,
  },
  {
    names: ['keras.utils.load_img', 'keras.preprocessing.image.load_img'],
    parameters: ['path'],
    meaning: { kind: 'tensor', effect: { does: 'decode' } },
    docs: `${api}/data_loading/image/`,
  },
  {
    names: ['keras.utils.img_to_array', 'keras.preprocessing.image.img_to_array'],
    parameters: ['img'],
    meaning: { kind: 'tensor', effect: { does: 'keep' } },
    docs: `${api}/data_loading/image/`,
  },
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
  ...losses.map(
    (name): Row => ({
      names: [`keras.losses.${name}`],
      parameters: ['from_logits'],
      meaning: { kind: 'loss' },
      docs: `${api}/losses/`,
    }),
  ),
  {
    names: ['keras.Model'],
    parameters: ['inputs', 'outputs', 'name'],
    meaning: { kind: 'model', how: 'functional' },
    docs: `${api}/models/model/`,
  },
  {
    names: ['keras.Sequential'],
    parameters: ['layers', 'name'],
    meaning: { kind: 'model', how: 'sequential' },
    docs: `${api}/models/sequential/`,
  },
  {
    names: ['Model.add'],
    parameters: ['layer'],
    meaning: { kind: 'add-layer' },
    docs: `${api}/models/sequential/`,
  },
  {
    names: ['keras.models.load_model'],
    parameters: ['filepath'],
    meaning: { kind: 'load-model' },
    docs: `${api}/models/model_saving_apis/`,
  },
  {
    names: ['Model.compile'],
    parameters: ['optimizer', 'loss', 'metrics', 'loss_weights'],
    meaning: { kind: 'compile' },
    docs: `${api}/models/model_training_apis/#compile-method`,
  },
  {
    names: onModel('fit'),
    parameters: fitParameters,
    meaning: { kind: 'fit' },
    docs: `${api}/models/model_training_apis/#fit-method`,
  },
  {
    names: onModel('fit_generator'),
    parameters: fitGeneratorParameters,
    meaning: { kind: 'fit' },
    docs: 'https://faroit.com/keras-docs/2.2.5/models/model/#fit_generator',
  },
  {
    names: [...onModel('evaluate'), ...onModel('evaluate_generator')],
    parameters: ['x', 'y'],
    meaning: { kind: 'evaluate', how: 'evaluate' },
    docs: `${api}/models/model_training_apis/#evaluate-method`,
  },
  {
    names: [...onModel('predict'), ...onModel('predict_generator')],
    parameters: ['x'],
    meaning: { kind: 'evaluate', how: 'predict' },
    docs: `${api}/models/model_training_apis/#predict-method`,
  },
]
