import type { Recipe } from '../../src/train/recipe.ts'
import type { BatchNormMode } from '../../src/train/top/network.ts'

/** One training setup: the script that expresses it and the recipe that trains it are made of the same numbers. */
export interface Setup {
  optimizer: 'Adam' | 'SGD'
  learningRate: number
  batchSize: number
  epochs: number
  /** 0 for none. */
  dropout: number
  /** Units of a hidden layer before the classifier; null for none. */
  hidden: number | null
  augmented: { train: boolean; validation: boolean }
  /** Whether `preprocess_input` brings pixels to what the trunk wants; else they stay 0..255. */
  scaled: boolean
  /** `early` takes every improvement for a plateau. */
  schedule: 'right' | 'early' | 'none'
  /** `free` under the new head from the first step; `fine-tuned` after as many epochs of the head, at a hundredth of the rate. */
  trunk: 'frozen' | 'free' | 'fine-tuned'
  batchNorm: BatchNormMode
}

/** What the article teaches: a frozen trunk, dropout, Adam, augmentation of training, a schedule. */
export const sound: Setup = {
  optimizer: 'Adam',
  learningRate: 1e-3,
  batchSize: 32,
  epochs: 25,
  dropout: 0.3,
  hidden: null,
  augmented: { train: true, validation: false },
  scaled: true,
  schedule: 'right',
  trunk: 'frozen',
  batchNorm: 'inference',
}

/** Side of the square that images are resized to. */
export const inputSize = 150

/** The recipe of the probe's head; augmentation is the trainer's own. */
export const recipeOf = (setup: Setup): Recipe => ({
  optimizer: {
    name: setup.optimizer === 'Adam' ? 'adam' : 'sgd',
    learningRate: setup.learningRate,
    momentum: setup.optimizer === 'SGD' ? 0.9 : 0,
    weightDecay: 0,
  },
  batchSize: setup.batchSize,
  hidden:
    setup.hidden === null ? [] : [{ units: setup.hidden, activation: 'relu', dropout: 0, l1: 0, l2: 0 }],
  dropout: setup.dropout,
  l1: 0,
  l2: 0,
  epochs: setup.epochs,
  plateau:
    setup.schedule === 'none'
      ? null
      : {
          monitor: 'val_loss',
          mode: setup.schedule === 'early' ? 'max' : 'min',
          factor: setup.schedule === 'early' ? 0.1 : 0.2,
          patience: setup.schedule === 'early' ? 1 : 3,
          minDelta: 1e-4,
          cooldown: 0,
          minLearningRate: 0,
        },
  inputSize,
  origin: 'bench/diagnosis',
})

const augment = `augment = keras.Sequential([
    layers.RandomFlip('horizontal'),
    layers.RandomRotation(0.1),
    layers.RandomZoom(0.2),
    layers.RandomTranslation(0.1, 0.1),
])`

const schedules = {
  right: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', factor=0.2, patience=3)",
  early: "keras.callbacks.ReduceLROnPlateau(monitor='val_loss', mode='max', factor=0.1, patience=1)",
  none: null,
}

/** Of the second phase, in which the trunk learns. */
export const fineTuningRate = ({ learningRate }: Setup): number => learningRate / 100

/** The setup as a person would write it in Keras. */
export function scriptOf(setup: Setup, classes: number): string {
  const mapped = (name: string, change: string) => `${name} = ${name}.map(lambda x, y: (${change}, y))`
  const { augmented, scaled } = setup
  return `${[
    'from tensorflow import keras',
    'from tensorflow.keras import layers',
    'from tensorflow.keras.applications.inception_v3 import InceptionV3, preprocess_input',
    '',
    "train = keras.utils.image_dataset_from_directory('train', image_size=(150, 150), batch_size=" +
      `${setup.batchSize}, seed=7)`,
    "val = keras.utils.image_dataset_from_directory('val', image_size=(150, 150), batch_size=" +
      `${setup.batchSize}, shuffle=False)`,
    '',
    ...(augmented.train || augmented.validation ? [augment, ''] : []),
    ...(augmented.train ? [mapped('train', 'augment(x, training=True)')] : []),
    ...(augmented.validation ? [mapped('val', 'augment(x, training=True)')] : []),
    ...(scaled ? [mapped('train', 'preprocess_input(x)'), mapped('val', 'preprocess_input(x)')] : []),
    '',
    "base = InceptionV3(weights='imagenet', include_top=False, pooling='avg', input_shape=(150, 150, 3))",
    ...(setup.trunk === 'free' ? [] : ['base.trainable = False']),
    'inputs = keras.Input(shape=(150, 150, 3))',
    setup.batchNorm === 'training' ? 'x = base(inputs)' : 'x = base(inputs, training=False)',
    ...(setup.hidden === null ? [] : [`x = layers.Dense(${setup.hidden}, activation='relu')(x)`]),
    ...(setup.dropout === 0 ? [] : [`x = layers.Dropout(${setup.dropout})(x)`]),
    `outputs = layers.Dense(${classes}, activation='softmax')(x)`,
    'model = keras.Model(inputs, outputs)',
    '',
    ...fitOf(setup, setup.learningRate),
    ...(setup.trunk === 'fine-tuned'
      ? ['', 'base.trainable = True', ...fitOf(setup, fineTuningRate(setup))]
      : []),
  ].join('\n')}\n`
}

function fitOf({ optimizer, schedule, epochs }: Setup, learningRate: number): string[] {
  const momentum = optimizer === 'SGD' ? ', momentum=0.9' : ''
  const callbacks = [schedules[schedule], "keras.callbacks.CSVLogger('training.log')"]
  return [
    'model.compile(',
    `    optimizer=keras.optimizers.${optimizer}(learning_rate=${learningRate}${momentum}),`,
    "    loss='sparse_categorical_crossentropy',",
    "    metrics=['accuracy'],",
    ')',
    'model.fit(',
    `    train, validation_data=val, epochs=${epochs},`,
    `    callbacks=[${callbacks.filter((one) => one !== null).join(', ')}],`,
    ')',
  ]
}
