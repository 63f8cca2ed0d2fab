import rule from '../../../rules/training/unseeded-split.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const script = (split: string, before = '') => ({
  'train.py': `import numpy as np
import keras
from sklearn.model_selection import train_test_split
${before}
x, y = np.load('x.npy'), np.load('y.npy')
${split}
model = keras.Sequential([keras.layers.Dense(2)])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x_train, y_train, validation_data=(x_val, y_val))
`,
})
const sides = 'x_train, x_val, y_train, y_val'

ruleTester(rule, {
  healthy: [
    {
      name: 'a random_state',
      files: script(`${sides} = train_test_split(x, y, test_size=0.2, random_state=0)`),
    },
    {
      name: 'a random_state that is given at run time',
      files: script(`${sides} = train_test_split(x, y, random_state=args.seed)`),
    },
    {
      name: 'a generator as random_state',
      files: script(`${sides} = train_test_split(x, y, random_state=np.random.RandomState(7))`),
    },
    { name: 'no shuffling', files: script(`${sides} = train_test_split(x, y, shuffle=False)`) },
    {
      name: 'a shuffle setting that is not known',
      files: script(`${sides} = train_test_split(x, y, shuffle=args.shuffle)`),
    },
    { name: 'seeded numpy', files: script(`${sides} = train_test_split(x, y)`, 'np.random.seed(42)') },
    {
      name: 'seeded numpy, imported by name',
      files: script(`${sides} = train_test_split(x, y)`, 'from numpy.random import seed\nseed(1)'),
    },
    {
      name: 'set_random_seed of Keras',
      files: script(`${sides} = train_test_split(x, y)`, 'keras.utils.set_random_seed(812)'),
    },
    {
      name: 'a function of the program that seeds numpy',
      files: script(
        `${sides} = train_test_split(x, y)`,
        'def fix(seed):\n    np.random.seed(seed)\n\nfix(3)',
      ),
    },
    {
      name: 'a function that we do not see, called seed_everything',
      files: script(
        `${sides} = train_test_split(x, y)`,
        'from common import seed_everything\nseed_everything(3)',
      ),
    },
    {
      name: 'options that we do not see',
      files: script(`${sides} = train_test_split(x, y, **options())`),
    },
    {
      name: 'validation_split of fit, which cuts without chance',
      files: {
        'train.py': `import numpy as np
import keras
model = keras.Sequential([keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(np.load('x.npy'), np.load('y.npy'), validation_split=0.2)
`,
      },
    },
  ],
  sick: [
    {
      name: 'no random_state',
      files: script(`${sides} = train_test_split(x, y, test_size=0.2)`),
      findings: [{ at: 'train.py:6', says: 'no random_state' }],
    },
    {
      name: 'nothing but the arrays',
      files: script(`${sides} = train_test_split(x, y)`),
      findings: [{ at: 'train.py:6' }],
    },
    {
      name: 'random_state=None',
      files: script(`${sides} = train_test_split(x, y, random_state=None, stratify=y)`),
      findings: [{ at: 'train.py:6' }],
    },
    {
      name: 'a call over several lines, with a comma at its end',
      files: script(`${sides} = train_test_split(
    x,
    y,
    test_size=(0.2),
    stratify=y,  # keep the shares
)`),
      findings: [{ at: 'train.py:6' }],
    },
    {
      name: 'only TensorFlow and Python seeded',
      files: script(
        `${sides} = train_test_split(x, y)`,
        'import random; import tensorflow as tf; tf.random.set_seed(1); random.seed(1)',
      ),
      findings: [{ at: 'train.py:6' }],
    },
    {
      name: 'lists of paths that become datasets',
      files: {
        'train.py': `import glob
import keras
import tensorflow as tf
from sklearn.model_selection import train_test_split
paths = sorted(glob.glob('data/*/*.jpg'))
labels = [p.split('/')[1] for p in paths]
train_paths, val_paths, train_labels, val_labels = train_test_split(paths, labels, test_size=0.25, shuffle=True)
train = tf.data.Dataset.from_tensor_slices((train_paths, train_labels)).batch(8)
val = tf.data.Dataset.from_tensor_slices((val_paths, val_labels)).batch(8)
model = keras.Sequential([keras.layers.Dense(2)])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, validation_data=val)
`,
      },
      findings: [{ at: 'train.py:7' }],
    },
  ],
})
