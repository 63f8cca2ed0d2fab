import rule from '../../../rules/training/not-shuffled.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A script around the lines that make `train` and `val`, which begin in line 4. */
const script = (data: string, fit = 'model.fit(train, validation_data=val, epochs=10)') => ({
  'train.py': `import glob, random
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator
${data}
base = tf.keras.applications.EfficientNetB0(include_top=False, pooling='avg')
base.trainable = False
model = tf.keras.Sequential([base, tf.keras.layers.Dropout(0.2), tf.keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
${fit}
`,
})
const load = `def load(path):
    return tf.image.resize(tf.io.decode_jpeg(tf.io.read_file(path), channels=3), [224, 224]), 0
val = tf.keras.utils.image_dataset_from_directory('val')
`

ruleTester(rule, {
  sick: [
    {
      name: 'a training generator with shuffle=False',
      files: script(`gen = ImageDataGenerator(horizontal_flip=True)
train = gen.flow_from_directory('train', class_mode='sparse', shuffle=False)
val = ImageDataGenerator().flow_from_directory('val', class_mode='sparse', shuffle=False)`),
      findings: [
        { at: 'train.py:5, train.py:11', says: 'The training images (train) come one class after the other' },
      ],
    },
    {
      name: 'a training dataset with shuffle=False',
      files: script(`train = tf.keras.utils.image_dataset_from_directory(
    'train',
    shuffle=False,
    batch_size=16)
val = tf.keras.utils.image_dataset_from_directory('val', shuffle=False)`),
      findings: [{ at: 'train.py:6, train.py:13' }],
    },
    {
      name: 'arguments shared by both sides',
      files: script(`common = dict(class_mode='sparse', shuffle=False, batch_size=32)
train = ImageDataGenerator(zoom_range=0.2).flow_from_directory('train', **common)
val = ImageDataGenerator().flow_from_directory('val', **common)`),
      findings: [{ at: 'train.py:4, train.py:11' }],
    },
    {
      name: 'files listed without shuffling, cached and batched',
      files: script(
        `${load}train = tf.data.Dataset.list_files('train/*/*.jpg', shuffle=False).map(load).cache().batch(32)`,
      ),
      findings: [{ at: 'train.py:7, train.py:12' }],
    },
    {
      name: 'files of a sorted listing',
      files: script(`${load}files = sorted(glob.glob('train/*/*.jpg'))
train = tf.data.Dataset.from_tensor_slices(files).map(load).batch(32).prefetch(1)`),
      findings: [{ at: 'train.py:8, train.py:13', says: 'nothing shuffles them' }],
      unfixed: 'a call to add before batch',
    },
    {
      name: 'fit told not to shuffle arrays',
      files: {
        'n.ipynb': notebook(
          "import numpy as np\nimport keras\nimport cv2, glob\nX = []\nfor path in sorted(glob.glob('train/*/*.jpg')):\n    X.append(cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB))\nX = np.array(X)",
          "base = keras.applications.EfficientNetB0(include_top=False, pooling='avg')\nbase.trainable = False\nmodel = keras.Sequential([base, keras.layers.Dense(3, activation='softmax')])\nmodel.compile('adam', 'sparse_categorical_crossentropy')",
          'model.fit(X, y, epochs=10, shuffle=False, validation_data=(Xv, yv))',
        ),
      },
      findings: [{ at: 'n.ipynb cell 3:1', says: 'same order in every epoch' }],
    },
    {
      name: 'TensorFlow.js over a listing of folders',
      files: {
        'train.ts': `import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs-node'
const list = (folder: string) =>
  readdirSync(folder).flatMap((name, label) =>
    readdirSync(path.join(folder, name)).map((file) => ({ file: path.join(folder, name, file), label })))
const decode = ({ file, label }) => ({
  xs: tf.node.decodeImage(readFileSync(file), 3).div(255),
  ys: tf.oneHot(label, 3),
})
const train = tf.data.array(list('data/train')).map(decode).batch(16)
const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [64, 64, 3] }), tf.layers.dense({ units: 3, activation: 'softmax' })] })
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
await model.fitDataset(train, { epochs: 10 })
`,
      },
      findings: [{ at: 'train.ts:11, train.ts:14' }],
      unfixed: 'a call to add before batch',
    },
  ],
  healthy: [
    {
      name: 'the default of the generator; validation in order',
      files:
        script(`train = ImageDataGenerator(horizontal_flip=True).flow_from_directory('train', class_mode='sparse')
val = ImageDataGenerator().flow_from_directory('val', class_mode='sparse', shuffle=False)`),
    },
    {
      name: 'shuffled later on',
      files:
        script(`train = tf.keras.utils.image_dataset_from_directory('train', shuffle=False).unbatch().shuffle(5000).batch(32)
val = tf.keras.utils.image_dataset_from_directory('val', shuffle=False)`),
    },
    {
      name: 'a list shuffled by hand',
      files: script(`${load}files = glob.glob('train/*/*.jpg')
random.shuffle(files)
train = tf.data.Dataset.from_tensor_slices(files).map(load).batch(32)`),
    },
    {
      name: 'listed by list_files, which shuffles',
      files: script(`${load}train = tf.data.Dataset.list_files('train/*/*.jpg').map(load).batch(32)`),
    },
    {
      name: 'arrays split at random, then given in that order',
      files: {
        'train.py': `import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras
X_train, X_val, y_train, y_val = train_test_split(np.load('x.npy'), np.load('y.npy'), random_state=4)
base = keras.applications.EfficientNetB0(include_top=False, pooling='avg')
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(X_train, y_train, validation_data=(X_val, y_val), shuffle=False, epochs=5)
`,
      },
    },
    {
      name: 'a generator in order that only extracts features',
      files: script(
        `features = ImageDataGenerator().flow_from_directory('train', class_mode='sparse', shuffle=False)
train = tf.keras.utils.image_dataset_from_directory('train')
val = tf.keras.utils.image_dataset_from_directory('val')`,
        'vectors = base.predict(features)\nmodel.fit(train, validation_data=val, epochs=10)',
      ),
    },
    {
      name: 'a setting that is not known',
      files: script(`import sys
train = tf.keras.utils.image_dataset_from_directory('train', shuffle=len(sys.argv) > 1)
val = tf.keras.utils.image_dataset_from_directory('val')`),
    },
  ],
})
