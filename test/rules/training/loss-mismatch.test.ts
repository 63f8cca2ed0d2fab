import rule from '../../../rules/training/loss-mismatch.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A small head on MobileNetV2; `output` is line 9, `compile` line 11. */
const script = (output: string, compile: string, extra = '') => ({
  'train.py': `import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.layers import Activation, Dense, Dropout, GlobalAveragePooling2D
base = keras.applications.MobileNetV2(include_top=False, weights='imagenet', input_shape=(160, 160, 3))
base.trainable = False
inputs = keras.Input(shape=(160, 160, 3))
x = base(inputs, training=False)
x = Dropout(0.3)(GlobalAveragePooling2D()(x))
outputs = ${output}
model = keras.Model(inputs, outputs)
${compile}
model.fit(train_ds, validation_data=val_ds, epochs=10)
${extra}`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'a softmax over seven classes judged class by class',
      files: script(
        "Dense(7, activation='softmax')(x)",
        "model.compile('adam', loss='binary_crossentropy', metrics=['accuracy'])",
      ),
      findings: [{ at: 'train.py:11, train.py:9', says: 'a softmax chooses one class' }],
    },
    {
      name: 'sigmoids under a loss over one class of several',
      files: script(
        "Dense(2, activation='sigmoid')(x)",
        "model.compile('adam', keras.losses.SparseCategoricalCrossentropy())",
      ),
      findings: [{ at: 'train.py:11, train.py:9', says: 'a sigmoid for each class by itself' }],
    },
    {
      name: 'one-hot labels that were split and flow from a generator',
      files: {
        'train.py': `import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator
x, y = np.load('x.npy'), np.load('y.npy')
x_train, x_val, y_train, y_val = train_test_split(x, keras.utils.to_categorical(y, 5), test_size=0.2, random_state=1)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(5, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(ImageDataGenerator(rotation_range=9).flow(x_train, y_train), validation_data=(x_val, y_val), epochs=10)
`,
      },
      findings: [{ at: 'train.py:8, train.py:6', says: 'the labels are one-hot' }],
    },
    {
      name: 'numbers of classes in TensorFlow.js under a loss that wants rows',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs'
export async function train(images: tf.Tensor4D, classes: number[]) {
  const model = tf.sequential()
  model.add(tf.layers.conv2d({ inputShape: [64, 64, 3], filters: 8, kernelSize: 3 }))
  model.add(tf.layers.flatten())
  model.add(tf.layers.dense({ units: 4, activation: 'softmax' }))
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
  await model.fit(images, tf.tensor1d(classes, 'int32'), { epochs: 5, validationSplit: 0.2 })
}
`,
      },
      findings: [{ at: 'train.ts:7, train.ts:8', says: 'each label is a number' }],
      unfixed: 'the loss of TensorFlow.js is left to the person',
    },
    {
      name: 'layers whose names were all imported',
      files: {
        'train.py': `from tensorflow.keras import Sequential
from tensorflow.keras.layers import *
model = Sequential([Flatten(), Dropout(0.5), Dense(4)])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, validation_split=0.1, epochs=10)
`,
      },
      findings: [{ at: 'train.py:3, train.py:4', says: 'raw outputs' }],
    },
    {
      name: 'rows of labels under a loss that wants numbers',
      files: {
        'train.py': `import numpy as np
from tensorflow import keras
from tensorflow.keras.utils import to_categorical
x, y = np.load('x.npy'), to_categorical(np.load('y.npy'), 5)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(5, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, validation_split=0.1, epochs=10)
`,
      },
      findings: [{ at: 'train.py:6, train.py:4', says: 'the labels are one-hot' }],
    },
    {
      name: 'rows of labels in TensorFlow.js',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs'
export async function train(images: tf.Tensor4D, numbers: number[]) {
  const labels = tf.tidy(() => tf.oneHot(tf.tensor1d(numbers, 'int32'), 3))
  const model = tf.sequential()
  model.add(tf.layers.flatten({ inputShape: [32, 32, 3] }))
  model.add(tf.layers.dense({ units: 3, activation: 'softmax' }))
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy' })
  await model.fit(images, labels, { epochs: 10, validationSplit: 0.1 })
}
`,
      },
      findings: [{ at: 'train.ts:7, train.ts:3', says: 'the labels are one-hot' }],
      unfixed: 'the loss is for the person to choose',
    },
    {
      name: 'logits wanted in a loop over batches by hand',
      files: {
        'train.py': `import tensorflow as tf
train_ds = tf.keras.utils.image_dataset_from_directory('train', image_size=(64, 64))
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(4, activation='softmax')])
loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = tf.keras.optimizers.Adam()

@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss

for epoch in range(10):
    for number, (x, y) in enumerate(train_ds):
        loss = step(x, y)
`,
      },
      findings: [{ at: 'train.py:4, train.py:3', says: 'from_logits=True' }],
    },
    {
      name: 'a softmax over one output',
      files: script(
        "Dense(1, activation='softmax')(x)",
        "model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])",
      ),
      findings: [{ at: 'train.py:9, train.py:11', says: 'always 1' }],
    },
    {
      name: 'two classes in one output under categorical cross-entropy',
      files: script(
        "Dense(1, activation='sigmoid')(x)",
        "model.compile(loss='categorical_crossentropy', optimizer=keras.optimizers.Adam(1e-4))",
      ),
      findings: [{ at: 'train.py:11, train.py:9', says: 'one output per class' }],
    },
    {
      name: 'logits under a loss object that wants probabilities',
      files: script(
        'Dense(5)(x)',
        "model.compile('adam', loss=tf.keras.losses.SparseCategoricalCrossentropy(), metrics=['accuracy'])",
      ),
      findings: [{ at: 'train.py:9, train.py:11', says: 'raw outputs' }],
    },
    {
      name: 'logits under a loss by name',
      files: script('Dense(5)(x)', "model.compile('adam', loss='sparse_categorical_crossentropy')"),
      findings: [{ at: 'train.py:9, train.py:11' }],
    },
    {
      name: 'from_logits=False written out',
      files: script(
        'Dense(1)(x)',
        "model.compile('adam', loss=keras.losses.BinaryCrossentropy(from_logits=False))",
      ),
      findings: [{ at: 'train.py:9, train.py:11' }],
    },
    {
      name: 'probabilities taken for logits',
      files: script(
        "Dense(4, activation='softmax')(x)",
        "model.compile('adam', loss=keras.losses.CategoricalCrossentropy(from_logits=True))",
      ),
      findings: [{ at: 'train.py:11, train.py:9', says: 'only Keras on TensorFlow' }],
    },
    {
      name: 'found once for two fits of one compile, in a sequential model',
      files: {
        'train.py': `from keras.models import Sequential
from keras.layers import Conv2D, Dense, Flatten, MaxPooling2D
model = Sequential()
model.add(Conv2D(32, (3, 3), activation='relu', input_shape=(64, 64, 3)))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Flatten())
model.add(Dense(units=128, activation='relu'))
model.add(Dense(units=1, activation='softmax'))
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit_generator(training_set, epochs=10, validation_data=test_set)
model.fit_generator(training_set, epochs=10, validation_data=test_set)
`,
      },
      findings: [{ at: 'train.py:8, train.py:9' }],
    },
    {
      name: 'a softmax head under a loss over logits in TensorFlow.js',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs-node';
const model = tf.sequential();
model.add(tf.layers.flatten({ inputShape: [8, 8, 2048] }));
model.add(tf.layers.dense({ units: 5, activation: 'softmax' }));
model.compile({ optimizer: tf.train.adam(0.001), loss: tf.losses.softmaxCrossEntropy, metrics: ['accuracy'] });
await model.fitDataset(train, { epochs: 10, validationData: val });
`,
      },
      findings: [{ at: 'train.ts:4, train.ts:5', says: 'takes logits' }],
    },
    {
      name: 'logits under a loss by name, and rightly told of in a second phase',
      files: script(
        'Dense(5)(x)',
        "model.compile('adam', loss='sparse_categorical_crossentropy')",
        `base.trainable = True
model.compile(keras.optimizers.Adam(1e-5), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train_ds, validation_data=val_ds, epochs=5)
`,
      ),
      findings: [{ at: 'train.py:9, train.py:11' }],
    },
    {
      name: 'one-hot labels of a generator under a loss that wants numbers',
      files: {
        'train.py': `import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator
train = ImageDataGenerator(rescale=1 / 255).flow_from_directory('train')
val = ImageDataGenerator(rescale=1 / 255).flow_from_directory('val')
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(6, activation='softmax')])
model.compile('adam', loss="sparse_categorical_crossentropy", metrics=['accuracy'])
model.fit(train, validation_data=val, epochs=8)
`,
      },
      findings: [{ at: 'train.py:6, train.py:3', says: 'the labels are one-hot' }],
    },
    {
      name: 'numbers of a directory dataset, batched anew, under a loss that wants rows',
      files: {
        'train.py': `import tensorflow as tf
