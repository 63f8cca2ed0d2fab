import rule from '../../../rules/preprocessing/wrong-range.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const head = `
x = GlobalAveragePooling2D()(base.output)
x = Dropout(0.5)(x)
out = Dense(10, activation='softmax')(x)
model = Model(inputs=base.input, outputs=out)
model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
`
const keras = `from tensorflow.keras.layers import Dense, Dropout, GlobalAveragePooling2D, Flatten, Input, Lambda, Rescaling
from tensorflow.keras.models import Model, Sequential
from tensorflow.keras.preprocessing.image import ImageDataGenerator
`
const tf = `import tensorflow as tf
train_ds = tf.keras.utils.image_dataset_from_directory('data/train', image_size=(224, 224))
val_ds = tf.keras.utils.image_dataset_from_directory('data/val', image_size=(224, 224))
`
const onTop = `
model = tf.keras.Sequential([base, tf.keras.layers.GlobalAveragePooling2D(), tf.keras.layers.Dense(5)])
model.compile('adam', loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train_ds, validation_data=val_ds, epochs=10)
`

ruleTester(rule, {
  sick: [
    {
      name: 'InceptionV3 fed 0..1 by a generator',
      files: {
        'train.py': `${keras}from tensorflow.keras.applications.inception_v3 import InceptionV3
datagen = ImageDataGenerator(rescale=1./255)
train = datagen.flow_from_directory('train', target_size=(299, 299))
base = InceptionV3(weights='imagenet', include_top=False)
${head}
model.fit(train, epochs=5)
`,
      },
      findings: [{ at: 'train.py:5', says: 'InceptionV3 gets pixel values in 0..1 instead of -1..1' }],
    },
    {
      name: 'MobileNetV2 fed raw pixels of a directory, wrapped by the fix',
      files: {
        'train.py': `${tf}
