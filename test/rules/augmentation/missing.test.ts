import rule from '../../../rules/augmentation/missing.ts'
import { datasetOf } from '../../support/facts.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const photos = (perClass: number, side = 'train') =>
  datasetOf(
    ['rose', 'tulip', 'daisy'].flatMap((label) =>
      Array.from({ length: perClass }, (_, index) => `${side}/${label}/${index}.jpg`),
    ),
  )
const few = photos(80)
const unfixed = 'which transforms keep the label is for the person to say'

/** A script with these datasets (from line 4 on), layers before the trunk and arguments of fit. */
const script = (data: string, layers = '', fit = 'epochs=20') => ({
  'train.py': `import tensorflow as tf
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator
${data}
base = keras.applications.EfficientNetB0(include_top=False, pooling='avg')
base.trainable = False
model = keras.Sequential([${layers}base, keras.layers.Dropout(0.2), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, validation_data=val, ${fit})
`,
})
const folders = `train = keras.utils.image_dataset_from_directory('flowers/train')
val = keras.utils.image_dataset_from_directory('flowers/val')`

ruleTester(rule, {
  sick: [
    {
      name: 'datasets of folders',
      files: script(folders),
      dataset: few,
      findings: [
        {
          at: 'train.py:4',
          says: '240 images of 3 classes are trained on without augmentation: below 1000 per class',
        },
      ],
      unfixed,
    },
    {
      name: 'generators that only scale',
      files:
        script(`train = ImageDataGenerator(validation_split=0.2).flow_from_directory('flowers', subset='training')
val = ImageDataGenerator(validation_split=0.2).flow_from_directory('flowers', subset='validation')`),
      dataset: photos(80, 'all'),
      findings: [{ at: 'train.py:4' }],
      unfixed,
    },
    {
      name: 'a dataset that is mapped, cached and shuffled',
      files: script(`${folders}
train = train.map(lambda x, y: (tf.cast(x, tf.float32), y)).cache().shuffle(1000).prefetch(tf.data.AUTOTUNE)`),
      dataset: few,
      findings: [{ at: 'train.py:6' }],
      unfixed,
    },
    {
      name: 'random arguments that are all switched off',
      files:
        script(`train = ImageDataGenerator(rotation_range=0, horizontal_flip=False).flow_from_directory('flowers/train')
val = ImageDataGenerator().flow_from_directory('flowers/val')`),
      dataset: few,
      findings: [{ at: 'train.py:4' }],
      unfixed,
    },
    {
      name: 'augmentation layers that the model does not use',
      files:
        script(`augment = keras.Sequential([keras.layers.RandomFlip('horizontal'), keras.layers.RandomRotation(0.1)])
${folders}`),
      dataset: few,
      findings: [{ at: 'train.py:5' }],
      unfixed,
    },
    {
      name: 'two phases in a notebook, one word',
      files: {
        'n.ipynb': notebook(
          `import keras\n${folders}`,
          "base = keras.applications.EfficientNetB0(include_top=False, pooling='avg')\nbase.trainable = False\nmodel = keras.Sequential([base, keras.layers.Dense(3, activation='softmax')])",
          "model.compile('adam', 'sparse_categorical_crossentropy')\nmodel.fit(train, validation_data=val, epochs=10)",
          "base.trainable = True\nmodel.compile(keras.optimizers.Adam(1e-5), 'sparse_categorical_crossentropy')\nmodel.fit(train, validation_data=val, epochs=10)",
        ),
      },
      dataset: few,
      findings: [{ at: 'n.ipynb cell 1:2' }],
      unfixed,
    },
  ],
  healthy: [
    {
      name: 'layers in the model',
      files: script(folders, "keras.layers.RandomFlip('horizontal'), "),
      dataset: few,
    },
    {
      name: 'transforms in the dataset',
      files: script(`${folders}
train = train.map(lambda x, y: (tf.image.random_flip_left_right(x), y))`),
      dataset: few,
    },
    {
      name: 'an augmenting generator',
      files:
        script(`train = ImageDataGenerator(rotation_range=20, zoom_range=0.1).flow_from_directory('flowers/train')
val = ImageDataGenerator().flow_from_directory('flowers/val')`),
      dataset: few,
    },
    { name: 'many images', files: script(folders), dataset: photos(1200) },
    {
      name: 'a function that we do not see',
      files: script(`from augment import augment
${folders}
train = train.map(augment)`),
      dataset: few,
    },
    {
      name: 'augmented only in the second phase',
      files: script(
        `${folders}
strong = train.map(lambda x, y: (tf.image.random_flip_left_right(x), y))`,
        '',
        'epochs=5)\nmodel.fit(strong, validation_data=val, epochs=20',
      ),
      dataset: few,
    },
    { name: 'a dataset from another module', files: script('from data import train, val'), dataset: few },
    { name: 'a few epochs', files: script(folders, '', 'epochs=2'), dataset: few },
  ],
})
