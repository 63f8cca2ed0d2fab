import rule from '../../../rules/leakage/split-after-augmentation.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const model = `model = Sequential([Conv2D(32, 3, activation='relu'), Flatten(), Dropout(0.5), Dense(2, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
`
/** A script around the lines that load, copy and split, which begin in line 10. */
const script = (
  body: string,
  fit = 'model.fit(X_train, y_train, validation_data=(X_val, y_val), epochs=20)',
) => ({
  'train.py': `import cv2, glob, os
import numpy as np
import pandas as pd
import tensorflow as tf
from imblearn.over_sampling import SMOTE, RandomOverSampler
from imblearn.under_sampling import RandomUnderSampler
from sklearn.model_selection import train_test_split
from sklearn.utils import resample
from keras.models import Sequential; from keras.layers import Conv2D, Dense, Dropout, Flatten
${body}
${model}${fit}
`,
})
const unfixed = 'lines have to change places'

ruleTester(rule, {
  sick: [
    {
      name: 'rows of the rare classes three times more, paths with their folder before them',
      files: script(
        `table = pd.read_csv('skin.csv')
rare = table[table.dx != 'nv']
table = pd.concat([table] + [rare] * 3, ignore_index=True).sample(frac=1, random_state=0)
train, held = train_test_split(table, test_size=0.2, random_state=0)
def read(path, y):
    return tf.image.resize(tf.io.decode_jpeg(tf.io.read_file(path)), (64, 64)), y
def dataset(part):
    return tf.data.Dataset.from_tensor_slices((('photos/' + part.image_id + '.jpg').values, part.y.values)).map(read).batch(32)`,
        'model.fit(dataset(train), validation_data=dataset(held), epochs=20)',
      ),
      findings: [{ at: 'train.py:12, train.py:13', says: 'pd.concat' }],
      unfixed,
    },
    {
      name: 'classes drawn to one size each, before folds',
      files: script(
        `from sklearn.model_selection import StratifiedKFold
from keras.preprocessing.image import ImageDataGenerator
table = pd.read_csv('plants.csv')
groups = [table[table.label == name] for name in table.label.unique()]
table = pd.concat([resample(group, n_samples=500, random_state=3) for group in groups]).sample(frac=1, random_state=3)
gen = ImageDataGenerator(rescale=1 / 255)`,
        `for train, held in StratifiedKFold(5, shuffle=True, random_state=3).split(table, table.label):
    model.fit(gen.flow_from_dataframe(table.iloc[train], 'photos'), validation_data=gen.flow_from_dataframe(table.iloc[held], 'photos'), epochs=20)`,
      ),
      findings: [{ at: 'train.py:14, train.py:18', says: 'resample' }],
      unfixed,
    },
    {
      name: 'turned versions of each photo, made by a function in a loop inside that over the photos',
      files: script(`X = np.array([cv2.imread(path) for path in sorted(glob.glob('coins/*/*.jpg'))])
def enlarge(images):
    out = []
    for image in images:
        for quarter in range(4):
            out.append(np.rot90(image, quarter))
    return np.stack(out)
X = enlarge(X)
X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=1)`),
      findings: [{ at: 'train.py:16, train.py:18', says: 'np.rot90' }],
      unfixed,
    },
    {
      name: 'what a library of augmentation makes of an array, beside it',
      files: script(`X = np.array(json.load(open('ships.json'))['data']).reshape(-1, 80, 80, 3)
X_more = augment(images=X)
X = np.concatenate([X, X_more], axis=0)
X_train, X_val, y_train, y_val = train_test_split(X / 255.0, np.concatenate([y, y]), random_state=1)`),
      findings: [{ at: 'train.py:12, train.py:13', says: 'np.concatenate' }],
      unfixed,
    },
    {
      name: 'flipped copies beside the photos, split, and then scaled by a function that is mapped over them',
      files: {
        'train.py': `import os
import random
import cv2
import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras
images, labels = [], []
for number in range(len(os.listdir('signs'))):
    for name in os.listdir('signs/' + str(number)):
        image = cv2.resize(cv2.imread('signs/' + str(number) + '/' + name), (32, 32))
        images.append(image)
        labels.append(number)
        if random.random() < 0.3:
            images.append(cv2.flip(image, 1))
            labels.append(number)
images, labels = np.array(images), np.array(labels)
x_train, x_test, y_train, y_test = train_test_split(images, labels, test_size=0.2, random_state=1)
def grey(image):
    return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) / 255