base = tf.keras.applications.MobileNetV2(input_shape=(224, 224, 3), include_top=False)
base.trainable = False
inputs = tf.keras.Input(shape=(224, 224, 3))
x = tf.keras.layers.RandomFlip('horizontal')(inputs)
x = base(x, training=False)
x = tf.keras.layers.GlobalAveragePooling2D()(x)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(5)(x))
model.compile('adam', loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
      findings: [{ at: 'train.py:5', says: '0..255 instead of -1..1 (nothing scales them)' }],
    },
    {
      name: 'EfficientNet behind a Rescaling layer, though it scales itself',
      files: {
        'train.py': `${tf}
base = tf.keras.applications.EfficientNetB0(include_top=False, weights='imagenet')
model = tf.keras.Sequential([
    tf.keras.layers.Rescaling(1./255, input_shape=(224, 224, 3)),
    base,
    tf.keras.layers.GlobalAveragePooling2D(),
    tf.keras.layers.Dense(5, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
      findings: [{ at: 'train.py:7', says: 'EfficientNetB0 gets pixel values in 0..1, though it scales' }],
      unfixed: 'which scaling to take out is for the person to see',
    },
    {
      name: 'ResNet50 fed 0..1 through a mapped normalisation layer',
      files: {
        'train.py': `${tf}
normalization_layer = tf.keras.layers.Rescaling(1./255)
train_ds = train_ds.map(lambda x, y: (normalization_layer(x), y)).cache().prefetch(tf.data.AUTOTUNE)
val_ds = val_ds.map(lambda x, y: (normalization_layer(x), y))
base = tf.keras.applications.ResNet50(include_top=False, pooling='avg')
${onTop}`,
      },
      findings: [{ at: 'train.py:5', says: 'ResNet50 gets pixel values in 0..1' }],
      unfixed: 'the scaling is for the person to replace',
    },
    {
      name: 'preprocess_input of another network (a second import shadows the first)',
      files: {
        'train.py': `${keras}from keras.applications.xception import Xception, preprocess_input
from keras.applications.vgg16 import preprocess_input
train = ImageDataGenerator(preprocessing_function=preprocess_input).flow_from_directory('train')
base = Xception(weights='imagenet', include_top=False, input_shape=(299, 299, 3))
${head}
model.fit_generator(train, steps_per_epoch=100, epochs=5)
`,
      },
      findings: [{ at: 'train.py:6', says: 'preprocess_input of vgg16' }],
      unfixed: 'the scaling is for the person to replace',
    },
    {
      name: 'scaled by hand in a function of tf.data',
      files: {
        'train.py': `import tensorflow as tf
def load(path, label):
    image = tf.io.read_file(path)
    image = tf.image.decode_jpeg(image, channels=3)
    image = tf.image.convert_image_dtype(image, tf.float32)
    image = tf.image.resize(image, [299, 299])
    return image, label

train_ds = tf.data.Dataset.from_tensor_slices((paths, labels)).map(load).batch(32)
val_ds = tf.data.Dataset.from_tensor_slices((val_paths, val_labels)).map(load).batch(32)
base = tf.keras.applications.InceptionResNetV2(include_top=False)
${onTop}`,
      },
      findings: [{ at: 'train.py:5', says: 'InceptionResNetV2 gets pixel values in 0..1' }],
      unfixed: 'the scaling is for the person to replace',
    },
    {
      name: 'a notebook whose model scales to 0..1',
      files: {
        'n.ipynb': notebook(
          'import tensorflow as tf\nfrom tensorflow.keras.preprocessing.image import ImageDataGenerator',
          "gen = ImageDataGenerator(horizontal_flip=True)\ntrain = gen.flow_from_directory('train')",
          'base = tf.keras.applications.MobileNet(include_top=False)\ninputs = tf.keras.Input((224, 224, 3))\nx = tf.keras.layers.Rescaling(1./255)(inputs)\nx = base(x)\nx = tf.keras.layers.Flatten()(x)\nmodel = tf.keras.Model(inputs, tf.keras.layers.Dense(2)(x))',
          "model.compile('sgd', 'mse')\nmodel.fit(train, epochs=3)",
        ),
      },
      findings: [{ at: 'n.ipynb cell 3:3', says: 'MobileNet gets pixel values in 0..1' }],
    },
    {
      name: 'the backbone made in another file',
      files: {
        'models/__init__.py': '',
        'models/backbone.py': `from tensorflow.keras import applications, layers, models

def build(classes, name='nasnet'):
    base = applications.NASNetMobile(weights='imagenet', include_top=False, input_shape=(224, 224, 3))
    base.trainable = False
    model = models.Sequential()
    model.add(base)
    model.add(layers.GlobalAveragePooling2D())
    model.add(layers.Dense(classes, activation='softmax'))
    model.compile(optimizer='adam', loss='categorical_crossentropy')
    return model
`,
        'train.py': `from tensorflow.keras.preprocessing.image import ImageDataGenerator
from models.backbone import build
gen = ImageDataGenerator(rescale=1/255)
train = gen.flow_from_directory('train', target_size=(224, 224))
build(4).fit(train, epochs=2)
`,
      },
      findings: [{ at: 'train.py:3', says: 'NASNetMobile gets pixel values in 0..1' }],
    },
    {
      name: 'features cut at a named layer of an InceptionV3 with local weights',
      files: {
        'c2w3.py': `from tensorflow.keras import layers, Model
from tensorflow.keras.applications.inception_v3 import InceptionV3
from tensorflow.keras.preprocessing.image import ImageDataGenerator
local_weights_file = '/tmp/inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5'
pre_trained_model = InceptionV3(input_shape=(150, 150, 3), include_top=False, weights=local_weights_file)
for layer in pre_trained_model.layers:
    layer.trainable = False
last_layer = pre_trained_model.get_layer('mixed7')
last_output = last_layer.output
x = layers.Flatten()(last_output)
x = layers.Dense(1024, activation='relu')(x)
x = layers.Dense(1, activation='sigmoid')(x)
model = Model(pre_trained_model.input, x)
model.compile(optimizer='rmsprop', loss='binary_crossentropy', metrics=['acc'])
train_datagen = ImageDataGenerator(rescale=1./255., rotation_range=40)
train_generator = train_datagen.flow_from_directory('train', batch_size=20, target_size=(150, 150))
model.fit(train_generator, epochs=20)
`,
      },
      findings: [{ at: 'c2w3.py:15', says: 'InceptionV3 gets pixel values in 0..1' }],
    },
    {
      name: 'saved arrays divided by 255 for a network that scales itself',
      files: {
        'train.py': `import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras
x_train, x_val, y_train, y_val = train_test_split(np.load('x.npy'), np.load('y.npy'), random_state=1)
x_train, x_val = x_train / 255.0, x_val / 255.0
base = keras.applications.EfficientNetB0(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=4)
`,
      },
      findings: [{ at: 'train.py:5', says: 'though it scales 0..255 itself' }],
    },
  ],
  healthy: [
    {
      name: 'scaled twice, which is another rule’s to tell',
      files: {
        'train.py': `${keras}from tensorflow.keras.applications.inception_v3 import InceptionV3, preprocess_input
gen = ImageDataGenerator(preprocessing_function=preprocess_input, rescale=1. / 255)
train = gen.flow_from_directory('data/train', target_size=(299, 299))
base = InceptionV3(include_top=False, weights='imagenet')
base.trainable = False
${head}
model.fit(train, epochs=5)
`,
      },
    },
    {
      name: 'the right preprocess_input in the generator',
      files: {
        'train.py': `${keras}from tensorflow.keras.applications.inception_v3 import InceptionV3, preprocess_input
train = ImageDataGenerator(preprocessing_function=preprocess_input, zoom_range=0.1).flow_from_directory('train')
base = InceptionV3(weights='imagenet', include_top=False)
${head}
model.fit(train, epochs=5)
`,
      },
    },
    {
      name: 'preprocess_input inside the model',
      files: {
        'train.py': `${tf}
base = tf.keras.applications.MobileNetV2(include_top=False)
inputs = tf.keras.Input(shape=(160, 160, 3))
x = tf.keras.applications.mobilenet_v2.preprocess_input(inputs)
x = base(x, training=False)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(1)(tf.keras.layers.Flatten()(x)))
model.compile('adam', 'mse')
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
    },
    {
      name: 'preprocess_input in a Lambda layer',
      files: {
        'train.py': `${tf}
from tensorflow.keras.applications.resnet50 import ResNet50, preprocess_input
base = ResNet50(include_top=False, pooling='avg')
model = tf.keras.Sequential([
    tf.keras.layers.Lambda(preprocess_input, input_shape=(224, 224, 3)),
    base,
    tf.keras.layers.Dense(5, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train_ds, validation_data=val_ds, epochs=10)
`,
      },
    },
    {
      name: 'x / 127.5 - 1 by hand',
      files: {
        'train.py': `${tf}
def scale(image, label):
    image = tf.cast(image, tf.float32)
    return image / 127.5 - 1.0, label
train_ds = train_ds.map(scale)
base = tf.keras.applications.InceptionV3(include_top=False)
${onTop}`,
      },
    },
    {
      name: '(x / 255 - 0.5) * 2 by hand, step by step',
      files: {
        'train.py': `${tf}
def scale(x, y):
    x = tf.cast(x, tf.float32)
    x /= 255.
    x -= 0.5
    x *= 2.
    return x, y
base = tf.keras.applications.InceptionV3(include_top=False)
train_ds = train_ds.map(scale)
${onTop}`,
      },
    },
    {
      name: 'EfficientNet fed raw pixels, its idle preprocess_input or none',
      files: {
        'a.py': `${tf}
base = tf.keras.applications.EfficientNetV2B0(include_top=False)
${onTop}`,
        'b.py': `${keras}from tensorflow.keras.applications.efficientnet import EfficientNetB3, preprocess_input
train = ImageDataGenerator(preprocessing_function=preprocess_input).flow_from_directory('train')
base = EfficientNetB3(include_top=False)
${head}
model.fit(train, epochs=3)
`,
      },
    },
    {
      name: 'ResNet50 with its own caffe preprocessing',
      files: {
        'train.py': `${keras}from keras.applications import resnet50
train = ImageDataGenerator(preprocessing_function=resnet50.preprocess_input).flow_from_directory('train')
base = resnet50.ResNet50(weights='imagenet', include_top=False)
${head}
model.fit(train, epochs=3)
`,
      },
    },
    {
      name: 'random weights: there is no contract to break',
      files: {
        'train.py': `${tf}
base = tf.keras.applications.Xception(weights=None, include_top=False)
${onTop}`,
      },
    },
    {
      name: 'a network of its own',
      files: {
        'train.py': `${tf}
base = tf.keras.Sequential([tf.keras.layers.Rescaling(1./255), tf.keras.layers.Conv2D(32, 3)])
${onTop}`,
      },
    },
    {
      name: 'datasets from a module that is not there and may scale',
      files: {
        'train.py': `import tensorflow as tf
from mydata import train_ds, val_ds
base = tf.keras.applications.InceptionV3(include_top=False)
${onTop}`,
      },
    },
    {
      name: 'arrays loaded from a file, whose range nobody can tell',
      files: {
        'train.py': `${keras}import numpy as np
from keras.applications import VGG16
X = np.load('x.npy')
Y = np.load('y.npy')
base = VGG16(include_top=False)
${head}
model.fit(X, Y, epochs=3, validation_split=0.1)
`,
      },
    },
    {
      name: 'a mapped function that calls what we do not know',
      files: {
        'train.py': `${tf}
import preprocessing
train_ds = train_ds.map(lambda x, y: (preprocessing.normalise(x), y))
base = tf.keras.applications.InceptionV3(include_top=False)
${onTop}`,
      },
    },
    {
      name: 'a preprocessing_function written out with a shift of its own',
      files: {
        'train.py': `${keras}from keras.applications.inception_v3 import InceptionV3
def preprocess(img):
    img = img / 255.
    img = img - 0.5
    return img * 2
train = ImageDataGenerator(preprocessing_function=preprocess).flow_from_directory('train')
base = InceptionV3(include_top=False)
${head}
model.fit(train)
`,
      },
    },
    {
      name: 'arithmetic on the input tensor of the model',
      files: {
        'train.py': `${tf}
base = tf.keras.applications.InceptionV3(include_top=False)
inputs = tf.keras.Input((299, 299, 3))
x = inputs / 127.5 - 1
x = base(x)
model = tf.keras.Model(inputs, tf.keras.layers.Dense(3)(tf.keras.layers.GlobalAveragePooling2D()(x)))
model.compile('adam', 'mse')
model.fit(train_ds, validation_data=val_ds, epochs=2)
`,
      },
    },
    {
      name: 'saved arrays that something else changes first',
      files: {
        'train.py': `import numpy as np
from sklearn.model_selection import train_test_split
from tensorflow import keras
from photos import brighten
x_train, x_val, y_train, y_val = train_test_split(np.load('x.npy'), np.load('y.npy'), random_state=1)
x_train, x_val = brighten(x_train) / 255.0, brighten(x_val) / 255.0
base = keras.applications.EfficientNetB0(include_top=False, weights='imagenet', pooling='avg')
base.trainable = False
model = keras.Sequential([base, keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(x_train, y_train, validation_data=(x_val, y_val), epochs=4)
`,
      },
    },
  ],
})
