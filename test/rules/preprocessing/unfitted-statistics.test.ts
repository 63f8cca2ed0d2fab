import rule from '../../../rules/preprocessing/unfitted-statistics.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const small = `model = keras.Sequential([keras.layers.Conv2D(16, 3, activation='relu'), keras.layers.Flatten(), keras.layers.Dropout(0.4), keras.layers.Dense(6, activation='softmax')])
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
`
/** A script around the lines that make the data, which begin in line 5. */
const script = (body: string, fit = 'model.fit(train, validation_data=val, epochs=20)') => ({
  'train.py': `import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
from tensorflow.keras.preprocessing.image import ImageDataGenerator
${body}
${small}${fit}
`,
})
const folders = `train = datagen.flow_from_directory('train', target_size=(96, 96))
val = ImageDataGenerator(rescale=1/255).flow_from_directory('val', target_size=(96, 96))`
const unfixed = 'which images to learn from is for the person to say'

/** A model with a layer that `made` names `norm`; what follows stands before compile. */
const layered = (made: string, rest = '') => ({
  'train.py': `import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
train_ds = keras.utils.image_dataset_from_directory('train', label_mode='categorical')
val_ds = keras.utils.image_dataset_from_directory('val', label_mode='categorical')
${made}
model = keras.Sequential([norm, layers.Conv2D(8, 3), layers.Flatten(), layers.Dense(5, activation='softmax')])
${rest}model.compile('adam', 'categorical_crossentropy')
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
})

/** A network that stands behind layers by `input_tensor`. */
const behind = (made: string) => ({
  'train.py': `import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
photos = np.load('photos.npy')
labels = np.load('labels.npy')
entry = keras.Input((96, 96, 3))
norm = layers.Normalization()
${made}
base = keras.applications.DenseNet121(include_top=False, weights=None, input_tensor=norm(entry), pooling='avg')
model = keras.Model(entry, layers.Dense(5, activation='softmax')(base.output))
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(photos, labels, validation_split=0.2, epochs=10)
`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'a layer before a network that is given it as input_tensor',
      files: behind(''),
      findings: [{ at: 'train.py:7', says: 'was never adapted to data' }],
      unfixed,
    },
    {
      name: 'featurewise normalisation of images that are read from folders',
      files: script(`datagen = ImageDataGenerator(
    featurewise_center=True,
    featurewise_std_normalization=True,
    horizontal_flip=True)
${folders}`),
      findings: [
        { at: 'train.py:5', says: 'featurewise_center and featurewise_std_normalization have no statistics' },
      ],
      unfixed,
    },
    {
      name: 'ZCA whitening of arrays',
      files: script(
        `x_train, y_train = np.load('x.npy'), np.load('y.npy')
datagen = ImageDataGenerator(zca_whitening=True, rotation_range=10)`,
        'model.fit(datagen.flow(x_train, y_train, batch_size=32), epochs=20)',
      ),
      findings: [{ at: 'train.py:6', says: 'zca_whitening has no statistics' }],
      unfixed,
    },
    {
      name: 'fit called on the training generator only',
      files: script(
        `x_train, x_val = np.load('x.npy'), np.load('xv.npy')
train_datagen = ImageDataGenerator(featurewise_center=True)
val_datagen = ImageDataGenerator(featurewise_center=True)
train_datagen.fit(x_train)`,
        'model.fit(train_datagen.flow(x_train, y_train), validation_data=val_datagen.flow(x_val, y_val), epochs=20)',
      ),
      findings: [{ at: 'train.py:7', says: 'featurewise_center has no statistics' }],
      unfixed,
    },
    {
      name: 'a Normalization layer without adapt',
      files: layered('norm = layers.Normalization(axis=-1)'),
      findings: [{ at: 'train.py:6', says: 'layers.Normalization was never adapted to data' }],
      unfixed,
    },
    {
      name: 'the layer inside a functional model',
      files: {
        'train.py': `from tensorflow import keras
train_ds = keras.utils.image_dataset_from_directory('train')
val_ds = keras.utils.image_dataset_from_directory('val')
inputs = keras.Input((180, 180, 3))
x = keras.layers.Normalization()(inputs)
x = keras.layers.Conv2D(16, 3, activation='relu')(x)
outputs = keras.layers.Dense(4, activation='softmax')(keras.layers.GlobalAveragePooling2D()(x))
model = keras.Model(inputs, outputs)
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
      findings: [{ at: 'train.py:5', says: 'subtracts 0 and divides by 1' }],
      unfixed,
    },
    {
      name: 'options gathered in a dict, in a notebook',
      files: {
        'n.ipynb': notebook(
          'from tensorflow import keras\nfrom keras.preprocessing.image import ImageDataGenerator',
          "options = dict(featurewise_std_normalization=True, zoom_range=0.2)\ngen = ImageDataGenerator(**options)\ntrain = gen.flow_from_directory('train')",
          `${small}model.fit(train, epochs=5)`,
        ),
      },
      findings: [{ at: 'n.ipynb cell 2:2' }],
      unfixed,
    },
  ],
  healthy: [
    {
      name: 'an adapted layer before a network that is given it as input_tensor',
      files: behind('norm.adapt(photos)'),
    },
    {
      name: 'fit before training, as in the Keras documentation',
      files: script(
        `(x_train, y_train), (x_test, y_test) = keras.datasets.cifar10.load_data()
datagen = ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True, rotation_range=20)
datagen.fit(x_train)`,
        'model.fit(datagen.flow(x_train, y_train, batch_size=32), epochs=20)',
      ),
    },
    {
      name: 'statistics given by hand',
      files: script(`datagen = ImageDataGenerator(featurewise_center=True)
datagen.mean = np.array([123.68, 116.779, 103.939], dtype='float32').reshape((1, 1, 3))
${folders}`),
    },
    {
      name: 'options that are switched off',
      files:
        script(`datagen = ImageDataGenerator(featurewise_center=False, zca_whitening=False, horizontal_flip=True)
${folders}`),
    },
    {
      name: 'statistics of each image by itself',
      files: script(`datagen = ImageDataGenerator(samplewise_center=True, samplewise_std_normalization=True)
${folders}`),
    },
    {
      name: 'a generator that another function prepares',
      files: script(`from helpers import learn_statistics
datagen = ImageDataGenerator(featurewise_center=True)
learn_statistics(datagen, 'train')
${folders}`),
    },
    {
      name: 'a layer that is adapted after the model is built',
      files: layered('norm = layers.Normalization()', 'norm.adapt(train_ds.map(lambda x, y: x))\n'),
    },
    {
      name: 'a layer that is adapted as part of a model, as in the Keras examples',
      files: layered(
        'norm = keras.Sequential([layers.Normalization(), layers.RandomFlip("horizontal")])\nx_train = np.load("x.npy")\nnorm.layers[0].adapt(x_train)',
      ),
    },
    {
      name: 'mean and variance written down',
      files: layered(
        'norm = layers.Normalization(mean=[0.485, 0.456, 0.406], variance=[0.0524, 0.0502, 0.0506])',
      ),
    },
    {
      name: 'weights that bring their statistics along',
      files: layered('norm = layers.Normalization()', "model.load_weights('pretrained.h5')\n"),
    },
  ],
})