x_train = np.array(list(map(grey, x_train))).reshape(-1, 32, 32, 1)
x_test = np.array([grey(image) for image in x_test]).reshape(-1, 32, 32, 1)
model = keras.Sequential([keras.layers.Conv2D(8, 3), keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(9, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x_train, y_train, epochs=10, validation_data=(x_test, y_test))
`,
      },
      findings: [{ at: 'train.py:14, train.py:17', says: 'cv2.flip gives images more than once' }],
      unfixed: 'the copies are made in a loop',
    },
    {
      name: 'mirrored copies in the lines above the split',
      files: script(`X, y = np.load('x.npy'), np.load('y.npy')
# twice as many
X = np.concatenate([X, X[:, :, ::-1]])
y = np.concatenate([y, y])
X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=3, stratify=y)  # a fifth`),
      findings: [{ at: 'train.py:12, train.py:14', says: 'np.concatenate gives images more than once' }],
    },
    {
      name: 'versions of each array in a list of their own, split twice',
      files: script(`X = np.array([cv2.imread(path) for path in glob.glob('photos/*.jpg')])
more, labels = [], []
for image, label in zip(X, y):
    more.append(image)
    more.append(np.fliplr(image))
    more.append(np.clip(image * 1.2, 0, 255))
    labels += [label, label, label]
X_train, X_test, y_train, y_test = train_test_split(np.array(more), labels, random_state=1)
X_train, X_val, y_train, y_val = train_test_split(X_train, y_train, random_state=1)`),
      findings: [{ at: 'train.py:14, train.py:18', says: 'np.fliplr gives images more than once' }],
      unfixed,
    },
    {
      name: 'rare classes drawn more often before the folds',
      files: script(
        `from sklearn.model_selection import StratifiedKFold
from keras.preprocessing.image import ImageDataGenerator
parts = []
for label, group in pd.read_csv('labels.csv').groupby('label'):
    if label != 'healthy':
        group = resample(group, replace=True, n_samples=5000, random_state=0)
    parts.append(group)
table = pd.concat(parts).reset_index(drop=True)
folds = StratifiedKFold(5, shuffle=True, random_state=1)
train_rows, val_rows = next(folds.split(table, table.label))
gen = ImageDataGenerator(rescale=1 / 255)
train = gen.flow_from_dataframe(table.iloc[train_rows], 'images', class_mode='sparse')
val = gen.flow_from_dataframe(table.iloc[val_rows], 'images', class_mode='sparse')`,
        'model.fit(train, validation_data=val, epochs=20)',
      ),
      findings: [{ at: 'train.py:15, train.py:18', says: 'resample gives images more than once' }],
      unfixed,
    },
    {
      name: 'random oversampling of flattened images, then the split',
      files: script(`X, y = np.load('x.npy'), np.load('y.npy')
ros = RandomOverSampler(random_state=42)
X_res, y_res = ros.fit_resample(X.reshape(len(X), -1), y)
X_res = X_res.reshape(-1, 64, 64, 3) / 255.0
X_train, X_val, y_train, y_val = train_test_split(X_res, y_res, test_size=0.2, random_state=42)`),
      findings: [{ at: 'train.py:12, train.py:14', says: 'RandomOverSampler gives images more than once' }],
      unfixed,
    },
    {
      name: 'SMOTE in a function that prepares everything',
      files: script(`def load_balanced(path):
    data = np.load(path)
    X_balanced, y_balanced = SMOTE().fit_resample(data['x'], data['y'])
    return train_test_split(X_balanced, y_balanced, test_size=0.25, stratify=y_balanced)
X_train, X_val, y_train, y_val = load_balanced('scans.npz')`),
      findings: [{ at: 'train.py:12, train.py:13', says: 'copies of one image are on both sides' }],
      unfixed,
    },
    {
      name: 'a table of files that is oversampled and split twice, as in a public project',
      files: {
        'train.py': `from sklearn.model_selection import train_test_split
from imblearn.over_sampling import RandomOverSampler
from tensorflow.keras.preprocessing.image import ImageDataGenerator
import tensorflow as tf
import pandas as pd
df = pd.DataFrame({'filename': file_paths, 'class': classes})
oversampler = RandomOverSampler(random_state=42)
X_resampled, y_resampled = oversampler.fit_resample(df[['filename']], df['class'])
X_resampled_flat = X_resampled['filename']
resampled_df = pd.DataFrame({'filename': X_resampled_flat, 'class': y_resampled})
train_df, test_df = train_test_split(resampled_df, test_size=0.2, random_state=42)
train_df, val_df = train_test_split(train_df, test_size=0.2, random_state=42)
datagen = ImageDataGenerator(rescale=1./255)
train_generator = datagen.flow_from_dataframe(train_df, x_col='filename', y_col='class', target_size=(224, 224))
val_generator = datagen.flow_from_dataframe(val_df, x_col='filename', y_col='class', target_size=(224, 224), shuffle=False)
model = tf.keras.Sequential([tf.keras.layers.Conv2D(8, 3), tf.keras.layers.Flatten(), tf.keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'categorical_crossentropy')
model.fit(train_generator, epochs=10, validation_data=val_generator)
`,
      },
      findings: [{ at: 'train.py:8, train.py:12', says: 'before they are split in line 12' }],
      unfixed,
    },
    {
      name: 'flipped copies beside every image',
      files: script(`images, labels = [], []
for path in glob.glob('xrays/*/*.png'):
    image = cv2.resize(cv2.imread(path), (128, 128))
    images.append(image)
    labels.append(os.path.basename(os.path.dirname(path)))
    images.append(cv2.flip(image, 1))
    labels.append(os.path.basename(os.path.dirname(path)))
images = np.array(images) / 255.0
X_train, X_val, y_train, y_val = train_test_split(images, np.array(labels), test_size=0.2, random_state=7)`),
      findings: [{ at: 'train.py:15, train.py:18', says: 'cv2.flip gives images more than once' }],
      unfixed,
    },
    {
      name: 'a mirrored copy of the whole array',
      files: script(`images = []
for path in glob.glob('photos/*.jpg'):
    images.append(cv2.imread(path))
X = np.array(images)
X = np.concatenate([X, np.flip(X, axis=2)])
y = np.concatenate([y, y])
X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=1)`),
      findings: [{ at: 'train.py:14, train.py:16', says: 'np.concatenate' }],
    },
    {
      name: 'images repeated along the first axis',
      files: script(`X = np.repeat(np.load('rare.npy'), 5, axis=0)
X_train, X_val, y_train, y_val = train_test_split(X, np.repeat(labels, 5, axis=0), random_state=0)`),
      findings: [{ at: 'train.py:10, train.py:11', says: 'np.repeat' }],
      unfixed,
    },
    {
      name: 'a repeated dataset that is cut by take and skip',
      files: script(
        `ds = tf.keras.utils.image_dataset_from_directory('all', batch_size=None, shuffle=False).repeat(4)
train_ds = ds.take(800).batch(32)
val_ds = ds.skip(800).batch(32)`,
        'model.fit(train_ds, validation_data=val_ds, epochs=5)',
      ),
      findings: [{ at: 'train.py:10, train.py:11', says: 'repeat' }],
      unfixed,
    },
    {
      name: 'cells of a notebook',
      files: {
        'n.ipynb': notebook(
          'import numpy as np\nfrom imblearn.over_sampling import SMOTE\nfrom sklearn.model_selection import train_test_split\nfrom tensorflow import keras',
          "X = np.load('X.npy').reshape(1000, -1)\ny = np.load('y.npy')",
          'X, y = SMOTE(random_state=2).fit_resample(X, y)',
          'X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=2)',
          "model = keras.Sequential([keras.layers.Dense(3, activation='softmax')])\nmodel.compile('adam', 'sparse_categorical_crossentropy')\nmodel.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=20)",
        ),
      },
      findings: [{ at: 'n.ipynb cell 3:1, n.ipynb cell 4:1' }],
      unfixed,
    },
    {
      name: 'oversampling in the line before the split',
      files: script(`X, y = np.load('x.npy'), np.load('y.npy')
ros = RandomOverSampler(random_state=42)
X_res, y_res = ros.fit_resample(X, y)
X_train, X_val, y_train, y_val = train_test_split(X_res, y_res, test_size=0.2, random_state=42, stratify=y_res)`),
      findings: [{ at: 'train.py:12, train.py:13', says: 'RandomOverSampler gives images more than once' }],
    },
  ],
  healthy: [
    {
      name: 'columns of one table put beside it',
      files: script(
        `table = pd.read_csv('skin.csv')
table = pd.concat([table, table['dx'].map(len)], axis='columns')
train, held = train_test_split(table, test_size=0.2, random_state=0)
from keras.preprocessing.image import ImageDataGenerator
gen = ImageDataGenerator(rescale=1 / 255)`,
        'model.fit(gen.flow_from_dataframe(train, "photos"), validation_data=gen.flow_from_dataframe(held, "photos"), epochs=20)',
      ),
    },
    {
      name: 'photos of every folder and every ending, each of them once',
      files: script(`X = []
for folder in sorted(os.listdir('coins')):
    for ending in ('*.jpg', '*.png'):
        for path in glob.glob(os.path.join('coins', folder, ending)):
            X.append(cv2.imread(path))
X_train, X_val, y_train, y_val = train_test_split(np.array(X), y, random_state=1)`),
    },
    {
      name: 'two arrays of different photos, one behind the other',
      files: script(`X = np.load('first.npy')
X_more = scaled(np.load('second.npy'))
X = np.concatenate([X, X_more], axis=0)
X_train, X_val, y_train, y_val = train_test_split(X / 255.0, y, random_state=1)`),
    },
    {
      name: 'three channels made of one',
      files: script(`X = np.concatenate([np.load('x.npy')] * 3, axis=-1)
grey = np.load('grey.npy')
X = np.concatenate([grey, grey, grey], axis=3)
X_train, X_val, y_train, y_val = train_test_split(X, np.load('y.npy'), random_state=1)`),
    },
    {
      name: 'mirrored copies of the training side of a fold',
      files: script(`from sklearn.model_selection import KFold
X, y = np.stack([cv2.imread(path) for path in glob.glob('photos/*.jpg')]), np.load('y.npy')
for rows, held_out in KFold(5, shuffle=True, random_state=0).split(X):
    X_train, X_val, y_train, y_val = X[rows], X[held_out], y[rows], y[held_out]
    X_train = np.concatenate([X_train, X_train[:, :, ::-1]])
    y_train = np.concatenate([y_train, y_train])`),
    },
    {
      name: 'oversampling of the training side alone',
      files: script(`X, y = np.load('x.npy'), np.load('y.npy')
X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=42)
X_train, y_train = SMOTE().fit_resample(X_train.reshape(len(X_train), -1), y_train)`),
    },
    {
      name: 'undersampling, which copies nothing',
      files: script(`X, y = RandomUnderSampler().fit_resample(np.load('x.npy'), np.load('y.npy'))
X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=42)`),
    },
    {
      name: 'grey images repeated along the channels',
      files: script(`X = np.repeat(np.load('grey.npy')[..., np.newaxis], 3, axis=-1)
X_train, X_val, y_train, y_val = train_test_split(X, labels, random_state=42)`),
    },
    {
      name: 'two sets put together',
      files: script(`(xa, ya), (xb, yb) = tf.keras.datasets.cifar10.load_data()
X = np.concatenate([xa, xb])
y = np.concatenate([ya, yb])
X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=42)`),
    },
    {
      name: 'augmentation of the generator behind the split',
      files: script(
        `X_train, X_val, y_train, y_val = train_test_split(np.load('x.npy'), np.load('y.npy'), random_state=1)
datagen = tf.keras.preprocessing.image.ImageDataGenerator(horizontal_flip=True)`,
        'model.fit(datagen.flow(X_train, y_train), validation_data=(X_val, y_val), epochs=20)',
      ),
    },
    {
      name: 'resampling without replacement',
      files: script(`X, y = resample(np.load('x.npy'), np.load('y.npy'), replace=False, n_samples=500)
X_train, X_val, y_train, y_val = train_test_split(X, y, random_state=42)`),
    },
    {
      name: 'one image read, changed and kept once',
      files: script(`images = []
for path in glob.glob('photos/*.jpg'):
    image = cv2.imread(path)
    image = cv2.flip(image, 1)
    images.append(image / 255.0)
X_train, X_val, y_train, y_val = train_test_split(np.array(images), labels, random_state=1)`),
    },
    {
      name: 'a training side that is repeated after take',
      files: script(
        `ds = tf.keras.utils.image_dataset_from_directory('all', batch_size=None, shuffle=False)
train_ds = ds.take(800).repeat().batch(32)
val_ds = ds.skip(800).batch(32)`,
        'model.fit(train_ds, validation_data=val_ds, epochs=5, steps_per_epoch=25)',
      ),
    },
  ],
})
