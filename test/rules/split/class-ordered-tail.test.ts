import rule from '../../../rules/split/class-ordered-tail.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const script = (first: string, second: string) => ({
  'train.py': `import tensorflow as tf
load = tf.keras.utils.image_dataset_from_directory
train = load('data', ${first})
val = load('data', ${second})
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train, validation_data=val)
`,
})
const both = (rest: string) =>
  script(
    `validation_split=0.2, subset='training', ${rest}`,
    `validation_split=0.2, subset='validation', ${rest}`,
  )

const arrays = (shuffle: string) => ({
  'train.py': `import os
import cv2
import numpy as np
import tensorflow as tf
images, labels = [], []
for number, name in enumerate(['cat', 'dog', 'hen']):
    for file in os.listdir(os.path.join('photos', name)):
        images.append(cv2.imread(os.path.join('photos', name, file)))
        labels.append(number)
${shuffle}
x, y = np.array(images) / 255.0, np.array(labels)
model = tf.keras.Sequential([tf.keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, validation_split=0.2, epochs=10)
`,
})

ruleTester(rule, {
  healthy: [
    {
      name: 'take and skip of a folder that is shuffled once',
      files: {
        'train.py': `import tensorflow as tf
whole = tf.keras.utils.image_dataset_from_directory('data', shuffle=False)
whole = whole.shuffle(1000, seed=1, reshuffle_each_iteration=False)
train, val = whole.take(80), whole.skip(80)
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train, validation_data=val)
`,
      },
    },
    {
      name: 'arrays of lists that were shuffled',
      files: arrays(`pairs = list(zip(images, labels))
np.random.default_rng(1).shuffle(pairs)
images, labels = zip(*pairs)`),
    },
    {
      name: 'arrays that were put into another order',
      files: arrays(`order = np.random.RandomState(1).permutation(len(images))
images, labels = np.array(images)[order], np.array(labels)[order]`),
    },
    {
      name: 'arrays read from one list of files',
      files: {
        'train.py': `import glob, cv2, numpy as np, tensorflow as tf
x = np.array([cv2.imread(path) for path in glob.glob('photos/*.jpg')])
model = tf.keras.Sequential([tf.keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, np.load('y.npy'), validation_split=0.2, epochs=10)
`,
      },
    },
    { name: 'shuffling with a seed', files: both('seed=1') },
    { name: 'shuffle=True', files: both('shuffle=True, seed=1') },
    { name: 'a shuffle setting that is not known', files: both('shuffle=options.shuffle, seed=1') },
    { name: 'no split', files: script('shuffle=True', 'shuffle=False') },
    { name: 'labels from elsewhere', files: both('shuffle=False, labels=labels') },
    { name: 'no labels', files: both('shuffle=False, labels=None') },
    { name: 'one class', files: both("shuffle=False, class_names=['cat']") },
    {
      name: 'ImageDataGenerator, which cuts each class',
      files: {
        'train.py': `from tensorflow.keras.preprocessing.image import ImageDataGenerator
datagen = ImageDataGenerator(validation_split=0.2)
train = datagen.flow_from_directory('data', subset='training', shuffle=False)
val = datagen.flow_from_directory('data', subset='validation', shuffle=False)
`,
      },
    },
  ],
  sick: [
    {
      name: 'take and skip of a folder that is read unshuffled',
      files: {
        'train.py': `import tensorflow as tf
whole = tf.keras.utils.image_dataset_from_directory('data', shuffle=False)
train, val = whole.take(80).shuffle(100), whole.skip(80)
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train, validation_data=val)
`,
      },
      findings: [{ at: 'train.py:3', says: 'the last classes only' }],
      unfixed: 'which shuffle is wanted is left to the person',
    },
    {
      name: 'validation from the head of a folder that is read unshuffled',
      files: {
        'train.py': `import tensorflow as tf
whole = tf.keras.utils.image_dataset_from_directory('data', shuffle=False)
val = whole.take(20)
train = whole.skip(20).shuffle(100)
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train, validation_data=val)
`,
      },
      findings: [{ at: 'train.py:3', says: 'the first classes only' }],
      unfixed: 'which shuffle is wanted is left to the person',
    },
    {
      name: 'validation_split of arrays that were read folder after folder',
      files: arrays(''),
      findings: [{ at: 'train.py:14', says: 'the last classes only' }],
      unfixed: 'images and labels have to be shuffled together',
    },
    {
      name: 'shuffle=False on both sides',
      files: both('shuffle=False'),
      findings: [{ at: 'train.py:3, train.py:4', says: 'the last classes only' }],
    },
    {
      name: 'shuffle=False with a seed, which is not used',
      files: both('shuffle=False, seed=3, batch_size=8'),
      findings: [{ at: 'train.py:3, train.py:4' }],
    },
    {
      name: 'named classes',
      files: both("class_names=['cat', 'dog'], shuffle=False"),
      findings: [{ at: 'train.py:3, train.py:4' }],
    },
    {
      name: 'both subsets at once',
      files: {
        'train.py': `import keras
train, val = keras.utils.image_dataset_from_directory(
    'data',
    validation_split=0.3,
    subset='both',
    shuffle=False,
)
`,
      },
      findings: [{ at: 'train.py:6' }],
    },
    {
      name: 'the setting in a variable',
      files: {
        'train.py': `import keras
MIX = False
train, val = keras.utils.image_dataset_from_directory('data', validation_split=0.3, subset='both', shuffle=MIX)
`,
      },
      findings: [{ at: 'train.py:2' }],
      unfixed: 'what else the variable decides is not known',
    },
    {
      name: 'options that are spread',
      files: {
        'train.py': `import keras
options = dict(validation_split=0.3, shuffle=False, seed=5)
train = keras.utils.image_dataset_from_directory('data', subset='training', **options)
val = keras.utils.image_dataset_from_directory('data', subset='validation', **options)
`,
      },
      findings: [{ at: 'train.py:2' }],
    },
  ],
})
