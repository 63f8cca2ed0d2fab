import rule from '../../../rules/preprocessing/train-validation-mismatch.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Generators in lines 4 and 5; `fit` from line 13 on. */
const generators = (train: string, val: string, more = '') => ({
  'train.py': `import tensorflow as tf
from tensorflow.keras.applications.inception_v3 import InceptionV3, preprocess_input
from tensorflow.keras.preprocessing.image import ImageDataGenerator
train_datagen = ImageDataGenerator(${train})
test_datagen = ImageDataGenerator(${val})
train = train_datagen.flow_from_directory('data/train', target_size=(299, 299))
val = test_datagen.flow_from_directory('data/val', target_size=(299, 299), shuffle=False)
base = InceptionV3(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = tf.keras.Sequential([base, tf.keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
model.fit(train, validation_data=val, epochs=8)
${more}`,
})

/** The two sides of one folder; \`train\` and \`val\` are lines 6 and 7. */
const datasets = (train: string, val: string) => ({
  'train.py': `import tensorflow as tf
from tensorflow.keras import layers
options = dict(validation_split=0.2, seed=1, image_size=(224, 224))
train_ds = tf.keras.utils.image_dataset_from_directory('photos', subset='training', **options)
val_ds = tf.keras.utils.image_dataset_from_directory('photos', subset='validation', **options)
train_ds = ${train}
val_ds = ${val}
model = tf.keras.Sequential([layers.Conv2D(16, 3), layers.Flatten(), layers.Dense(5)])
model.compile('adam', tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
})

const scaled = (name: string) => `${name}.map(lambda x, y: (x / 255.0, y))`

ruleTester(rule, {
  sick: [
    {
      name: 'a validation generator without rescale',
      files: generators('rescale=1/255, horizontal_flip=True', ''),
      findings: [
        { at: 'train.py:7, train.py:4', says: '0..255 (nothing scales them), the training images as 0..1' },
      ],
      unfixed: 'which of the two is right has to be looked at',
    },
    {
      name: 'two ways of scaling',
      files: generators('preprocessing_function=preprocess_input', 'rescale=1./255'),
      findings: [{ at: 'train.py:5, train.py:4', says: '0..1 (rescale)' }],
    },
    {
      name: 'a map on the training side alone',
      files: datasets(`${scaled('train_ds')}.cache().shuffle(1000)`, 'val_ds.cache()'),
      findings: [{ at: 'train.py:7, train.py:6' }],
      unfixed: 'which of the two is right has to be looked at',
    },
    {
      name: 'a map on the validation side alone',
      files: datasets('train_ds.prefetch(2)', scaled('val_ds')),
      findings: [{ at: 'train.py:7, train.py:6' }],
      unfixed: 'which of the two is right has to be looked at',
    },
    {
      name: 'the preprocess_input of two networks',
      files: generators(
        'preprocessing_function=preprocess_input',
        'preprocessing_function=tf.keras.applications.resnet50.preprocess_input',
      ),
      findings: [{ at: 'train.py:5, train.py:4', says: 'preprocess_input' }],
    },
    {
      name: 'a test set that is evaluated unscaled',
      files: generators(
        'preprocessing_function=preprocess_input, zoom_range=0.2',
        'preprocessing_function=preprocess_input',
        `test = ImageDataGenerator().flow_from_directory('data/test', target_size=(299, 299), shuffle=False)
print(model.evaluate(test))
`,
      ),
      findings: [{ at: 'train.py:13, train.py:4', says: 'The test images' }],
      unfixed: 'which of the two is right has to be looked at',
    },
    {
      name: 'learned statistics on the training side alone',
      files: generators('featurewise_center=True, featurewise_std_normalization=True', 'rescale=1/255'),
      findings: [
        { at: 'train.py:5, train.py:4', says: 'normalised by learned statistics (featurewise_center)' },
      ],
      unfixed: 'the statistics have to be learned first',
    },
  ],
  healthy: [
    {
      name: 'the same rescale, one augmented',
      files: generators('rescale=1/255, zoom_range=0.2', 'rescale=1./255'),
    },
    { name: 'no scaling on either side', files: generators('horizontal_flip=True', '') },
    { name: 'one function over both', files: datasets(scaled('train_ds'), scaled('val_ds')) },
    {
      name: 'the same range, written in two ways',
      files: datasets(
        'train_ds.map(lambda x, y: (x / 127.5 - 1, y))',
        'val_ds.map(lambda x, y: ((x / 255.0 - 0.5) * 2, y))',
      ),
    },
    {
      name: 'a side that is not followed',
      files: datasets('prepare(train_ds)', 'val_ds.map(load_more)'),
    },
    {
      name: 'validation arrays whose values are not known',
      files: {
        'train.py': `import numpy as np
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator
x_val, y_val = np.load('x_val.npy'), np.load('y_val.npy')
train = ImageDataGenerator(rescale=1/255).flow_from_directory('train')
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train, validation_data=(x_val, y_val), epochs=3)
`,
      },
    },
    {
      name: '1/256 beside 1/255',
      files: generators('rescale=1/256', 'rescale=1/255'),
    },
    {
      name: 'scaling inside the model',
      files: {
        'train.py': `import tensorflow as tf
train = tf.keras.utils.image_dataset_from_directory('train')
val = tf.keras.utils.image_dataset_from_directory('val')
model = tf.keras.Sequential([tf.keras.layers.Rescaling(1/255), tf.keras.layers.Flatten(), tf.keras.layers.Dense(3)])
model.compile('adam', 'mse')
model.fit(train, validation_data=val, epochs=3)
`,
      },
    },
    {
      name: 'learned statistics on both sides',
      files: generators('featurewise_center=True, zoom_range=0.2', 'featurewise_center=True'),
    },
    {
      name: 'learned statistics beside a side that is not followed',
      files: generators('featurewise_center=True', 'preprocessing_function=prepare'),
    },
  ],
})
