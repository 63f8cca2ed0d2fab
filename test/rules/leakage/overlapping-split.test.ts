import rule from '../../../rules/leakage/overlapping-split.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const keras = `import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator
load = tf.keras.utils.image_dataset_from_directory
`
const fit = 'model.fit(train, validation_data=val, epochs=5)\n'
const script = (body: string) => ({ 'train.py': `${keras}${body}${fit}` })
const byHand = 'which images belong to which side is for the person to say'

ruleTester(rule, {
  sick: [
    {
      name: 'the training arrays given as validation',
      files: {
        'train.py': `import numpy as np
from tensorflow import keras
x_train, y_train = np.load('x.npy'), np.load('y.npy')
x_train = keras.applications.inception_v3.preprocess_input(x_train)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x_train, y_train, epochs=9, validation_data=(x_train, y_train))
`,
      },
      findings: [{ at: 'train.py:7, train.py:4', says: 'both are x_train' }],
      unfixed: 'other images have to be found',
    },
    {
      name: 'TensorFlow.js: take and skip behind a shuffle',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs'
export async function train(samples: tf.TensorContainer[], model: tf.LayersModel) {
  const all = tf.data.array(samples).shuffle(1000)
  const validationData = all.take(200).batch(32)
  await model.fitDataset(all.skip(200).batch(32), { epochs: 10, validationData })
}
`,
      },
      findings: [{ at: 'train.ts:4, train.ts:5, train.ts:3', says: 'drawn anew in each epoch' }],
    },
    {
      name: 'two seeds for one folder that is given at the prompt',
      files: {
        'train.py': `${keras}import argparse
parser = argparse.ArgumentParser()
parser.add_argument('folder')

def both(folder):
    train = load(folder, validation_split=0.2, subset='training', seed=1)
    val = load(folder, validation_split=0.2, subset='validation', seed=2)
    return train, val

train, val = both(parser.parse_args().folder)
${fit}`,
      },
      findings: [{ at: 'train.py:10, train.py:9', says: 'the seeds 1 and 2' }],
    },
    {
      name: 'two seeds',
      files: script(`train = load('d', validation_split=0.2, subset='training', seed=1)
val = load('d', validation_split=0.2, subset='validation', seed=2)
`),
      findings: [{ at: 'train.py:5, train.py:4', says: 'the seeds 1 and 2' }],
    },
    {
      name: 'one side that is not shuffled',
      files: script(`train = load('d', validation_split=0.2, subset='training', seed=1)
val = load('d', validation_split=0.2, subset='validation', seed=1, shuffle=False)
`),
      findings: [{ at: 'train.py:5, train.py:4', says: 'only one side is shuffled' }],
      unfixed: byHand,
    },
    {
      name: 'the training subset on both sides',
      files: script(`gen = ImageDataGenerator(rescale=1/255, validation_split=0.2)
train = gen.flow_from_directory('d', subset='training')
val = gen.flow_from_directory('d', subset='training', shuffle=False)
`),
      findings: [{ at: 'train.py:6, train.py:5', says: 'both take the training subset' }],
      unfixed: byHand,
    },
    {
      name: 'a larger share for validation',
      files:
        script(`train = ImageDataGenerator(zoom_range=.1, validation_split=0.1).flow_from_directory('d', subset='training')
val = ImageDataGenerator(validation_split=0.3).flow_from_directory('d', subset='validation')
`),
      findings: [{ at: 'train.py:5, train.py:4', says: 'validation_split is larger' }],
      unfixed: byHand,
    },
    {
      name: 'the training data itself',
      files: { 'train.py': `${keras}train = load('d')\nmodel.fit(train, validation_data=train, epochs=5)\n` },
      findings: [{ at: 'train.py:4, train.py:4', says: 'both are train' }],
      unfixed: byHand,
    },
    {
      name: 'one folder for both',
      files: script(`DATA = 'images'
train = load(DATA, image_size=(224, 224))
val = load(DATA, image_size=(224, 224), shuffle=False)
`),
      findings: [{ at: 'train.py:6, train.py:5', says: 'both read all of images' }],
      unfixed: byHand,
    },
    {
      name: 'take and skip behind a shuffle',
      files: script(`ds = tf.data.Dataset.from_tensor_slices((paths, labels)).shuffle(1000, seed=3)
val = ds.take(200).batch(32)
train = ds.skip(200).batch(32)
`),
      findings: [{ at: 'train.py:5, train.py:6, train.py:4', says: 'drawn anew in each epoch' }],
    },
  ],
  healthy: [
    {
      name: 'a name that is given other arrays between the two',
      files: {
        'train.py': `import numpy as np
from tensorflow import keras
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
x, y = np.load('val_x.npy'), np.load('val_y.npy')
held_out = (x, y)
x, y = np.load('x.npy'), np.load('y.npy')
model.fit(x, y, epochs=9, validation_data=held_out)
`,
      },
    },
    {
      name: 'the halves of split_dataset',
      files: {
        'train.py': `import keras
from keras import layers
everything = keras.utils.image_dataset_from_directory('photos', image_size=(96, 96), batch_size=None)
train, rest = keras.utils.split_dataset(everything, left_size=0.7)
valid, test = keras.utils.split_dataset(rest, left_size=0.5)
augment = keras.Sequential([layers.RandomFlip('horizontal')])
train, valid = train.batch(32), valid.batch(32)
model = keras.Sequential([layers.Rescaling(1 / 255), layers.Conv2D(8, 3), layers.GlobalAveragePooling2D(), layers.Dropout(0.3), layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, validation_data=valid, epochs=9)
`,
      },
    },
    {
      name: 'one function over two folders that are not known',
      files: {
        'train.py': `${keras}import sys
def read(folder):
    return load(sys.argv[1] + folder)
train = read('/train')
val = read('/val')
${fit}`,
      },
    },
    {
      name: 'one seed, also as a constant, and subset both',
      files: {
        'a.py': `${keras}SEED = 7
train = load('d', validation_split=0.2, subset='training', seed=SEED)
val = load('d', validation_split=0.2, subset='validation', seed=7)
${fit}`,
        'b.py': `${keras}train, val = load('d', validation_split=0.2, subset='both', seed=1)\n${fit}`,
      },
    },
    {
      name: 'generators whose seeds differ: nothing is drawn before their cut',
      files: script(`gen = ImageDataGenerator(validation_split=0.2)
train = gen.flow_from_directory('d', subset='training', seed=1)
val = gen.flow_from_directory('d', subset='validation', seed=2)
`),
    },
    {
      name: 'a plain and an augmented generator over the same cut',
      files:
        script(`train = ImageDataGenerator(zoom_range=.1, validation_split=0.2).flow_from_directory('d', subset='training')
val = ImageDataGenerator(validation_split=0.2).flow_from_directory('d', subset='validation')
`),
    },
    {
      name: 'two folders, made by one function',
      files: script(`def make(side):
    return load('data/' + side)
train = make('train')
val = make('val')
`),
    },
    {
      name: 'folders that nobody can tell apart',
      files: script(`import config
train = load(config.TRAIN)
val = load(config.VAL)
`),
    },
    {
      name: 'take and skip without a new order in each epoch',
      files:
        script(`ds = tf.data.Dataset.from_tensor_slices((paths, labels)).shuffle(1000, reshuffle_each_iteration=False)
val = ds.take(200)
train = ds.skip(200).shuffle(1000)
`),
    },
    {
      name: 'both sides of train_test_split',
      files: script(`from sklearn.model_selection import train_test_split
a, b, c, d = train_test_split(paths, labels, test_size=0.2)
train = tf.data.Dataset.from_tensor_slices((a, c))
val = tf.data.Dataset.from_tensor_slices((b, d))
`),
    },
    {
      name: 'files of one folder, picked by a list',
      files: script(`import os
def side(names):
    paths = [os.path.join('images', name) for name in names]
    ds = tf.data.Dataset.from_tensor_slices(paths)
    return ds.map(lambda p: tf.image.decode_jpeg(tf.io.read_file(p)))
train = side(read_names('train.txt'))
val = side(read_names('val.txt'))
`),
    },
    {
      name: 'one folder, filtered differently for each side',
      files: script(`train = load('d').filter(is_train)
val = load('d').filter(is_val)
`),
    },
    {
      name: 'a seed that nobody can read',
      files: script(`import config
train = load('d', validation_split=0.2, subset='training', seed=config.A)
val = load('d', validation_split=0.2, subset='validation', seed=3)
`),
    },
  ],
})
