import rule from '../../../rules/fine-tuning/not-pretrained.ts'
import { datasetOf } from '../../support/facts.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A training side of `perClass` images in two classes, and ten for validation. */
const photos = (perClass: number) =>
  datasetOf(
    ['cat', 'dog'].flatMap((label) => [
      ...Array.from({ length: perClass }, (_, index) => `train/${label}/${index}.jpg`),
      ...Array.from({ length: 5 }, (_, index) => `validation/${label}/${index}.jpg`),
    ]),
  )
const small = photos(300)

/** A script around the lines that make `base`, which begin in line 7. */
const script = (base: string, rest = '', after = '') => ({
  'train.py': `import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.applications import EfficientNetB0, InceptionV3, ResNet50, VGG16

train = tf.keras.utils.image_dataset_from_directory('data/train', image_size=(224, 224))
val = tf.keras.utils.image_dataset_from_directory('data/val', image_size=(224, 224))
${base}
${rest}inputs = layers.Input((224, 224, 3))
x = layers.GlobalAveragePooling2D()(base(inputs))
model = tf.keras.Model(inputs, layers.Dense(2, activation='softmax')(layers.Dropout(0.3)(x)))
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(train, validation_data=val, epochs=20)
${after}`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'an EfficientNet from scratch on 600 photos',
      files: script('base = EfficientNetB0(include_top=False, weights=None, input_shape=(224, 224, 3))'),
      dataset: small,
      findings: [{ at: 'train.py:7', says: 'EfficientNetB0 starts from random weights on 600 images' }],
      reveals: 'pretrained weights under a fresh head want to be frozen',
    },
    {
      name: 'VGG16 over several lines',
      files: script(`base = VGG16(
    include_top=False,
    weights=None,  # no internet on the cluster
)`),
      dataset: small,
      findings: [{ at: 'train.py:9', says: "it wants weights='imagenet'" }],
      reveals: 'pretrained weights want their own scaling and to be frozen',
    },
    {
      name: 'weights by a constant that is None',
      files: script('WEIGHTS = None\nbase = InceptionV3(weights=WEIGHTS, include_top=False)'),
      dataset: small,
      findings: [{ at: 'train.py:7' }],
      reveals: 'pretrained weights want their own scaling and to be frozen',
    },
    {
      name: 'the whole network with its own top',
      files: {
        'train.py': `from tensorflow.keras.applications.resnet50 import ResNet50
from tensorflow.keras.preprocessing.image import ImageDataGenerator
train_gen = ImageDataGenerator(rescale=1./255, horizontal_flip=True).flow_from_directory('train', target_size=(224, 224))
val_gen = ImageDataGenerator(rescale=1./255).flow_from_directory('val', target_size=(224, 224))
model = ResNet50(weights=None, classes=2)
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(train_gen, epochs=50, validation_data=val_gen)
from tensorflow.keras.models import Model
from tensorflow.keras.layers import Dense
head = Model(model.input, Dense(2, activation='softmax')(model.output))
head.compile(loss='categorical_crossentropy', optimizer='adam')
head.fit(train_gen, epochs=50, validation_data=val_gen)
`,
      },
      dataset: small,
      findings: [{ at: 'train.py:5', says: 'ResNet50' }],
      unfixed: 'the ImageNet weights do not fit a top of two classes',
    },
    {
      name: 'in a cell of a notebook',
      files: {
        'n.ipynb': notebook(
          "import tensorflow as tf\ntrain = tf.keras.utils.image_dataset_from_directory('train')",
          "base = tf.keras.applications.MobileNetV2(include_top=False, weights=None, pooling='avg')\nmodel = tf.keras.Sequential([tf.keras.layers.Rescaling(1/127.5, offset=-1), base, tf.keras.layers.Dense(2)])",
          "model.compile('adam', tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))\nmodel.fit(train, epochs=30)",
        ),
      },
      dataset: small,
      findings: [{ at: 'n.ipynb cell 2:1', says: 'MobileNetV2' }],
      reveals: 'pretrained weights under a fresh head want to be frozen',
    },
    {
      name: 'weights that are loaded only after training, to test the best epoch',
      files: script(
        'base = EfficientNetB0(include_top=False, weights=None)',
        '',
        "model.load_weights('best.weights.h5')\nmodel.evaluate(val)\n",
      ),
      dataset: photos(1200),
      findings: [{ at: 'train.py:7', says: '2400 images' }],
      reveals: 'pretrained weights under a fresh head want to be frozen',
    },
  ],
  healthy: [
    {
      name: 'ImageNet weights',
      files: script("base = EfficientNetB0(include_top=False, weights='imagenet')"),
      dataset: small,
    },
    {
      name: 'the default, which is ImageNet',
      files: script('base = EfficientNetB0(include_top=False)'),
      dataset: small,
    },
    {
      name: 'weights of its own, loaded into the trunk',
      files: script(
        'base = ResNet50(include_top=False, weights=None)',
        "base.load_weights('/kaggle/input/resnet50/resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5')\n",
      ),
      dataset: small,
    },
    {
      name: 'a path to weights',
      files: script("base = VGG16(include_top=False, weights='../input/vgg16_notop.h5')"),
      dataset: small,
    },
    {
      name: 'a large set',
      files: script('base = EfficientNetB0(include_top=False, weights=None)'),
      dataset: photos(6000),
    },
    {
      name: 'pictures of one channel, for which there are no ImageNet weights',
      files: script('base = VGG16(include_top=False, weights=None, input_shape=(224, 224, 1))'),
      dataset: small,
    },
    {
      name: 'weights that the person chooses at the prompt',
      files: script(
        `import argparse
parser = argparse.ArgumentParser()
parser.add_argument('--weights')
args = parser.parse_args()
base = EfficientNetB0(include_top=False, weights=args.weights)`,
      ),
      dataset: small,
    },
    {
      name: 'built without weights only to be looked at',
      files: {
        'show.py': `import tensorflow as tf
base = tf.keras.applications.InceptionV3(weights=None)
base.summary()
`,
      },
      dataset: small,
    },
  ],
})
