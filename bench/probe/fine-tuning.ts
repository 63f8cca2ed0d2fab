import { about } from './about.ts'
import type { Case } from './cases.ts'

const opening = (call: string) => `import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
train = keras.utils.image_dataset_from_directory('data/train', image_size=(150, 150), batch_size=16)
val = keras.utils.image_dataset_from_directory('data/val', image_size=(150, 150))
base = keras.applications.InceptionV3(include_top=False, weights='imagenet', input_shape=(150, 150, 3))
inputs = keras.Input((150, 150, 3))
x = keras.applications.inception_v3.preprocess_input(inputs)
x = base(x${call})
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(8, activation='softmax')(x)
model = keras.Model(inputs, outputs)
`
const trained = (rate: string) =>
  `model.compile(optimizer=keras.optimizers.Adam(${rate}), loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(train, validation_data=val, epochs=10)
`
const asleep = ', training=False'
/** The head first, then the whole trunk. */
const twoPhases = (rate: string, call = asleep) =>
  `${opening(call)}base.trainable = False\n${trained('1e-3')}base.trainable = True\n${trained(rate)}`
/** The whole trunk under a new head from the first step. */
export const allAtOnce = (rate: string, call = '') => `${opening(call)}${trained(rate)}`

/** Faults of how a trunk is fine-tuned. */
export const fineTuningFaults: readonly Case[] = [
  {
    kind: 'Adam(1e-3) after unfreezing',
    rule: 'fine-tuning/learning-rate',
    program: twoPhases('1e-3'),
  },
  {
    kind: 'Adam(1e-2) after unfreezing',
    rule: 'fine-tuning/learning-rate',
    program: twoPhases('1e-2'),
  },
  {
    kind: 'batch norm awake at Adam(1e-4)',
    rule: 'fine-tuning/batch-norm',
    program: twoPhases('1e-4', ''),
  },
  {
    kind: 'all unfrozen under a new head, Adam(1e-3)',
    rule: 'fine-tuning/unfrozen-under-new-head',
    program: allAtOnce('1e-3'),
  },
]

const rate = (kind: string, given: string, wanted: number): Case => ({
  kind,
  rule: 'fine-tuning/learning-rate',
  program: twoPhases(given),
  invent: about('fine-tuning/learning-rate', { wanted }),
})

/** Right programs that are called faulty. */
export const fineTuningNulls: readonly Case[] = [
  rate('fine-tuning at Adam(1e-5), advice 1e-6', '1e-5', 1e-6),
  rate('fine-tuning at Adam(1e-4), advice 9e-5', '1e-4', 9e-5),
  {
    kind: 'batch norm in inference mode already',
    rule: 'fine-tuning/batch-norm',
    program: twoPhases('1e-4'),
    invent: about('fine-tuning/batch-norm', {}),
  },
  {
    kind: 'all at once at Adam(1e-4), batch norm in inference mode',
    rule: 'fine-tuning/unfrozen-under-new-head',
    program: allAtOnce('1e-4', asleep),
    invent: about('fine-tuning/unfrozen-under-new-head', {}),
  },
]

export const fineTuningHarms: readonly Case[] = [rate('fine-tuning at Adam(1e-4), advice 1e-2', '1e-4', 1e-2)]
