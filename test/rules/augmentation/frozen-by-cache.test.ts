import rule from '../../../rules/augmentation/frozen-by-cache.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const tf = `import tensorflow as tf
from tensorflow.keras import layers
train = tf.keras.utils.image_dataset_from_directory('train')
val = tf.keras.utils.image_dataset_from_directory('val')
augment = tf.keras.Sequential([layers.RandomFlip('horizontal'), layers.RandomRotation(0.1)])
def flip(x, y):
    return tf.image.random_flip_left_right(x), y
`
const fit = 'model.fit(train, validation_data=val, epochs=9)\n'
const script = (body: string) => ({ 'train.py': `${tf}${body}${fit}` })
const unfixed = 'where to cache is for the person to say'

ruleTester(rule, {
  sick: [
    {
      name: 'a function that is told by partial to augment',
      files: {
        'train.py': `from functools import partial
import tensorflow as tf

def read(path, training):
    image = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
    return tf.image.random_flip_left_right(image) if training else image

train = tf.data.Dataset.list_files('train/*/*.jpg').map(partial(read, training=True)).cache().batch(32)
model.fit(train, epochs=10)
`,
      },
      findings: [{ at: 'train.py:8, train.py:6' }],
      unfixed: 'cache has to change places',
    },
    {
      name: 'map, then cache',
      files: script('train = train.map(flip).cache().prefetch(2)\n'),
      findings: [
        { at: 'train.py:8, train.py:7', says: 'tf.image.random_flip_left_right drew in the first epoch' },
      ],
      unfixed,
    },
    {
      name: 'an augmentation model, cached at the end of the chain',
      files: script(
        'train = train.map(lambda x, y: (augment(x, training=True), y))\ntrain = train.prefetch(2).cache()\n',
      ),
      findings: [{ at: 'train.py:9, train.py:5', says: 'layers.RandomFlip, layers.RandomRotation' }],
      unfixed,
    },
    {
      name: 'a function that caches what it is given',
      files: script(`def fast(ds):
    return ds.cache().shuffle(100).prefetch(tf.data.AUTOTUNE)
train = fast(train.map(flip))
val = fast(val)
`),
      findings: [{ at: 'train.py:9, train.py:7' }],
      unfixed,
    },
    {
      name: 'one path of an augment flag',
      files: script(`def prepare(ds, augmented=False):
    if augmented:
        ds = ds.map(flip)
    return ds.batch(8).cache('/tmp/cache')
train = prepare(train, augmented=True)
val = prepare(val)
`),
      findings: [{ at: 'train.py:11, train.py:7' }],
      unfixed,
    },
    {
      name: 'cells of a notebook',
      files: { 'n.ipynb': notebook(tf, 'train = train.map(flip)', 'train = train.cache()', fit) },
      findings: [{ at: 'n.ipynb cell 3:1, n.ipynb cell 1:7' }],
      unfixed,
    },
    {
      name: 'a chance of numpy in the mapped function',
      files: script(`import random
def maybe(x, y):
    if random.random() < 0.5:
        x = tf.image.flip_up_down(x)
    return x, y
train = train.map(maybe).cache()
`),
      findings: [{ at: 'train.py:13, train.py:11' }],
      unfixed,
    },
  ],
  healthy: [
    { name: 'cache, then map', files: script('train = train.cache().map(flip).prefetch(2)\n') },
    { name: 'no cache', files: script('train = train.map(flip)\n') },
    {
      name: 'a cache of images that do not vary',
      files: script('train = train.map(lambda x, y: (x / 255, y)).cache()\n'),
    },
    { name: 'a cached validation set', files: script('train = train.map(flip)\nval = val.cache()\n') },
    {
      name: 'more chance behind the cache',
      files: script('train = train.map(flip).cache().map(lambda x, y: (augment(x), y))\n'),
    },
    {
      name: 'random layers inside the model',
      files: {
        'train.py': `${tf}train = train.cache()
model = tf.keras.Sequential([augment, layers.Flatten(), layers.Dense(2)])
model.compile('adam', 'mse')
${fit}`,
      },
    },
    { name: 'a cache of what we cannot follow', files: script('train = train.map(stranger).cache()\n') },
  ],
})
