import rule from '../../../rules/training/batch-size.ts'
import { datasetOf } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const photos = (count: number) =>
  datasetOf(Array.from({ length: count }, (_, index) => `train/${index % 2 ? 'cat' : 'dog'}/${index}.jpg`))

const model = (
  trainable: boolean,
  call = '',
  optimizer = 'Adam(1e-5)',
) => `base = tf.keras.applications.ResNet50(include_top=False, weights='imagenet', pooling='avg')
base.trainable = ${trainable ? 'True' : 'False'}
inputs = tf.keras.Input((224, 224, 3))
x = tf.keras.applications.resnet50.preprocess_input(inputs)
x = base(x${call})
model = tf.keras.Model(inputs, tf.keras.layers.Dense(2, activation='softmax')(x))
model.compile(tf.keras.optimizers.${optimizer}, 'sparse_categorical_crossentropy')
`
/** A script whose training set is read with these arguments, in line 2. */
const script = (
  given: string,
  made = model(false),
  fit = 'model.fit(train, validation_data=val, epochs=10)',
) => ({
  'train.py': `import tensorflow as tf
train = tf.keras.utils.image_dataset_from_directory('train', image_size=(224, 224)${given})
val = tf.keras.utils.image_dataset_from_directory('val', image_size=(224, 224))
${made}${fit}
`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'two images a batch while ResNet50 is fine-tuned in training mode',
      files: script(', batch_size=2', model(true)),
      findings: [
        {
          at: 'train.py:2',
          says: 'The batch normalisation of ResNet50 learns from batches of 2 images: it wants 16 or more',
        },
      ],
    },
    {
      name: "one image a batch under batch normalisation of one's own",
      files: {
        'train.py': `from keras.models import Sequential
from keras.layers import BatchNormalization, Conv2D, Dense, Flatten
from keras.preprocessing.image import ImageDataGenerator
train = ImageDataGenerator(rescale=1/255, horizontal_flip=True).flow_from_directory('train', batch_size=1)
val = ImageDataGenerator(rescale=1/255).flow_from_directory('val', batch_size=1)
model = Sequential([Conv2D(16, 3), BatchNormalization(), Flatten(), Dense(3, activation='softmax')])
model.compile('adam', 'categorical_crossentropy')
model.fit(train, validation_data=val, epochs=10)
`,
      },
      findings: [{ at: 'train.py:4', says: 'Batch normalisation learns from batches of 1 image' }],
    },
    {
      name: 'a constant of four, in tf.data',
      files: {
        'train.py': `import tensorflow as tf
BATCH = 4
train = tf.keras.utils.image_dataset_from_directory('train', batch_size=None).shuffle(1000).batch(BATCH)
val = tf.keras.utils.image_dataset_from_directory('val')
${model(true)}model.fit(train, validation_data=val, epochs=10)
`,
      },
      findings: [{ at: 'train.py:2', says: 'batches of 4 images' }],
    },
    {
      name: '256 images a batch on a set of 400',
      files: script(', batch_size=256', model(false, '', 'Adam(1e-3)')),
      dataset: photos(400),
      findings: [
        {
          at: 'train.py:2',
          says: 'Batches of 256 images leave 2 steps per epoch on 400 images: 32 would leave 13',
        },
      ],
    },
    {
      name: 'the whole set in one batch',
      files: script(', batch_size=512', model(false, '', 'Adam(1e-3)')),
      dataset: photos(90),
      findings: [{ at: 'train.py:2', says: 'leave 1 step per epoch on 90 images: 8 would leave 12' }],
    },
    {
      name: 'arrays with a batch size in fit',
      files: {
        'train.py': `import cv2, glob
import numpy as np
from tensorflow import keras
images = []
for path in glob.glob('train/*/*.jpg'):
    images.append(cv2.resize(cv2.imread(path), (64, 64)))
X = np.array(images) / 255.0
model = keras.Sequential([keras.layers.Conv2D(8, 3), keras.layers.Flatten(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(X, y, validation_split=0.2, epochs=30, batch_size=128)
`,
      },
      dataset: photos(300),
      findings: [{ at: 'train.py:10', says: 'leave 3 steps per epoch' }],
    },
    {
      name: 'batches of TensorFlow.js',
      files: {
        'train.js': `import * as tf from '@tensorflow/tfjs-node'
const model = tf.sequential({ layers: [
  tf.layers.conv2d({ inputShape: [64, 64, 3], filters: 8, kernelSize: 3 }),
  tf.layers.batchNormalization(),
  tf.layers.flatten(),
  tf.layers.dense({ units: 2, activation: 'softmax' }),
] })
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
await model.fitDataset(tf.data.generator(photos).batch(2), { epochs: 20, validationData: val })
`,
      },
      findings: [{ at: 'train.js:9', says: 'batches of 2 images' }],
    },
    {
      name: 'one image a step for a new head at the usual rate of Adam',
      files: script(', batch_size=1', model(false, '', 'Adam(1e-3)')),
      dataset: photos(240),
      findings: [
        { at: 'train.py:2', says: 'Every step follows one image at Adam(0.001), a rate for batches of 32' },
      ],
    },
    {
      name: 'one image a step for a new head at the usual rate of SGD',
      files: script(', batch_size=1', model(false, '', 'SGD(0.01, momentum=0.9)')),
      findings: [{ at: 'train.py:2', says: 'use 32 images, or a rate below 0.002' }],
    },
  ],
  healthy: [
    {
      name: 'one image a step at a rate for one image',
      files: script(', batch_size=1', model(false, '', 'Adam(2e-4)')),
    },
    {
      name: 'one image a step under a schedule that we do not see',
      files: script(
        ', batch_size=1',
        model(false, '', 'Adam(1e-3)'),
        'model.fit(train, validation_data=val, epochs=10, callbacks=[tf.keras.callbacks.LearningRateScheduler(warm)])',
      ),
    },
    { name: 'the default of 32', files: script(''), dataset: photos(400) },
    { name: 'the default of 32 on very few images', files: script(''), dataset: photos(60) },
    { name: 'two images a batch on a frozen trunk', files: script(', batch_size=2') },
    {
      name: 'two images a batch, batch norm in inference mode',
      files: script(', batch_size=2', model(true, ', training=False')),
    },
    {
      name: 'two images a batch without batch normalisation',
      files: {
        'train.py': `import tensorflow as tf
train = tf.keras.utils.image_dataset_from_directory('train', batch_size=2)
model = tf.keras.Sequential([tf.keras.layers.Conv2D(8, 3), tf.keras.layers.Flatten(), tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train, epochs=10, validation_data=tf.keras.utils.image_dataset_from_directory('val'))
`,
      },
    },
    { name: 'large batches on many images', files: script(', batch_size=256'), dataset: photos(3000) },
    { name: 'a size that is not known', files: script(', batch_size=BATCH'), dataset: photos(100) },
    { name: 'large batches of data that we do not see', files: script(', batch_size=512') },
    {
      name: 'a repeated stream',
      files: {
        'train.py': `import tensorflow as tf
train = tf.keras.utils.image_dataset_from_directory('train', batch_size=None).repeat().batch(128)
val = tf.keras.utils.image_dataset_from_directory('val')
${model(false)}model.fit(train, validation_data=val, epochs=10, steps_per_epoch=50)
`,
      },
      dataset: photos(300),
    },
  ],
})
