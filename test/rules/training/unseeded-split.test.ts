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

const listed = (lines: string) => ({
  'train.py': `import glob, random
import numpy as np
import tensorflow as tf
paths = sorted(glob.glob('data/*/*.jpg'))
${lines}
train = tf.data.Dataset.from_tensor_slices(train_paths).batch(8)
val = tf.data.Dataset.from_tensor_slices(val_paths).batch(8)
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train, validation_data=val)
`,
})
const halves = 'train_paths, val_paths = paths[:800], paths[800:]'
const tables = (lines: string) => ({
  'train.py': `import pandas as pd
from keras.preprocessing.image import ImageDataGenerator
import keras
df = pd.read_csv('labels.csv')
${lines}
gen = ImageDataGenerator(rescale=1 / 255)
model = keras.Sequential([keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(gen.flow_from_dataframe(train_df, 'images'), validation_data=gen.flow_from_dataframe(val_df, 'images'))
`,
})
const torch = (split: string) => ({
  'train.py': `import torch
from torch.utils.data import DataLoader, random_split
from torchvision import datasets, models
dataset = datasets.ImageFolder('data')
${split}
model = models.resnet18()
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(5):
    model.train()
    for x, y in DataLoader(train, batch_size=8, shuffle=True):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        for x, y in DataLoader(val, batch_size=8):
            print(model(x).argmax(1) == y)
`,
})

ruleTester(rule, {
  healthy: [
    {
      name: 'a shuffle behind random.seed',
      files: listed(`random.seed(7)\nrandom.shuffle(paths)\n${halves}`),
    },
    {
      name: 'a shuffle behind numpy.random.seed in a function',
      files: listed(
        `def prepare(seed):\n    np.random.seed(seed)\nprepare(3)\nnp.random.shuffle(paths)\n${halves}`,
      ),
    },
    {
      name: 'a generator with a seed',
      files: listed(`rng = np.random.default_rng(1)\nrng.shuffle(paths)\n${halves}`),
    },
    {
      name: 'a generator with a seed that is given at run time',
      files: listed(`rng = np.random.default_rng(args.seed)\nrng.shuffle(paths)\n${halves}`),
    },
    {
      name: 'an unseeded shuffle of one side behind the cut',
      files: listed(`${halves}\nrandom.shuffle(train_paths)`),
    },
    {
      name: 'folds without shuffling',
      files: listed(`from sklearn.model_selection import KFold
paths = np.array(paths)
for tr, va in KFold(n_splits=5).split(paths):
    train_paths, val_paths = paths[tr], paths[va]`),
    },
    {
      name: 'a sampled table with random_state',
      files: tables('train_df = df.sample(frac=0.8, random_state=1)\nval_df = df.drop(train_df.index)'),
    },
    {
      name: 'a table in a new order without a seed, split by a column',
      files: tables("df = df.sample(frac=1)\ntrain_df, val_df = df, pd.read_csv('val.csv')"),
    },
    {
      name: 'random_split with a generator',
      files: torch(
        'train, val = random_split(dataset, [0.8, 0.2], generator=torch.Generator().manual_seed(1))',
      ),
    },
    {
      name: 'random_split behind torch.manual_seed',
      files: torch('torch.manual_seed(0)\ntrain, val = random_split(dataset, [0.8, 0.2])'),
    },
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
      name: 'folds of a table that is not followed',
      files: {
        'train.py': `import keras, pandas as pd
from keras.preprocessing.image import ImageDataGenerator
from sklearn.model_selection import StratifiedKFold
table = pd.concat(tables)
gen = ImageDataGenerator(rescale=1 / 255)
for rows, others in StratifiedKFold(n_splits=5, shuffle=True).split(table, table.label):
    model = keras.Sequential([keras.layers.Dense(2)])
    model.compile('adam', 'mse')
    train = gen.flow_from_dataframe(table.iloc[rows], 'images')
    model.fit(train, validation_data=gen.flow_from_dataframe(table.iloc[others], 'images'), epochs=3)
`,
      },
      findings: [{ at: 'train.py:6' }],
    },
    {
      name: 'random.shuffle before a cut',
      files: listed(`random.shuffle(paths)\n${halves}`),
      findings: [{ at: 'train.py:5', says: 'drawn without a seed' }],
    },
    {
      name: 'numpy.random.shuffle before a cut',
      files: listed(`np.random.shuffle(paths)\n${halves}`),
      findings: [{ at: 'train.py:5' }],
    },
    {
      name: 'numpy.random.permutation in a function',
      files: listed(`def cut(items):
    order = np.random.permutation(len(items))
    items = np.array(items)
    return items[order[200:]], items[order[:200]]
train_paths, val_paths = cut(paths)`),
      findings: [{ at: 'train.py:6' }],
    },
    {
      name: 'a generator without a seed',
      files: listed(`rng = np.random.default_rng()\nrng.shuffle(paths)\n${halves}`),
      findings: [{ at: 'train.py:6' }],
    },
    {
      name: 'Python seeded, numpy shuffles',
      files: listed(`random.seed(1)\nnp.random.shuffle(paths)\n${halves}`),
      findings: [{ at: 'train.py:6' }],
    },
    {
      name: 'folds that are shuffled without a seed',
      files: listed(`from sklearn.model_selection import KFold
paths = np.array(paths)
kf = KFold(n_splits=5, shuffle=True)
for tr, va in kf.split(paths):
    train_paths, val_paths = paths[tr], paths[va]`),
      findings: [{ at: 'train.py:7' }],
    },
    {
      name: 'a sampled table',
      files: tables('train_df = df.sample(frac=0.8)\nval_df = df.drop(train_df.index)'),
      findings: [{ at: 'train.py:5' }],
    },
    {
      name: 'random_split',
      files: torch('train, val = random_split(dataset, [0.8, 0.2])'),
      findings: [{ at: 'train.py:5', says: 'no seeded generator' }],
    },
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
