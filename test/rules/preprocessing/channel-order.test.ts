import rule from '../../../rules/preprocessing/channel-order.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A script that reads each image by `load` (line 10) and trains `backbone` on what `scale` makes of the array. */
const script = (
  load: string,
  scale = 'X = preprocess_input(np.array(X))',
  backbone = 'InceptionV3',
  module = 'inception_v3',
) => ({
  'train.py': `import cv2, glob, imageio
import numpy as np
from PIL import Image
from sklearn.model_selection import train_test_split
from tensorflow.keras.applications import ${backbone}
from tensorflow.keras.applications.${module} import preprocess_input
from tensorflow.keras import layers, models
X, y = [], []
for path in glob.glob('leaves/*/*.jpg'):
    ${load}
    X.append(cv2.resize(image, (299, 299)))
    y.append(path.split('/')[1])
${scale}
X_train, X_val, y_train, y_val = train_test_split(X, np.array(y), test_size=0.2, random_state=1)
base = ${backbone}(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = models.Sequential([base, layers.Dropout(0.2), layers.Dense(5, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(X_train, y_train, validation_data=(X_val, y_val), epochs=10)
`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'two folders, each read in a loop of its own',
      files: {
        'train.py': `import os
import cv2
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow.keras.applications import InceptionV3
from tensorflow.keras.applications.inception_v3 import preprocess_input
from tensorflow.keras import layers, models
def shells():
    photos, kinds = [], []
    for name in os.listdir('cockles'):
        photos.append(cv2.resize(cv2.imread(os.path.join('cockles', name)), (299, 299)))
        kinds.append(0)
    for name in os.listdir('whelks'):
        photos.append(cv2.resize(cv2.imread(os.path.join('whelks', name)), (299, 299)))
        kinds.append(1)
    return train_test_split(preprocess_input(np.array(photos)), np.array(kinds), random_state=3)
x, held, y, truth = shells()
base = InceptionV3(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = models.Sequential([base, layers.Dropout(0.2), layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x, y, validation_data=(held, truth), epochs=10)
`,
      },
      findings: [{ at: 'train.py:11, train.py:14', says: 'InceptionV3 gets BGR instead of RGB' }],
    },
    {
      name: 'OpenCV into InceptionV3',
      files: script('image = cv2.imread(path)'),
      findings: [
        {
          at: 'train.py:10',
          says: 'InceptionV3 gets BGR instead of RGB: cv2.imread reads blue first, and nothing swaps',
        },
      ],
    },
    {
      name: 'OpenCV into preprocess_input of ResNet50, which swaps once more',
      files: script('image = cv2.imread(path, cv2.IMREAD_COLOR)', undefined, 'ResNet50', 'resnet50'),
      findings: [
        {
          at: 'train.py:10',
          says: 'ResNet50 gets RGB instead of BGR: cv2.imread reads blue first, and preprocess_input expects red first',
        },
      ],
    },
    {
      name: 'divided by hand',
      files: script('image = cv2.imread(path)', 'X = np.array(X) / 127.5 - 1', 'MobileNetV2', 'mobilenet_v2'),
      findings: [{ at: 'train.py:10', says: 'MobileNetV2' }],
    },
    {
      name: 'swapped twice',
      files: script('image = cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB)[:, :, ::-1]'),
      findings: [{ at: 'train.py:10' }],
    },
    {
      name: 'through Pillow without a swap',
      files: script('image = np.array(Image.fromarray(cv2.imread(path)))'),
      findings: [{ at: 'train.py:10' }],
    },
    {
      name: 'a function of a preprocessing pipeline',
      files: {
        'train.py': `import cv2
import tensorflow as tf
def load(path, label):
    image = cv2.imread(path.numpy().decode())
    image = cv2.resize(image, (224, 224))
    return tf.keras.applications.densenet.preprocess_input(image), label
ds = tf.data.Dataset.from_tensor_slices((paths, labels)).map(load).batch(32)
base = tf.keras.applications.DenseNet121(include_top=False, pooling='avg')
base.trainable = False
model = tf.keras.Sequential([base, tf.keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(ds, epochs=5, validation_data=val)
`,
      },
      findings: [{ at: 'train.py:4', says: 'DenseNet121' }],
    },
    {
      name: 'a notebook that reads in one cell and trains in another',
      files: {
        'n.ipynb': notebook(
          'import cv2, os\nimport numpy as np\nimport keras\ndef load(folder):\n    images = []\n    for name in os.listdir(folder):\n        image = cv2.imread(os.path.join(folder, name))\n        images.append(cv2.resize(image, (224, 224)))\n    return np.array(images)',
          "x_train = load('train')",
          "base = keras.applications.EfficientNetB0(include_top=False, pooling='avg')\nbase.trainable = False\nmodel = keras.Sequential([base, keras.layers.Dense(2, activation='softmax')])\nmodel.compile('adam', 'sparse_categorical_crossentropy')\nmodel.fit(x_train, y_train, epochs=5, validation_split=0.2)",
        ),
      },
      findings: [{ at: 'n.ipynb cell 1:7', says: 'EfficientNetB0' }],
    },
  ],
  healthy: [
    {
      name: 'two folders that are read by two libraries',
      files: {
        'train.py': `import os
import cv2
import numpy as np
from PIL import Image
from tensorflow.keras.applications import InceptionV3
from tensorflow.keras import layers, models
photos, kinds = [], []
for name in os.listdir('cockles'):
    photos.append(cv2.resize(cv2.imread(os.path.join('cockles', name)), (299, 299)))
    kinds.append(0)
for name in os.listdir('whelks'):
    photos.append(np.array(Image.open(os.path.join('whelks', name)).resize((299, 299))))
    kinds.append(1)
base = InceptionV3(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = models.Sequential([base, layers.Dropout(0.2), layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(np.array(photos) / 127.5 - 1, np.array(kinds), validation_split=0.2, epochs=10)
`,
      },
    },
    { name: 'converted', files: script('image = cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB)') },
    { name: 'turned round by a slice', files: script('image = cv2.imread(path)[:, :, ::-1]') },
    {
      name: 'turned round in the array',
      files: script('image = cv2.imread(path)', 'X = preprocess_input(np.array(X)[..., ::-1])'),
    },
    { name: 'Pillow', files: script("image = np.array(Image.open(path).convert('RGB'))") },
    { name: 'imageio', files: script('image = imageio.imread(path)') },
    { name: 'read in grey', files: script('image = cv2.imread(path, 0)') },
    {
      name: 'blue first with its means subtracted by hand, as VGG16 wants it',
      files: script('image = cv2.imread(path)', 'X = np.array(X, dtype=float) - 110.0', 'VGG16', 'vgg16'),
    },
    {
      name: 'a function that we do not see',
      files: script('image = prepare(cv2.imread(path))'),
    },
    {
      name: "a network of one's own, which learns either order",
      files: {
        'train.py': `import cv2, glob
import numpy as np
from tensorflow import keras
images = []
for path in glob.glob('a/*.png'):
    images.append(cv2.imread(path))
model = keras.Sequential([keras.layers.Conv2D(8, 3), keras.layers.Flatten(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(np.array(images) / 255, y, validation_split=0.2, epochs=5)
`,
      },
    },
  ],
})
