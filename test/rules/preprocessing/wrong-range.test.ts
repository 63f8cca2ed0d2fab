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

ruleTester(rule, {
  sick: [
    {
      name: 'a network that is taken from its module by a name of the settings',
      files: {
        'settings.py': "NETWORK = {'name': 'MobileNetV2', 'side': 128}\n",
        'train.py': `${keras}from tensorflow import keras as k
from settings import NETWORK
side = NETWORK['side']
flow = ImageDataGenerator(rescale=1 / 255).flow_from_directory('photos', target_size=(side, side))
base = getattr(k.applications, NETWORK['name'])(include_top=False, weights='imagenet', input_shape=(side, side, 3))
base.trainable = False${head}model.fit(flow, epochs=5)
`,
      },
      findings: [{ at: 'train.py:7' }],
      unfixed: 'the code names no module of the network',
    },
    {
      name: 'faces that a function cuts out, or None where it finds none',
      files: {
        'train.py': `${keras}import os
import cv2
import numpy as np
from tensorflow.keras.applications import MobileNetV2
faces = cv2.CascadeClassifier('haarcascade_frontalface_default.xml')
def face_in(image):
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    for (x, y, w, h) in faces.detectMultiScale(grey, 1.1, 3):
        return image[y:y + h, x:x + w]
    return None
data = []
for name in os.listdir('masks'):
    face = face_in(cv2.cvtColor(cv2.imread(os.path.join('masks', name)), cv2.COLOR_BGR2RGB))
    if face is not None:
        data.append(cv2.resize(face, (128, 128)))
data = np.array(data) / 255.0
base = MobileNetV2(include_top=False, weights='imagenet', input_shape=(128, 128, 3))
base.trainable = False${head}model.fit(data, labels, validation_split=0.2, epochs=5)
`,
      },
      findings: [{ at: 'train.py:19', says: 'MobileNetV2 gets pixel values in 0..1' }],
      unfixed: 'arrays are scaled by hand',
    },
    {
      name: 'bottleneck features of a trunk, saved in an array',
      files: {
        'train.py': `${keras}from tensorflow.keras.applications import VGG16
base = VGG16(include_top=False, weights='imagenet')
train = ImageDataGenerator(rescale=1 / 255).flow_from_directory('train', target_size=(224, 224), class_mode='categorical', shuffle=False)
features = base.predict(train)
model = Sequential([Flatten(), Dense(256, activation='relu'), Dropout(0.5), Dense(4, activation='softmax')])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(features, train.classes, epochs=30, validation_data=(held_out, held_out_labels))
`,
      },
      findings: [{ at: 'train.py:6', says: 'VGG16 gets pixel values in 0..1' }],
      unfixed: 'how the features of validation were made is not seen',
    },
    {
      name: "Keras' own weights, loaded from their file",
      files: {
        'train.py': `${keras}from tensorflow.keras.applications.inception_v3 import InceptionV3
train = ImageDataGenerator(rescale=1 / 255).flow_from_directory('train', target_size=(299, 299))
base = InceptionV3(include_top=False, weights=None, input_shape=(299, 299, 3))
base.load_weights('inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5')
for layer in base.layers:
    layer.trainable = False${head}model.fit(train, epochs=5)
`,
      },
      findings: [{ at: 'train.py:5', says: 'InceptionV3 gets pixel values in 0..1' }],
    },
    {
      name: 'generators that scale nothing, in a notebook',
      files: {
        'train.ipynb': notebook(
          `${keras}from tensorflow.keras.applications.inception_v3 import InceptionV3`,
          `train_gen = ImageDataGenerator(
    rotation_range=20,
    horizontal_flip=True,  # mirrored
)
valid_gen = ImageDataGenerator()`,
          `train = train_gen.flow_from_directory('train', target_size=(299, 299))
valid = valid_gen.flow_from_directory('valid', target_size=(299, 299))`,
          `base = InceptionV3(weights='imagenet', include_top=False)
base.trainable = False
${head}`,
          'model.fit(train, validation_data=valid, epochs=5)',
        ),
      },
      findings: [{ at: 'train.ipynb cell 4:1', says: 'nothing scales them' }],
    },
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
      name: 'a notebook that imports the backbone alone at the end of its first cell',
      files: {
        'n.ipynb': notebook(
          'from tensorflow.keras.preprocessing.image import ImageDataGenerator\nfrom tensorflow.keras import layers, models\nfrom tensorflow.keras.applications.inception_v3 import InceptionV3',
          "gen = ImageDataGenerator(rescale=1./255, horizontal_flip=True)\ntrain = gen.flow_from_directory('train')",
          "base = InceptionV3(include_top=False, pooling='avg')\nbase.trainable = False\nmodel = models.Sequential([base, layers.Dense(2, activation='softmax')])",
          "model.compile('adam', 'categorical_crossentropy')\nmodel.fit(train, epochs=3)",
        ),
      },
      findings: [{ at: 'n.ipynb cell 2:1', says: 'InceptionV3 gets pixel values in 0..1' }],
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
  ],
  healthy: [
    {
      name: 'a template whose data is left open',
      files: {
        'train.py': `${keras}from tensorflow.keras.applications.inception_v3 import InceptionV3
base = InceptionV3(include_top=False, weights='imagenet')${head}model.fit(...)
`,
      },
    },
    {
      name: 'weights of their own, loaded from a file: which scaling they want is not known',
      files: {
        'train.py': `${keras}from tensorflow.keras.applications.inception_v3 import InceptionV3
train = ImageDataGenerator(rescale=1 / 255).flow_from_directory('train', target_size=(299, 299))
base = InceptionV3(include_top=False, weights=None, input_shape=(299, 299, 3))
base.load_weights('our_trunk.h5')${head}model.fit(train, epochs=5)
`,
      },
    },
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
      name: 'EfficientNet with its idle preprocess_input',
      files: {
        'train.py': `${keras}from tensorflow.keras.applications.efficientnet import EfficientNetB3, preprocess_input
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
  ],
})
