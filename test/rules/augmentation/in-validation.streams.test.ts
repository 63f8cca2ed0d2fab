import rule from '../../../rules/augmentation/in-validation.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const tfdata = `import tensorflow as tf
from tensorflow.keras import layers
`

/** A network on `image` that ends with `x`, trained on moths; 5 lines stand before `layers`. */
const mothNet = (layers: string) => `import tensorflow as tf
load = tf.keras.utils.image_dataset_from_directory
train, val = load('moths/train'), load('moths/val')
vary = tf.keras.Sequential([tf.keras.layers.RandomZoom(0.1), tf.keras.layers.RandomContrast(0.2)])
image = tf.keras.Input((256, 256, 3))
${layers}model = tf.keras.Model(image, tf.keras.layers.Dense(4)(x))
model.fit(train, validation_data=val, epochs=8)
`

/** Datasets cut by split_dataset, 6 lines, then `pipelines`, then a small network that is trained on them. */
const splitInHalves = (pipelines: string) => `import keras
from keras import layers
everything = keras.utils.image_dataset_from_directory('photos', image_size=(96, 96), batch_size=None)
train, rest = keras.utils.split_dataset(everything, left_size=0.7)
valid, test = keras.utils.split_dataset(rest, left_size=0.5)
augment = keras.Sequential([layers.RandomFlip('horizontal')])
${pipelines}model = keras.Sequential([layers.Rescaling(1 / 255), layers.Conv2D(8, 3), layers.GlobalAveragePooling2D(), layers.Dropout(0.3), layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, validation_data=valid, epochs=9)
`

ruleTester(rule, {
  sick: [
    {
      name: 'random layers of a model that are called with training=True',
      files: {
        'train.py': mothNet(`x = tf.keras.layers.RandomFlip()(image, training=True)
x = vary(x, training=True)
x = tf.keras.layers.Conv2D(8, 3)(x)
x = tf.keras.layers.GlobalAveragePooling2D()(x)
`),
      },
      findings: [{ at: 'train.py:6, train.py:7', says: 'RandomContrast called with training=True' }],
      unfixed: 'the calls are for the person to change',
    },
    {
      name: 'the right half of split_dataset, augmented with the left one',
      files: {
        'train.py':
          splitInHalves(`train, valid = (part.batch(32).map(lambda x, y: (augment(x, training=True), y)) for part in (train, valid))
`),
      },
      findings: [{ at: 'train.py:6, train.py:7', says: 'RandomFlip' }],
      unfixed: 'one line makes both sides',
    },
    {
      name: 'tf.data with the same augment function mapped over both datasets',
      files: {
        'train.py': `${tfdata}
AUTOTUNE = tf.data.AUTOTUNE

def augment(image, label):
    image = tf.image.random_flip_left_right(image)
    image = tf.image.random_brightness(image, max_delta=0.3)
    return image, label

train_ds = tf.keras.utils.image_dataset_from_directory('photos/train', image_size=(180, 180))
val_ds = tf.keras.utils.image_dataset_from_directory('photos/val', image_size=(180, 180))
train_ds = train_ds.map(augment, num_parallel_calls=AUTOTUNE).prefetch(AUTOTUNE)
val_ds = val_ds.map(augment, num_parallel_calls=AUTOTUNE).prefetch(AUTOTUNE)
model.fit(train_ds, validation_data=val_ds, epochs=5)
`,
      },
      findings: [
        {
          at: 'train.py:7, train.py:14',
          says: 'tf.image.random_flip_left_right, tf.image.random_brightness',
        },
      ],
    },
    {
      name: 'an augmentation model mapped over the validation set with training=True',
      files: {
        'train.py': `${tfdata}
data_augmentation = tf.keras.Sequential([
    layers.RandomFlip('horizontal'),
    layers.RandomRotation(0.2),
])

def prepare(ds, shuffle=False):
    ds = ds.map(lambda x, y: (layers.Rescaling(1./255)(x), y))
    if shuffle:
        ds = ds.shuffle(1000)
    return ds.map(lambda x, y: (data_augmentation(x, training=True), y))

train_ds, val_ds = tf.keras.utils.image_dataset_from_directory(
    'flowers', validation_split=0.2, subset='both', seed=123)
model.fit(prepare(train_ds, shuffle=True), validation_data=prepare(val_ds), epochs=5)
`,
      },
      findings: [{ at: 'train.py:5, train.py:13', says: 'layers.RandomFlip, layers.RandomRotation' }],
      unfixed: 'the function is mapped over both sides',
    },
  ],
  healthy: [
    {
      name: 'random layers of a model that act in training alone, or never',
      files: {
        'train.py': mothNet(`x = tf.keras.layers.RandomFlip()(image, training=None)
x = tf.keras.layers.RandomRotation(0.1)(x, training=False)
x = tf.keras.layers.Conv2D(8, 3)(vary(x))
x = tf.keras.layers.Dropout(0.2)(tf.keras.layers.GlobalAveragePooling2D()(x), training=True)
`),
      },
    },
    {
      name: 'the left half of split_dataset alone',
      files: {
        'train.py':
          splitInHalves(`train, valid = train.batch(32).map(lambda x, y: (augment(x, training=True), y)), valid.batch(32)
`),
      },
    },
    {
      name: 'random layers inside the model, which are idle at evaluation',
      files: {
        'train.py': `${tfdata}
train_ds = tf.keras.utils.image_dataset_from_directory('d', validation_split=0.2, subset='training', seed=1)
val_ds = tf.keras.utils.image_dataset_from_directory('d', validation_split=0.2, subset='validation', seed=1)
model = tf.keras.Sequential([
    layers.RandomFlip('horizontal', input_shape=(180, 180, 3)),
    layers.RandomZoom(0.1),
    layers.Rescaling(1./255),
    layers.Conv2D(16, 3, activation='relu'),
    layers.Flatten(),
    layers.Dense(5),
])
model.compile(optimizer='adam', loss='mse')
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
    },
    {
      name: 'one function with an augment flag that is False for validation',
      files: {
        'train.py': `${tfdata}
data_augmentation = tf.keras.Sequential([layers.RandomFlip('horizontal'), layers.RandomRotation(0.2)])

def prepare(ds, shuffle=False, augment=False):
    ds = ds.map(lambda x, y: (tf.image.resize(x, (180, 180)), y))
    if shuffle:
        ds = ds.shuffle(1000)
    ds = ds.batch(32)
    if augment:
        ds = ds.map(lambda x, y: (data_augmentation(x, training=True), y))
    return ds.prefetch(tf.data.AUTOTUNE)

train_ds = prepare(train_ds, shuffle=True, augment=True)
val_ds = prepare(val_ds)
model.fit(train_ds, validation_data=val_ds, epochs=5)
`,
      },
    },
    {
      name: 'augmentation applied with training=False',
      files: {
        'train.py': `${tfdata}
aug = tf.keras.Sequential([layers.RandomFlip('horizontal'), layers.Rescaling(1/255)])
train_ds = tf.keras.utils.image_dataset_from_directory('t').map(lambda x, y: (aug(x, training=True), y))
val_ds = tf.keras.utils.image_dataset_from_directory('v').map(lambda x, y: (aug(x, training=False), y))
model.fit(train_ds, validation_data=val_ds)
`,
      },
    },
    {
      name: 'datasets from a module that is not there',
      files: {
        'train.py': `${tfdata}
from datasets import train_ds, val_ds
model.fit(train_ds, validation_data=val_ds, epochs=3)
`,
      },
    },
    {
      name: 'augmentation of the training side alone, by rebinding in a notebook',
      files: {
        'n.ipynb': notebook(
          tfdata,
          "train_ds = tf.keras.utils.image_dataset_from_directory('a', validation_split=.2, subset='training', seed=3)\nval_ds = tf.keras.utils.image_dataset_from_directory('a', validation_split=.2, subset='validation', seed=3)",
          'augment = tf.keras.Sequential([layers.RandomFlip()])\ntrain_ds = train_ds.map(lambda x, y: (augment(x), y))',
          'model.fit(train_ds, validation_data=val_ds, epochs=2)',
        ),
      },
    },
  ],
})
