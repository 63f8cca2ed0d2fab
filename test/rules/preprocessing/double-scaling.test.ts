import rule from '../../../rules/preprocessing/double-scaling.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const model = `
base = InceptionV3(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = tf.keras.Sequential([base, tf.keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
model.fit(train, validation_data=val, epochs=8)
`

/** Generators made by `train` and `val`, which are lines 4 and on. */
const generators = (train: string, val = train) => ({
  'train.py': `import tensorflow as tf
from tensorflow.keras.applications.inception_v3 import InceptionV3, preprocess_input
from tensorflow.keras.preprocessing.image import ImageDataGenerator
train_datagen = ${train}
val_datagen = ${val}
train = train_datagen.flow_from_directory('data/train', target_size=(299, 299))
val = val_datagen.flow_from_directory('data/val', target_size=(299, 299), shuffle=False)
${model}`,
})

/** Datasets mapped with `prepare`, whose body begins in line 4; `inside` is applied to the model's input. */
const datasets = (prepare: string, inside = 'inputs') => ({
  'train.py': `import tensorflow as tf
from tensorflow.keras.applications import InceptionV3, inception_v3
def prepare(image, label):
    ${prepare}
    return image, label
train = tf.keras.utils.image_dataset_from_directory('data/train', image_size=(299, 299)).map(prepare)
val = tf.keras.utils.image_dataset_from_directory('data/val', image_size=(299, 299)).map(prepare)
base = InceptionV3(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
inputs = tf.keras.Input((299, 299, 3))
x = base(${inside}, training=False)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(4, activation='softmax')(x))
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(train, validation_data=val, epochs=8)
`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'a Lambda layer that scales once more what both generators scale, told once',
      files: {
        'train.py': generators('ImageDataGenerator(preprocessing_function=preprocess_input)')[
          'train.py'
        ].replace(
          'tf.keras.Sequential([base',
          'tf.keras.Sequential([tf.keras.layers.Lambda(preprocess_input), base',
        ),
      },
      findings: [{ at: 'train.py:11, train.py:4', says: 'by preprocess_input of inception_v3, then by' }],
      unfixed: 'which of the two is taken out is for the person to say',
    },
    {
      name: 'arrays that Keras publishes, scaled by hand and by the generator',
      files: {
        'train.py': `import tensorflow as tf
from tensorflow.keras.applications.inception_v3 import InceptionV3
from tensorflow.keras.datasets import cifar10
(x_train, y_train), (x_test, y_test) = cifar10.load_data()
x_train = x_train.astype('float32') / 255.0
gen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255, horizontal_flip=True)
train = gen.flow(x_train, tf.keras.utils.to_categorical(y_train), batch_size=64)
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10, activation='softmax')])
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
model.fit(train, epochs=3)
`,
      },
      findings: [{ at: 'train.py:6, train.py:5' }],
      unfixed: 'which of the two is right for the test images is for the person to say',
    },
    {
      name: 'rescale beside preprocessing_function, in both generators',
      files: generators(
        'ImageDataGenerator(preprocessing_function=preprocess_input, rescale=1./255)',
        'ImageDataGenerator(rescale=1./255, preprocessing_function=preprocess_input)',
      ),
      findings: [
        { at: 'train.py:4, train.py:4', says: 'by preprocess_input of inception_v3, then by rescale' },
        { at: 'train.py:5, train.py:5' },
      ],
    },
    {
      name: 'rescale on a line of its own',
      files: generators(
        `ImageDataGenerator(
    rescale=1 / 255.0,
    horizontal_flip=True,
    preprocessing_function=preprocess_input,
)`,
        'ImageDataGenerator(preprocessing_function=preprocess_input)',
      ),
      findings: [{ at: 'train.py:5, train.py:7' }],
    },
    {
      name: 'divided in the pipeline and scaled in the model',
      files: datasets('image = tf.cast(image, tf.float32) / 255.0', 'inception_v3.preprocess_input(inputs)'),
      findings: [{ at: 'train.py:11, train.py:4', says: 'times 0.00392' }],
      unfixed: 'which of the two to keep is for the person to say',
    },
    {
      name: 'divided twice by hand',
      files: datasets('image = image / 255.\n    image = image / 127.5 - 1'),
      findings: [{ at: 'train.py:5, train.py:4' }],
      unfixed: 'which of the two to keep is for the person to say',
    },
    {
      name: 'a Rescaling layer behind a rescaling generator',
      files: {
        'train.py': `from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator
