import rule from '../../../rules/leakage/overlapping-split.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const byHand = 'which images belong to which side is for the person to say'

/** Lists of paths that become two datasets. */
const lists = (lines: string) => ({
  'train.py': `import glob, random
import numpy as np
import tensorflow as tf
from sklearn.model_selection import KFold, train_test_split
paths = sorted(glob.glob('data/*/*.jpg'))
${lines}
def load(path):
    return tf.image.resize(tf.io.decode_jpeg(tf.io.read_file(path)), (224, 224))
train = tf.data.Dataset.from_tensor_slices(train_paths).map(load).batch(8)
val = tf.data.Dataset.from_tensor_slices(val_paths).map(load).batch(8)
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train, validation_data=val)
`,
})
const arrays = (lines: string) => ({
  'train.py': `import keras
import numpy as np
from sklearn.model_selection import train_test_split
x, y = np.load('x.npy'), np.load('y.npy')
model = keras.Sequential([keras.layers.Dense(2)])
model.compile('adam', 'mse')
${lines}
`,
})
const tables = (lines: string) => ({
  'train.py': `import keras
import pandas as pd
from sklearn.model_selection import train_test_split
from keras.preprocessing.image import ImageDataGenerator
df = pd.read_csv('labels.csv')
gen = ImageDataGenerator(rescale=1 / 255)
${lines}
model = keras.Sequential([keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(gen.flow_from_dataframe(train_df, 'images'), validation_data=gen.flow_from_dataframe(val_df, 'images'))
`,
})
const stream = (lines: string) => ({
  'train.py': `import tensorflow as tf
ds = tf.keras.utils.image_dataset_from_directory('data', shuffle=False, batch_size=None)
${lines}
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train.batch(8), validation_data=val.batch(8))
`,
})
const script = (lines: string) => ({
  'train.ts': `import * as tf from '@tensorflow/tfjs'
const ds = tf.data.generator(samples)
${lines}
const model = tf.sequential({ layers: [tf.layers.dense({ units: 2 })] })
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
await model.fitDataset(train.batch(8), { epochs: 3, validationData: val.batch(8) })
`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'two calls with two seeds',
      files: lists(`train_paths, _ = train_test_split(paths, test_size=0.2, random_state=1)
_, val_paths = train_test_split(paths, test_size=0.2, random_state=2)`),
      findings: [{ at: 'train.py:7, train.py:6', says: 'two different orders' }],
      unfixed: byHand,
    },
    {
      name: 'two calls without a seed',
      files: lists(`train_paths = train_test_split(paths, test_size=0.2)[0]
val_paths = train_test_split(paths, test_size=0.2)[1]`),
      findings: [{ at: 'train.py:7, train.py:6', says: 'called twice' }],
      unfixed: byHand,
    },
    {
      name: 'two calls that draw from numpy, seeded once',
      files: lists(`np.random.seed(0)
train_paths = train_test_split(paths, test_size=0.2)[0]
val_paths = train_test_split(paths, test_size=0.2)[1]`),
      findings: [{ at: 'train.py:8, train.py:7', says: 'two different orders' }],
      unfixed: byHand,
    },
    {
      name: 'validation from the whole list',
      files: lists(`_, val_paths = train_test_split(paths, test_size=0.2, random_state=1)
train_paths = paths`),
      findings: [{ at: 'train.py:6, train.py:10', says: 'training reads whole' }],
      unfixed: byHand,
    },
    {
      name: 'indices of two permutations',
      files: lists(`paths = np.array(paths)
order = np.random.RandomState(1).permutation(len(paths))
other = np.random.RandomState(2).permutation(len(paths))
train_paths = paths[order[200:]]
val_paths = paths[other[:200]]`),
      findings: [{ at: 'train.py:8, train.py:7', says: 'two different orders' }],
      unfixed: byHand,
    },
    {
      name: 'slices that overlap',
      files: lists('train_paths, val_paths = paths[:800], paths[700:]'),
      findings: [{ at: 'train.py:10, train.py:9', says: 'up to 800, the other from 700' }],
      unfixed: byHand,
    },
    {
      name: 'slices of two shuffles',
      files: lists(`a, b = list(paths), list(paths)
random.Random(1).shuffle(a)
random.Random(2).shuffle(b)
train_paths, val_paths = a[200:], b[:200]`),
      findings: [{ at: 'train.py:8, train.py:7', says: 'two different orders' }],
      unfixed: byHand,
    },
    {
      name: 'both take the beginning',
      files: lists('train_paths, val_paths = paths[:800], paths[:200]'),
      findings: [{ at: 'train.py:10, train.py:9', says: 'the beginning of the same list' }],
      unfixed: byHand,
    },
    {
      name: 'arrays, validation cut from what is trained on',
      files: arrays(`x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=0)
x_tr, x_val, y_tr, y_val = train_test_split(x_train, y_train, test_size=0.1, random_state=0)
model.fit(x_train, y_train, validation_data=(x_val, y_val))`),
      findings: [{ at: 'train.py:8, train.py:7', says: 'training reads whole' }],
      unfixed: byHand,
    },
    {
      name: 'all arrays for training',
      files: arrays(`x_train, x_val, y_train, y_val = train_test_split(x, y, random_state=0)
model.fit(x, y, validation_data=(x_val, y_val))`),
      findings: [{ at: 'train.py:7, train.py:4', says: 'training reads whole' }],
      unfixed: byHand,
    },
    {
      name: 'a table that is sampled for validation and trained on whole',
      files: tables('train_df = df\nval_df = df.sample(frac=0.2, random_state=1)'),
      findings: [{ at: 'train.py:8, train.py:11', says: 'training reads whole' }],
      unfixed: byHand,
    },
    {
      name: 'take without skip',
      files: stream('train = ds\nval = ds.take(200)'),
      findings: [{ at: 'train.py:4, train.py:7', says: 'training reads whole' }],
      unfixed: byHand,
    },
    {
      name: 'take on both sides',
      files: stream('train = ds.take(800)\nval = ds.take(200)'),
      findings: [{ at: 'train.py:4, train.py:3', says: 'both take from the same end' }],
      unfixed: byHand,
    },
    {
      name: 'take without skip in TypeScript',
      files: script('const train = ds\nconst val = ds.take(200)'),
      findings: [{ at: 'train.ts:4, train.ts:7', says: 'training reads whole' }],
      unfixed: byHand,
    },
  ],
  healthy: [
    {
      name: 'parts of a table that is not followed, taken apart into columns',
      files: {
        'train.py': `import csv, random
import tensorflow as tf
with open('beetles.csv') as table:
    beetles = [(one['photo'], int(one['kind'])) for one in csv.DictReader(table)]
random.Random(4).shuffle(beetles)

def dataset(some):
    photos, kinds = zip(*some)
    return tf.data.Dataset.from_tensor_slices((list(photos), list(kinds))).map(read).batch(16)

model.fit(dataset(beetles[:400]), validation_data=dataset(beetles[400:480]), epochs=9)
`,
      },
    },
    {
      name: 'one call',
      files: lists('train_paths, val_paths = train_test_split(paths, test_size=0.2)'),
    },
    {
      name: 'two calls with one seed',
      files: lists(`train_paths, _ = train_test_split(paths, test_size=0.2, random_state=1)
_, val_paths = train_test_split(paths, test_size=0.2, random_state=1)`),
    },
    {
      name: 'train, validation and test',
      files: lists(`rest, test = train_test_split(paths, test_size=0.2, random_state=1)
train_paths, val_paths = train_test_split(rest, test_size=0.2, random_state=2)`),
    },
    {
      name: 'slices of one shuffle',
      files: lists(
        'random.shuffle(paths)\nn = int(0.8 * len(paths))\ntrain_paths, val_paths = paths[:n], paths[n:]',
      ),
    },
    {
      name: 'indices of one permutation',
      files: lists(`paths = np.array(paths)
order = np.random.RandomState(1).permutation(len(paths))
train_paths, val_paths = paths[order[200:]], paths[order[:200]]`),
    },
    {
      name: 'slices from both ends',
      files: lists('train_paths, val_paths = paths[:-200], paths[-200:]'),
    },
    {
      name: 'folds',
      files: lists(`paths = np.array(paths)
for tr, va in KFold(n_splits=5, shuffle=True, random_state=0).split(paths):
    train_paths, val_paths = paths[tr], paths[va]`),
    },
    {
      name: 'lists filtered for each side',
      files: lists(`train_paths = [p for p in paths if '/train/' in p]
val_paths = [p for p in paths if '/val/' in p]`),
    },
    {
      name: 'the same names in two folders',
      files: lists(`names = sorted(glob.glob('*.jpg', root_dir='train'))
train_paths = ['train/' + name for name in names]
val_paths = ['val/' + name for name in names]`),
    },
    {
      name: 'arrays of two splits, then a last training on both sides without validation',
      files: arrays(`x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=0)
x_tr, x_val, y_tr, y_val = train_test_split(x_train, y_train, test_size=0.1, random_state=0)
model.fit(x_tr, y_tr, validation_data=(x_val, y_val))
model.fit(x_train, y_train)`),
    },
    {
      name: 'other arrays',
      files: arrays(`x_test, y_test = np.load('x_test.npy'), np.load('y_test.npy')
x_val, x_test, y_val, y_test = train_test_split(x_test, y_test, random_state=0)
model.fit(x, y, validation_data=(x_val, y_val))`),
    },
    {
      name: 'a sampled table and the rest of it',
      files: tables('train_df = df.sample(frac=0.8, random_state=1)\nval_df = df.drop(train_df.index)'),
    },
    { name: 'take and skip', files: stream('val = ds.take(200)\ntrain = ds.skip(200)') },
    {
      name: 'a part of the data, taken apart',
      files: stream('ds = ds.take(1000)\nval = ds.take(200)\ntrain = ds.skip(200)'),
    },
    {
      name: 'train, validation and test by take and skip',
      files: stream('train = ds.take(700)\nrest = ds.skip(700)\nval = rest.take(150)\ntest = rest.skip(150)'),
    },
    {
      name: 'take and skip in TypeScript',
      files: script('const val = ds.take(200)\nconst train = ds.skip(200)'),
    },
    {
      name: 'fewer batches of both subsets',
      files: {
        'train.py': `import tensorflow as tf
load = tf.keras.utils.image_dataset_from_directory
train, val = load('data', validation_split=0.2, subset='both', seed=1)
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train.take(10), validation_data=val)
`,
      },
    },
  ],
})
