import rule from '../../../rules/preprocessing/wrong-range.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const tf = `import tensorflow as tf
train_ds = tf.keras.utils.image_dataset_from_directory('data/train', image_size=(224, 224))
val_ds = tf.keras.utils.image_dataset_from_directory('data/val', image_size=(224, 224))
`
const onTop = `
model = tf.keras.Sequential([base, tf.keras.layers.GlobalAveragePooling2D(), tf.keras.layers.Dense(5)])
model.compile('adam', loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train_ds, validation_data=val_ds, epochs=10)
`

ruleTester(rule, {
  sick: [
    {
      name: 'MobileNetV2 fed raw pixels of a directory, wrapped by the fix',
      files: {
        'train.py': `${tf}
base = tf.keras.applications.MobileNetV2(input_shape=(224, 224, 3), include_top=False)
base.trainable = False
inputs = tf.keras.Input(shape=(224, 224, 3))
x = tf.keras.layers.RandomFlip('horizontal')(inputs)
x = base(x, training=False)
x = tf.keras.layers.GlobalAveragePooling2D()(x)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(5)(x))
model.compile('adam', loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
      findings: [{ at: 'train.py:5', says: '0..255 instead of -1..1 (nothing scales them)' }],
    },
    {
      name: 'EfficientNet behind a Rescaling layer, though it scales itself',
      files: {
        'train.py': `${tf}
base = tf.keras.applications.EfficientNetB0(include_top=False, weights='imagenet')
model = tf.keras.Sequential([
    tf.keras.layers.Rescaling(1./255, input_shape=(224, 224, 3)),
    base,
    tf.keras.layers.GlobalAveragePooling2D(),
    tf.keras.layers.Dense(5, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
      findings: [{ at: 'train.py:7', says: 'EfficientNetB0 gets pixel values in 0..1, though it scales' }],
      unfixed: 'which scaling to take out is for the person to see',
    },
    {
      name: 'ResNet50 fed 0..1 through a mapped normalisation layer',
      files: {
        'train.py': `${tf}
normalization_layer = tf.keras.layers.Rescaling(1./255)
train_ds = train_ds.map(lambda x, y: (normalization_layer(x), y)).cache().prefetch(tf.data.AUTOTUNE)
val_ds = val_ds.map(lambda x, y: (normalization_layer(x), y))
base = tf.keras.applications.ResNet50(include_top=False, pooling='avg')
${onTop}`,
      },
      findings: [{ at: 'train.py:5', says: 'ResNet50 gets pixel values in 0..1' }],
      unfixed: 'the scaling is for the person to replace',
    },
    {
      name: 'scaled by hand in a function of tf.data',
      files: {
        'train.py': `import tensorflow as tf
def load(path, label):
    image = tf.io.read_file(path)
    image = tf.image.decode_jpeg(image, channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    image = tf.image.resize(image, [299, 299])
    return image, label

train_ds = tf.data.Dataset.from_tensor_slices((paths, labels)).map(load).batch(32)
val_ds = tf.data.Dataset.from_tensor_slices((val_paths, val_labels)).map(load).batch(32)
base = tf.keras.applications.InceptionResNetV2(include_top=False)
${onTop}`,
      },
      findings: [{ at: 'train.py:5', says: 'InceptionResNetV2 gets pixel values in 0..1' }],
      unfixed: 'the scaling is for the person to replace',
    },
    {
      name: 'saved arrays divided by 255 for a network that scales itself',
      files: {
        'train.py': `import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras
x_train, x_val, y_train, y_val = train_test_split(np.load('x.npy'), np.load('y.npy'), random_state=1)
x_train, x_val = x_train / 255.0, x_val / 255.0
base = keras.applications.EfficientNetB0(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=4)
`,
      },
      findings: [{ at: 'train.py:5', says: 'though it scales 0..255 itself' }],
    },
    ...[
      ['ConvNeXtTiny', '-2.118..2.64'],
      ['EfficientNetV2S', '-1..1'],
      ['MobileNetV3Small', '-1..1'],
    ].map(([network, wanted]) => ({
      name: `0..255 into ${network} without the layers that scale`,
      files: {
        'train.py': `${tf}
base = tf.keras.applications.${network}(include_top=False, include_preprocessing=False)
train_ds = train_ds.map(lambda x, y: (tf.keras.applications.mobilenet_v3.preprocess_input(x), y))
${onTop}`,
      },
      findings: [{ at: 'train.py:5', says: `0..255 instead of ${wanted}` }],
      unfixed: 'no function of the library makes it',
    })),
  ],
  healthy: [
    {
      name: 'preprocess_input inside the model',
      files: {
        'train.py': `${tf}
base = tf.keras.applications.MobileNetV2(include_top=False)
inputs = tf.keras.Input(shape=(160, 160, 3))
x = tf.keras.applications.mobilenet_v2.preprocess_input(inputs)
x = base(x, training=False)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(tf.keras.layers.Flatten()(x)))
model.compile('adam', 'mse')
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
    },
    {
      name: 'preprocess_input in a Lambda layer',
      files: {
        'train.py': `${tf}
from tensorflow.keras.applications.resnet50 import ResNet50, preprocess_input
base = ResNet50(include_top=False, pooling='avg')
model = tf.keras.Sequential([
    tf.keras.layers.Lambda(preprocess_input, input_shape=(224, 224, 3)),
    base,
    tf.keras.layers.Dense(5, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
    },
    {
      name: 'x / 127.5 - 1 by hand',
      files: {
        'train.py': `${tf}
def scale(image, label):
    image = tf.cast(image, tf.float32)
    return image / 127.5 - 1.0, label
train_ds = train_ds.map(scale)
base = tf.keras.applications.InceptionV3(include_top=False)
${onTop}`,
      },
    },
    {
      name: '(x / 255 - 0.5) * 2 by hand, step by step',
      files: {
        'train.py': `${tf}
def scale(x, y):
    x = tf.cast(x, tf.float32)
    x /= 255.
    x -= 0.5
    x *= 2.
    return x, y
base = tf.keras.applications.InceptionV3(include_top=False)
train_ds = train_ds.map(scale)
${onTop}`,
      },
    },
    {
      name: 'EfficientNet fed raw pixels',
      files: {
        'train.py': `${tf}
base = tf.keras.applications.EfficientNetV2B0(include_top=False)
${onTop}`,
      },
    },
    ...[
      ['EfficientNetV2M(include_top=False, include_preprocessing=False)', '(1 / 127.5, offset=-1)'],
      ['MobileNetV3Large(include_top=False, include_preprocessing=bare)', '(1 / 127.5, offset=-1)'],
      // Here the code of Keras and its documentation differ.
      ['EfficientNetV2B1(include_top=False, include_preprocessing=False)', '(1 / 127.5, offset=-1)'],
      ["EfficientNetV2M(include_top=False, include_preprocessing=config['scale'])", '(1 / 255)'],
    ].map(([network, scaling]) => ({
      name: `scaled outside of ${network}`,
      files: {
        'train.py': `${tf}import json
config = json.load(open('config.json'))
bare = not True
base = tf.keras.applications.${network}
scale = tf.keras.layers.Rescaling${scaling}
train_ds = train_ds.map(lambda x, y: (scale(x), y))
${onTop}`,
      },
    })),
    {
      name: 'random weights: there is no contract to break',
      files: {
        'train.py': `${tf}
base = tf.keras.applications.Xception(weights=None, include_top=False)
${onTop}`,
      },
    },
    {
      name: 'a network of its own',
      files: {
        'train.py': `${tf}
base = tf.keras.Sequential([tf.keras.layers.Rescaling(1./255), tf.keras.layers.Conv2D(32, 3)])
${onTop}`,
      },
    },
    {
      name: 'datasets from a module that is not there and may scale',
      files: {
        'train.py': `import tensorflow as tf
from mydata import train_ds, val_ds
base = tf.keras.applications.InceptionV3(include_top=False)
${onTop}`,
      },
    },
    {
      name: 'a mapped function that calls what we do not know',
      files: {
        'train.py': `${tf}
import preprocessing
train_ds = train_ds.map(lambda x, y: (preprocessing.normalise(x), y))
base = tf.keras.applications.InceptionV3(include_top=False)
${onTop}`,
      },
    },
    {
      name: 'arithmetic on the input tensor of the model',
      files: {
        'train.py': `${tf}
base = tf.keras.applications.InceptionV3(include_top=False)
inputs = tf.keras.Input((299, 299, 3))
x = inputs / 127.5 - 1
x = base(x)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(3)(tf.keras.layers.GlobalAveragePooling2D()(x)))
model.compile('adam', 'mse')
model.fit(train_ds, validation_data=val_ds, epochs=2)
`,
      },
    },
    {
      name: 'saved arrays that something else changes first',
      files: {
        'train.py': `import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras
from photos import brighten
x_train, x_val, y_train, y_val = train_test_split(np.load('x.npy'), np.load('y.npy'), random_state=1)
x_train, x_val = brighten(x_train) / 255.0, brighten(x_val) / 255.0
base = keras.applications.EfficientNetB0(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=4)
`,
      },
    },
  ],
})