gen = ImageDataGenerator(rescale=1/255, validation_split=0.2)
train = gen.flow_from_directory('images', subset='training')
val = gen.flow_from_directory('images', subset='validation')
model = keras.Sequential([
    keras.layers.Rescaling(1/255, input_shape=(256, 256, 3)),
    keras.layers.Conv2D(16, 3, activation='relu'),
    keras.layers.Flatten(),
    keras.layers.Dense(3, activation='softmax'),
])
model.compile('adam', 'categorical_crossentropy')
model.fit(train, validation_data=val, epochs=5)
`,
      },
      findings: [{ at: 'train.py:7, train.py:3', says: 'then by keras.layers.Rescaling' }],
      unfixed: 'which of the two to keep is for the person to say',
    },
    {
      name: 'preprocess_input in the function and in the model',
      files: datasets(
        'image = inception_v3.preprocess_input(image)',
        'inception_v3.preprocess_input(inputs)',
      ),
      findings: [{ at: 'train.py:11, train.py:4' }],
      unfixed: 'which of the two to keep is for the person to say',
    },
    {
      name: 'arrays scaled as the backbone wants, and divided below',
      files: {
        'train.py': `import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras
x_train, x_val, y_train, y_val = train_test_split(np.load('x.npy'), np.load('y.npy'), random_state=3)
x_train = keras.applications.xception.preprocess_input(x_train)
x_val = keras.applications.xception.preprocess_input(x_val)
x_train = x_train / 255.0
x_val = x_val / 255.0
base = keras.applications.Xception(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=4)
`,
      },
      findings: [{ at: 'train.py:7, train.py:5' }, { at: 'train.py:8, train.py:6' }],
    },
  ],
  healthy: [
    {
      name: 'arrays that Keras publishes, scaled once',
      files: {
        'train.py': `from tensorflow import keras
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train, x_test = x_train[..., None] / 255.0, x_test[..., None] / 255.0
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x_train, y_train, validation_split=0.1, epochs=3)
print(model.evaluate(x_test, y_test))
`,
      },
    },
    {
      name: 'preprocess_input alone',
      files: generators('ImageDataGenerator(preprocessing_function=preprocess_input)'),
    },
    { name: 'to 0..1, then to -1..1', files: datasets('image = (image / 255.0 - 0.5) * 2.0') },
    {
      name: 'brought back to 0..255 first',
      files: datasets('image = image / 255.\n    image = inception_v3.preprocess_input(image * 255.)'),
    },
    {
      name: 'convert_image_dtype on floats, which it leaves alone',
      files: datasets(
        'image = tf.image.convert_image_dtype(image, tf.float32)\n    image = image / 127.5 - 1.0',
      ),
    },
    {
      name: 'convert_image_dtype behind a division',
      files: datasets('image = image / 255.0\n    image = tf.image.convert_image_dtype(image, tf.float32)'),
    },
    {
      name: 'something unknown in between',
      files: datasets(
        'image = image / 255.0\n    image = enhance(image)\n    image = inception_v3.preprocess_input(image)',
      ),
    },
    {
      name: 'an EfficientNet, whose preprocess_input does nothing',
      files: {
        'train.py': datasets('image = image', 'tf.keras.applications.efficientnet.preprocess_input(inputs)')[
          'train.py'
        ].replaceAll('InceptionV3', 'EfficientNetB0'),
      },
    },
    {
      name: 'a pipeline of another model',
      files: {
        'train.py': `import tensorflow as tf
from tensorflow.keras.applications import InceptionV3, inception_v3
raw = tf.keras.utils.image_dataset_from_directory('data/train', image_size=(299, 299))
small = raw.map(lambda x, y: (x / 255.0, y))
cnn = tf.keras.Sequential([tf.keras.layers.Conv2D(8, 3), tf.keras.layers.Flatten(), tf.keras.layers.Dense(3)])
cnn.compile('adam', 'mse')
cnn.fit(small, epochs=3)
inputs = tf.keras.Input((299, 299, 3))
base = InceptionV3(include_top=False, pooling='avg')
big = tf.keras.Model(inputs, tf.keras.layers.Dense(3)(base(inception_v3.preprocess_input(inputs))))
big.compile('adam', 'mse')
big.fit(raw, epochs=3)
`,
      },
    },
  ],
})