train = tf.keras.utils.image_dataset_from_directory('train', label_mode='int').prefetch(2)
val = tf.keras.utils.image_dataset_from_directory('val')
model = tf.keras.Sequential([tf.keras.layers.Rescaling(1 / 255), tf.keras.layers.Flatten(), tf.keras.layers.Dense(6, activation='softmax')])
model.compile('adam', loss='categorical_crossentropy')
model.fit(train, validation_data=val, epochs=8)
`,
      },
      findings: [{ at: 'train.py:5, train.py:2', says: 'each label is a number' }],
    },
  ],
  healthy: [
    {
      name: 'two softmax outputs and binary cross-entropy, which differ by a factor',
      files: script("Dense(2, activation='softmax')(x)", "model.compile('adam', loss='binary_crossentropy')"),
    },
    {
      name: 'sigmoids for labels of which several may hold',
      files: script(
        "Dense(14, activation='sigmoid')(x)",
        "model.compile('adam', loss='binary_crossentropy')",
      ),
    },
    {
      name: 'numbers of classes that were put into another shape',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs'
export async function train(images: tf.Tensor4D, rows: number[]) {
  const model = tf.sequential()
  model.add(tf.layers.flatten({ inputShape: [64, 64, 3] }))
  model.add(tf.layers.dense({ units: 4, activation: 'softmax' }))
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
  await model.fit(images, tf.tensor1d(rows).reshape([-1, 4]), { epochs: 5, validationSplit: 0.2 })
}
`,
      },
    },
    {
      name: 'rows of labels that are counted again',
      files: {
        'train.py': `import numpy as np
from tensorflow import keras
rows = keras.utils.to_categorical(np.load('y.npy'), 5)
y = rows.argmax(axis=1)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(5, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(np.load('x.npy'), y, validation_split=0.1, epochs=10)
`,
      },
    },
    {
      name: 'softmax and sparse labels',
      files: script(
        "Dense(5, activation='softmax')(x)",
        "model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])",
      ),
    },
    {
      name: 'logits, said to be logits',
      files: script(
        'Dense(5)(x)',
        "loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)\nmodel.compile('adam', loss=loss)",
      ),
    },
    {
      name: 'one sigmoid',
      files: script(
        "Dense(1, activation='sigmoid')(x)",
        "model.compile(optimizer='rmsprop', loss='binary_crossentropy', metrics=['acc'])",
      ),
    },
    {
      name: 'two softmax outputs under binary cross-entropy with one-hot labels',
      files: script(
        "Dense(2, activation='softmax')(x)",
        "model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])",
      ),
    },
    {
      name: 'many labels per image',
      files: script(
        "Dense(14, activation='sigmoid')(x)",
        "model.compile(loss='binary_crossentropy', optimizer='adam')",
      ),
    },
    {
      name: 'the activation as a layer of its own',
      files: script(
        "Activation('softmax', dtype='float32')(Dense(7)(x))",
        "model.compile('adam', 'categorical_crossentropy')",
      ),
    },
    {
      name: 'a regression',
      files: script('Dense(1)(x)', "model.compile('adam', loss='mse', metrics=['mae'])"),
    },
    {
      name: 'a loss of the person',
      files: script(
        'Dense(3)(x)',
        "def focal(y_true, y_pred):\n    return tf.reduce_mean(y_true * y_pred)\nmodel.compile('adam', loss=focal)",
      ),
    },
    {
      name: 'from_logits decided elsewhere',
      files: script(
        'Dense(3)(x)',
        "import sys\nmodel.compile('adam', keras.losses.CategoricalCrossentropy(from_logits=len(sys.argv) > 1))",
      ),
    },
    {
      name: 'an output that is not followed',
      files: script('make_output(x)', "model.compile('adam', 'categorical_crossentropy')"),
    },
    {
      name: 'numbers that a mapped function may make rows of',
      files: {
        'train.py': `import tensorflow as tf
load = tf.keras.utils.image_dataset_from_directory
encode = lambda x, y: (x / 255, tf.one_hot(y, 6))
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(6, activation='softmax')])
model.compile('adam', loss='categorical_crossentropy')
model.fit(load('train').map(encode), validation_data=load('val').map(encode), epochs=8)
`,
      },
    },
    {
      name: 'a class_mode that fits the loss, and one that comes from elsewhere',
      files: {
        'train.py': `import tensorflow as tf
from settings import mode
from tensorflow.keras.preprocessing.image import ImageDataGenerator
gen = ImageDataGenerator(rescale=1 / 255)
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(6, activation='softmax')])
model.compile('adam', loss='sparse_categorical_crossentropy')
model.fit(gen.flow_from_directory('train', class_mode='sparse'), epochs=8)
model.fit(gen.flow_from_directory('more', class_mode=mode), epochs=8)
`,
      },
    },
  ],
})
