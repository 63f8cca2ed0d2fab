import rule from '../../../rules/leakage/fit-before-split.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A script around the lines that fit and split, which begin in line 10; X and y are loaded before. */
const script = (
  body: string,
  fit = 'model.fit(X_train, y_train, validation_data=(X_val, y_val), epochs=20)',
) => ({
  'train.py': `import numpy as np
import tensorflow as tf
from sklearn.decomposition import PCA
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, MinMaxScaler, StandardScaler
from tensorflow.keras.preprocessing.image import ImageDataGenerator
X = np.load('features.npy')
y = np.load('labels.npy')
${body}
model = tf.keras.Sequential([tf.keras.layers.Dense(64, activation='relu'), tf.keras.layers.Dropout(0.3), tf.keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
${fit}
`,
})
const split = 'X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=0)'
const unfixed = 'lines have to change places'

ruleTester(rule, {
  sick: [
    {
      name: 'mean and deviation of all images',
      files: script(`import cv2, glob
X = np.array([cv2.imread(path) for path in glob.glob('photos/*.jpg')], dtype='float32')
X = (X - X.mean(axis=0)) / (np.std(X, axis=0) + 1e-6)
${split}`),
      findings: [{ at: 'train.py:12, train.py:13', says: 'X.mean(axis=0) learns from all samples' }],
      unfixed,
    },
    {
      name: 'mean and deviation of samples that come in an array, applied before folds',
      files: script(
        `from sklearn.model_selection import KFold
mean, std = X.mean(axis=0), X.std(axis=0) + 1e-7
X = (X - mean) / std`,
        `for train, held in KFold(5, shuffle=True, random_state=0).split(X):
    model.fit(X[train], y[train], epochs=20)
    model.evaluate(X[held], y[held])`,
      ),
      findings: [{ at: 'train.py:11, train.py:15' }],
      unfixed,
    },
    {
      name: 'a scaler fitted and applied to everything',
      files: script(`scaler = StandardScaler()
X = scaler.fit_transform(X)
${split}`),
      findings: [{ at: 'train.py:11, train.py:12', says: 'learns from all samples' }],
      unfixed,
    },
    {
      name: 'fitted on everything, applied to each side',
      files: script(`scaler = MinMaxScaler().fit(X)
${split}
X_train = scaler.transform(X_train)
X_val = scaler.transform(X_val)`),
      findings: [{ at: 'train.py:10, train.py:11', says: 'MinMaxScaler' }],
      unfixed,
    },
    {
      name: 'PCA before the split',
      files: script(`pca = PCA(n_components=50)
X_pca = pca.fit_transform(X.reshape(len(X), -1))
X_train, X_val, y_train, y_val = train_test_split(X_pca, y, stratify=y, random_state=3)`),
      findings: [{ at: 'train.py:11, train.py:12', says: 'PCA' }],
      unfixed,
    },
    {
      name: 'feature selection, with labels',
      files: script(`selector = SelectKBest(f_classif, k=200)
X = selector.fit_transform(X, y)
${split}`),
      findings: [{ at: 'train.py:11, train.py:12', says: 'SelectKBest' }],
      unfixed,
    },
    {
      name: 'a generator fitted on the whole array',
      files: script(
        `datagen = ImageDataGenerator(featurewise_center=True, featurewise_std_normalization=True)
datagen.fit(X)
${split}`,
        'model.fit(datagen.flow(X_train, y_train), validation_data=datagen.flow(X_val, y_val), epochs=20)',
      ),
      findings: [{ at: 'train.py:11, train.py:12', says: 'featurewise_center' }],
      unfixed,
    },
    {
      name: 'a layer adapted to the whole array',
      files: {
        'train.py': `import numpy as np
from tensorflow import keras
from sklearn.model_selection import train_test_split
images = np.load('images.npy')
norm = keras.layers.Normalization(axis=-1)
norm.adapt(images)
x_train, x_val, y_train, y_val = train_test_split(images, np.load('y.npy'), random_state=8)
model = keras.Sequential([norm, keras.layers.Conv2D(8, 3), keras.layers.Flatten(), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=10)
`,
      },
      findings: [{ at: 'train.py:6, train.py:7', says: 'keras.layers.Normalization' }],
      unfixed,
    },
    {
      name: 'scaled in one cell, split in another',
      files: {
        'n.ipynb': notebook(
          "import numpy as np\nfrom sklearn.preprocessing import StandardScaler\nfrom sklearn.model_selection import train_test_split\nfrom tensorflow import keras\nX = np.load('x.npy')",
          'X = StandardScaler().fit_transform(X)',
          "X_train, X_test, y_train, y_test = train_test_split(X, np.load('y.npy'), random_state=1)",
          "model = keras.Sequential([keras.layers.Dense(5, activation='softmax')])\nmodel.compile('adam', 'sparse_categorical_crossentropy')\nmodel.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=5)",
        ),
      },
      findings: [{ at: 'n.ipynb cell 2:1, n.ipynb cell 3:1' }],
      unfixed,
    },
    {
      name: 'scaled as a whole, held back by fit',
      files: script(
        'X = StandardScaler().fit_transform(X)',
        'model.fit(X, y, validation_split=0.2, epochs=20)',
      ),
      findings: [{ at: 'train.py:10, train.py:13' }],
      unfixed,
    },
  ],
  healthy: [
    {
      name: 'mean and deviation of each sample',
      files: script(`rows = []
for path in paths:
    one = np.load(path)
    rows.append((one - one.mean()) / one.std())
X = np.concatenate(rows)
${split}`),
    },
    {
      name: 'mean and deviation of the training side',
      files: script(`${split}
mean, std = X_train.mean(axis=0), X_train.std(axis=0)
X_train, X_val = (X_train - mean) / std, (X_val - mean) / std`),
    },
    {
      name: 'mean of the training part of each fold',
      files: script(`import cv2, glob
from sklearn.model_selection import KFold
X = np.array([cv2.imread(path) for path in glob.glob('photos/*.jpg')], dtype='float32')
for rows, others in KFold(5, shuffle=True, random_state=1).split(X):
    mean = X[rows].mean(axis=0)
    X_train, X_val, y_train, y_val = X[rows] - mean, X[others] - mean, y[rows], y[others]`),
    },
    {
      name: 'mean of the training side of a split',
      files: script(`import cv2, glob
X = np.array([cv2.imread(path) for path in glob.glob('photos/*.jpg')], dtype='float32')
${split}
mean = X_train.mean(axis=0)
X_train, X_val = X_train - mean, X_val - mean`),
    },
    {
      name: 'fitted on the training side',
      files: script(`${split}
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_val = scaler.transform(X_val)`),
    },
    {
      name: 'a share held back of a training side that was scaled by itself',
      files: script(
        `${split}
scaler = StandardScaler().fit(X_train)
X_train, X_val = scaler.transform(X_train), scaler.transform(X_val)`,
        'model.fit(X_train, y_train, validation_split=0.1, epochs=20)\nmodel.evaluate(X_val, y_val)',
      ),
    },
    {
      name: 'labels encoded before the split',
      files: script(`y = LabelEncoder().fit_transform(y)
${split}`),
    },
    {
      name: 'division by a constant before the split',
      files: script(`X = X.astype('float32') / 255.0
${split}`),
    },
    {
      name: 'a generator fitted on the training side',
      files: script(
        `${split}
datagen = ImageDataGenerator(featurewise_center=True)
datagen.fit(X_train)`,
        'model.fit(datagen.flow(X_train, y_train), validation_data=datagen.flow(X_val, y_val), epochs=20)',
      ),
    },
    {
      name: 'a layer adapted to the training folder',
      files: {
        'train.py': `from tensorflow import keras
train_ds = keras.utils.image_dataset_from_directory('train')
val_ds = keras.utils.image_dataset_from_directory('val')
norm = keras.layers.Normalization()
norm.adapt(train_ds.map(lambda x, y: x))
model = keras.Sequential([norm, keras.layers.Conv2D(8, 3), keras.layers.Flatten(), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
    },
    {
      name: 'PCA of everything for a picture alone',
      files: script(`points = PCA(2).fit_transform(X)
${split}`),
    },
  ],
})
