import rule from '../../../rules/augmentation/in-validation.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const generator = `from tensorflow.keras.preprocessing.image import ImageDataGenerator
`

ruleTester(rule, {
  sick: [
    {
      name: 'a map before take and skip',
      files: {
        'train.py': `import tensorflow as tf

def flip(image, label):
    return tf.image.random_flip_left_right(image), label

ds = tf.keras.utils.image_dataset_from_directory('all', batch_size=None, shuffle=False)
ds = ds.shuffle(2000, seed=1, reshuffle_each_iteration=False)
ds = ds.map(flip, num_parallel_calls=4)
val_ds = ds.take(400).batch(32)
train_ds = ds.skip(400).batch(32)  # the rest
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
      findings: [{ at: 'train.py:4, train.py:9', says: 'validation images (val_ds)' }],
    },
    {
      name: 'one augmented generator for both subsets',
      files: {
        'train.py': `${generator}
datagen = ImageDataGenerator(
    rescale=1./255,
    rotation_range=40,
    horizontal_flip=True,
    fill_mode='nearest',
    validation_split=0.2,
)

train_generator = datagen.flow_from_directory('data', target_size=(150, 150), subset='training')
val_generator = datagen.flow_from_directory('data', target_size=(150, 150), subset='validation')

model.fit(train_generator, validation_data=val_generator, epochs=10)
`,
      },
      findings: [{ at: 'train.py:5, train.py:12', says: 'rotation_range, horizontal_flip' }],
    },
    {
      name: 'one dict of arguments spread into both generators',
      files: {
        'unet.py': `${generator}
data_gen_args = dict(rotation_range=90.,
                     width_shift_range=0.1,
                     zoom_range=0.2)
image_datagen = ImageDataGenerator(**data_gen_args)
valid_datagen = ImageDataGenerator(**data_gen_args)
train = image_datagen.flow_from_directory('data/train', class_mode='categorical')
valid = valid_datagen.flow_from_directory('data/valid', class_mode='categorical')
model.fit_generator(train, steps_per_epoch=2000, epochs=50, validation_data=valid, validation_steps=800)
`,
      },
      findings: [{ at: 'unet.py:3, unet.py:9', says: 'rotation_range, width_shift_range, zoom_range' }],
      unfixed: 'the arguments are written once for both sides',
    },
    {
      name: 'a notebook whose cells part generator and fit',
      files: {
        'train.ipynb': notebook(
          '%matplotlib inline\nimport keras\nfrom keras.preprocessing.image import ImageDataGenerator',
          '!ls data\ndatagen = ImageDataGenerator(vertical_flip=True, rescale=1/255)',
          "train = datagen.flow_from_directory('train')\nval = datagen.flow_from_directory('val')",
          'model.fit(train, validation_data=val, epochs=5)',
        ),
      },
      findings: [{ at: 'train.ipynb cell 2:2, train.ipynb cell 3:2', says: 'vertical_flip' }],
    },
    {
      name: 'arrays from train_test_split through datagen.flow on both sides',
      files: {
        'train.py': `from sklearn.model_selection import train_test_split
from keras.preprocessing.image import ImageDataGenerator

X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=42)
aug = ImageDataGenerator(rotation_range=20, width_shift_range=0.2)
H = model.fit_generator(aug.flow(X_train, y_train, batch_size=32),
    validation_data=aug.flow(X_val, y_val), steps_per_epoch=len(X_train) // 32, epochs=50)
`,
      },
      findings: [{ at: 'train.py:5, train.py:7', says: 'validation images' }],
    },
    {
      name: 'an augmented test generator that is only evaluated',
      files: {
        'evaluate.py': `${generator}
test_datagen = ImageDataGenerator(rescale=1./255, brightness_range=[0.8, 1.2])
test_generator = test_datagen.flow_from_directory('test', shuffle=False)
loss, accuracy = model.evaluate(test_generator)
`,
      },
      findings: [{ at: 'evaluate.py:3, evaluate.py:4', says: 'test images (test_generator)' }],
    },
    {
      name: 'a coin tossed in numpy inside the mapped function',
      files: {
        'train.py': `import random
import tensorflow as tf

def load(path, label):
    image = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
    image = tf.image.resize(image, [224, 224]) / 255.0
    if random.random() > 0.5:
        image = tf.image.flip_left_right(image)
    return image, label

train = tf.data.Dataset.from_tensor_slices((train_paths, train_labels)).map(load).batch(32)
val = tf.data.Dataset.from_tensor_slices((val_paths, val_labels)).map(load).batch(32)
model.fit(train, validation_data=val, epochs=10)
`,
      },
      findings: [{ at: 'train.py:8, train.py:12', says: 'tf.image.flip_left_right' }],
      unfixed: 'one function loads both sides',
    },
  ],
  healthy: [
    {
      name: 'a plain and an augmented generator over the same split',
      files: {
        'train.py': `${generator}
train_datagen = ImageDataGenerator(rescale=1./255, rotation_range=30, horizontal_flip=True, validation_split=0.2)
val_datagen = ImageDataGenerator(rescale=1./255, validation_split=0.2)
train = train_datagen.flow_from_directory('data', subset='training', seed=1)
val = val_datagen.flow_from_directory('data', subset='validation', seed=1)
model.fit(train, validation_data=val, epochs=10)
`,
      },
    },
    {
      name: 'arguments that are commented out or switched off',
      files: {
        'train.py': `${generator}
train_datagen = ImageDataGenerator(rescale=1./255, zoom_range=0.2)
val_datagen = ImageDataGenerator(
    rescale=1./255,
    # rotation_range=20,
    # zoom_range=0.2,
    rotation_range=0,
    zoom_range=0.0,
    brightness_range=None,
    horizontal_flip=False)
train = train_datagen.flow_from_directory('train')
val = val_datagen.flow_from_directory('val')
model.fit(train, validation_data=val, epochs=3)
`,
      },
    },
    {
      name: 'a generator whose arguments come from a file we do not see',
      files: {
        'train.py': `import yaml
${generator}
with open('config.yaml') as f:
    cfg = yaml.safe_load(f)
train = ImageDataGenerator(**cfg['train']).flow_from_directory('train')
val = ImageDataGenerator(**cfg['val']).flow_from_directory('val')
model.fit(train, validation_data=val)
`,
      },
    },
    {
      name: 'arguments added in a branch that nobody can decide',
      files: {
        'train.py': `import config
${generator}
def make(side):
    args = dict(rescale=1/255.)
    if side in config.AUGMENTED_SIDES:
        args.update(rotation_range=20)
        args['zoom_range'] = 0.2
    return ImageDataGenerator(**args).flow_from_directory(side)

model.fit(make('train'), validation_data=make('val'))
`,
      },
    },
    {
      name: 'arrays augmented in training only',
      files: {
        'train.py': `from keras.datasets import cifar10
from keras.preprocessing.image import ImageDataGenerator

(x_train, y_train), (x_test, y_test) = cifar10.load_data()
x_train = x_train.astype('float32') / 255
x_test = x_test.astype('float32') / 255
datagen = ImageDataGenerator(width_shift_range=0.1, horizontal_flip=True)
datagen.fit(x_train)
model.fit_generator(datagen.flow(x_train, y_train, batch_size=32), epochs=10, validation_data=(x_test, y_test))
scores = model.evaluate(x_test, y_test, verbose=1)
`,
      },
    },
  ],
})
