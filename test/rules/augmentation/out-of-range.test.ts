import rule from '../../../rules/augmentation/out-of-range.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A script around the lines that map the training set (from line 6 on) and the layers before the trunk (line 9). */
const script = (map: string, layers = '') => ({
  'train.py': `import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.applications.inception_v3 import InceptionV3, preprocess_input
train = tf.keras.utils.image_dataset_from_directory('train', image_size=(299, 299))
val = tf.keras.utils.image_dataset_from_directory('val', image_size=(299, 299))
${map}
base = InceptionV3(include_top=False, pooling='avg')
base.trainable = False
model = tf.keras.Sequential([${layers}base, layers.Dropout(0.2), layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, validation_data=val, epochs=10)
`,
})
const both = `def scale(x, y):
    return preprocess_input(x), y
train, val = train.map(scale), val.map(scale)
`
/** Another fault of the same script that is there before and after. */
const own = `model = tf.keras.Sequential([
    layers.Conv2D(16, 3, activation='relu'),
    layers.GlobalAveragePooling2D(),
    layers.Dropout(0.2),
    layers.Dense(4, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy')
`
/** A network of one's own behind these input layers (line 6). */
const layered = (first: string) => ({
  'train.py': `import tensorflow as tf
from tensorflow.keras import layers
train = tf.keras.utils.image_dataset_from_directory('train')
val = tf.keras.utils.image_dataset_from_directory('val')
model = tf.keras.Sequential([
    ${first},
    layers.Conv2D(16, 3), layers.GlobalAveragePooling2D(), layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, validation_data=val, epochs=10)
`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'a brightness of 0..255 on images of -1..1',
      files: script(
        `${both}train = train.map(lambda x, y: (tf.image.random_brightness(x, max_delta=40), y))`,
      ),
      findings: [
        {
          at: 'train.py:9',
          says: 'gets pixel values in -1..1, but it moves them by up to 20 times their range; max_delta=0.314 would fit',
        },
      ],
    },
    {
      name: 'a brightness of 0..1 on images of 0..255, which does nothing',
      files: script(`train = train.map(lambda x, y: (tf.image.random_brightness(x, 0.2), y))
${both}`),
      findings: [
        {
          at: 'train.py:6',
          says: 'at most 0.078 % of their range, which does nothing; max_delta=51 would fit',
        },
      ],
    },
    {
      name: 'a brightness layer behind a division by 255',
      files: layered(
        'layers.Rescaling(1./255), layers.RandomFlip("horizontal"), layers.RandomBrightness(0.2)',
      ),
      findings: [
        {
          at: 'train.py:6',
          says: 'gets pixel values in 0..1, but it works in value_range 0..255; value_range=(0, 1) would fit',
        },
      ],
    },
    {
      name: 'a brightness layer of 0..1 before the division',
      files: layered('layers.RandomBrightness(factor=0.1, value_range=(0, 1)), layers.Rescaling(1/255)'),
      findings: [{ at: 'train.py:6', says: 'value_range=(0, 255) would fit' }],
    },
    {
      name: 'a contrast layer on images of -1..1',
      files: layered('layers.Rescaling(1/127.5, offset=-1), layers.RandomContrast(0.2)'),
      findings: [{ at: 'train.py:6', says: 'it cuts off what is below 0' }],
      unfixed: 'the layers have to change places',
    },
    {
      name: 'brightness_range on arrays that are divided already',
      files: {
        'train.py': `import cv2, glob
import numpy as np
import tensorflow as tf
from tensorflow.keras import layers
from sklearn.model_selection import train_test_split
X = []
for path in glob.glob('a/*/*.jpg'):
    X.append(cv2.resize(cv2.imread(path), (64, 64)))
X = np.array(X) / 255.0
x_train, x_val, y_train, y_val = train_test_split(X, y, random_state=1)
datagen = tf.keras.preprocessing.image.ImageDataGenerator(brightness_range=[0.8, 1.2], horizontal_flip=True)
${own}model.fit(datagen.flow(x_train, y_train), validation_data=(x_val, y_val), epochs=10)
`,
      },
      findings: [{ at: 'train.py:11', says: 'leaves nearly black images' }],
      unfixed: 'the division has to go into the generator',
    },
    {
      name: 'a channel shift of 0..1 on images from folders',
      files: {
        'n.ipynb': notebook(
          'import tensorflow as tf\nfrom tensorflow.keras import layers\nfrom tensorflow.keras.preprocessing.image import ImageDataGenerator',
          "train = ImageDataGenerator(rescale=1/255, channel_shift_range=0.2).flow_from_directory('train', class_mode='sparse')\nval = ImageDataGenerator(rescale=1/255).flow_from_directory('val', class_mode='sparse')",
          own,
          'model.fit(train, validation_data=val, epochs=10)',
        ),
      },
      findings: [{ at: 'n.ipynb cell 2:1', says: 'channel_shift_range=51 would fit' }],
    },
    {
      name: 'JPEG quality of floats',
      files: script(
        `train = train.unbatch().map(lambda x, y: (tf.image.random_jpeg_quality(x, 60, 95), y)).batch(32)`,
      ),
      findings: [{ at: 'train.py:6', says: 'floats outside 0..1 are cut off' }],
      unfixed: 'scaling has to be put before it and taken back behind it',
    },
  ],
  healthy: [
    {
      name: 'a brightness of 32/255 on images of 0..1, as in the Inception scripts',
      files: script(
        `train = train.map(lambda x, y: (tf.image.random_brightness(x / 255., max_delta=32. / 255.), y))`,
      ),
    },
    {
      name: 'a brightness of 30 on images of 0..255',
      files: script(`train = train.map(lambda x, y: (tf.image.random_brightness(x, 30), y))\n${both}`),
    },
    {
      name: 'a brightness layer on images of 0..255',
      files: layered('layers.RandomBrightness(0.2), layers.RandomContrast(0.2), layers.Rescaling(1/255)'),
    },
    {
      name: 'a brightness layer that is told the range',
      files: layered('layers.Rescaling(1/255), layers.RandomBrightness(0.2, value_range=(0, 1))'),
    },
    {
      name: 'a contrast layer on images of 0..1',
      files: layered('layers.Rescaling(1/255), layers.RandomContrast(0.2)'),
    },
    {
      name: 'integers as they are decoded, which tf.image scales itself',
      files: script(`def load(path):
    return tf.image.random_brightness(tf.io.decode_jpeg(tf.io.read_file(path)), 0.2)
train = tf.data.Dataset.list_files('train/*.jpg').map(load).batch(32)`),
    },
    {
      name: 'brightness_range on images of folders, before rescale',
      files: {
        'train.py': `import tensorflow as tf
from tensorflow.keras import layers
gen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1/255, brightness_range=(0.8, 1.2), channel_shift_range=20.)
train = gen.flow_from_directory('train')
val = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1/255).flow_from_directory('val')
${own}model.fit(train, validation_data=val, epochs=10)
`,
      },
    },
    {
      name: 'hue, saturation and contrast, which only depend on the image',
      files: script(
        `${both}train = train.map(lambda x, y: (tf.image.random_contrast(tf.image.random_hue(x, 0.1), 0.8, 1.2), y))`,
      ),
    },
    {
      name: 'a range that nobody knows',
      files: script(`from scaling import scale
train = train.map(lambda x, y: (tf.image.random_brightness(scale(x), 40), y))`),
    },
    {
      name: 'an amount that nobody knows',
      files: script(`import sys
${both}train = train.map(lambda x, y: (tf.image.random_brightness(x, float(sys.argv[1])), y))`),
    },
  ],
})
