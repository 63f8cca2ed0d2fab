import rule from '../../../rules/preprocessing/input-size.ts'
import type { Facts } from '../../../src/model/facts.ts'
import { datasetOf, imageFact, imageFacts } from '../../support/facts.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Photos of `side` pixels, as far as the rule asks. */
function photos(side: number): NonNullable<Facts['images']> {
  const dataset = datasetOf(['train/a/1.jpg', 'train/b/2.jpg', 'validation/a/3.jpg'])
  const all = dataset.samples.map(({ path }) => imageFact(path, { width: side * 1.5, height: side }))
  return { ok: true, value: imageFacts(dataset, [], all) }
}

/** A script that scales to `train` and `val` (lines 2 and 3) for a backbone. */
const script = (train: string, val = train, backbone = 'InceptionV3', shape = '') => ({
  'train.py': `import tensorflow as tf
train = tf.keras.utils.image_dataset_from_directory('train'${train})
val = tf.keras.utils.image_dataset_from_directory('val'${val})
base = tf.keras.applications.${backbone}(include_top=False, pooling='avg'${shape})
base.trainable = False
model = tf.keras.Sequential([base, tf.keras.layers.Dropout(0.2), tf.keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, validation_data=val, epochs=10)
`,
})
const size = (side: number) => `, image_size=(${side}, ${side})`

ruleTester(rule, {
  sick: [
    {
      name: 'large photos made tiny for InceptionV3',
      files: script(size(96)),
      images: photos(480),
      findings: [
        {
          at: 'train.py:2',
          says: 'InceptionV3 gets images of 96 x 96: its weights were trained on 299 x 299, and the photos have 480',
        },
      ],
      unfixed: 'the size of validation has to change as well',
    },
    {
      name: 'an input shape that the images do not have',
      files: script(size(128), size(128), 'MobileNetV2', ', input_shape=(224, 224, 3)'),
      findings: [
        { at: 'train.py:2, train.py:4', says: 'is made for images of 224 x 224 and gets 128 x 128' },
      ],
      unfixed: 'which of the two is meant is for the person to say',
    },
    {
      name: 'a network for 600 pixels at 224',
      files: script(size(224), '', 'EfficientNetB7'),
      images: photos(800),
      findings: [{ at: 'train.py:2', says: '600 x 600' }],
      unfixed: 'the size of validation has to change as well',
    },
    {
      name: 'a constant that the input shape shares',
      files: {
        'train.py': `import tensorflow as tf
SIZE = 64
gen = tf.keras.preprocessing.image.ImageDataGenerator(preprocessing_function=tf.keras.applications.resnet50.preprocess_input)
train = gen.flow_from_directory('train', target_size=(SIZE, SIZE), class_mode='sparse')
val = gen.flow_from_directory('val', target_size=(SIZE, SIZE), class_mode='sparse')
base = tf.keras.applications.ResNet50(include_top=False, input_shape=(SIZE, SIZE, 3), pooling='avg')
base.trainable = False
model = tf.keras.Sequential([base, tf.keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, validation_data=val, epochs=10)
`,
      },
      images: photos(300),
      findings: [{ at: 'train.py:4', says: 'ResNet50 gets images of 64 x 64' }],
      unfixed: 'the input shape has to change as well',
    },
    {
      name: 'resized in a mapped function',
      files: {
        'train.py': `import tensorflow as tf
def load(path, label):
    image = tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
    return tf.keras.applications.vgg16.preprocess_input(tf.image.resize(image, [48, 48])), label
train = tf.data.Dataset.from_tensor_slices((paths, labels)).map(load).shuffle(500).batch(32)
base = tf.keras.applications.VGG16(include_top=False, pooling='avg')
base.trainable = False
model = tf.keras.Sequential([base, tf.keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, epochs=10, validation_data=val)
`,
      },
      images: photos(256),
      findings: [{ at: 'train.py:4', says: 'VGG16' }],
      unfixed: 'a list in a call of its own',
    },
    {
      name: 'validation images that are smaller',
      files: script(size(299), size(150)),
      findings: [
        { at: 'train.py:3, train.py:2', says: 'Validation images are 150 x 150, training images 299 x 299' },
      ],
      unfixed: 'which of the two is meant is for the person to say',
    },
    {
      name: 'the default size for validation',
      files: script(size(384), '', 'EfficientNetB4'),
      findings: [{ at: 'train.py:3, train.py:2', says: '256 x 256' }],
      unfixed: 'which of the two is meant is for the person to say',
    },
    {
      name: 'sides that are exchanged for validation, in a notebook',
      files: {
        'n.ipynb': notebook(
          'import keras\nfrom keras.preprocessing.image import ImageDataGenerator\ngen = ImageDataGenerator(rescale=1/255)',
          "train = gen.flow_from_directory('train', target_size=(224, 320))\nval = gen.flow_from_directory('val', target_size=(320, 224))",
          "base = keras.applications.DenseNet121(include_top=False, pooling='avg')\nmodel = keras.Sequential([base, keras.layers.Dense(3, activation='softmax')])\nmodel.compile('sgd', 'categorical_crossentropy')\nmodel.fit(train, validation_data=val, epochs=3)",
        ),
      },
      findings: [{ at: 'n.ipynb cell 2:2, n.ipynb cell 2:1' }],
      unfixed: 'which of the two is meant is for the person to say',
    },
  ],
  healthy: [
    { name: 'the size of the weights', files: script(size(299)), images: photos(800) },
    {
      name: 'half of it, as in the Keras guide',
      files: script(size(150), size(150), 'Xception'),
      images: photos(500),
    },
    {
      name: 'a size that MobileNetV2 has weights for',
      files: script(size(96), size(96), 'MobileNetV2'),
      images: photos(500),
    },
    { name: 'photos that are no larger', files: script(size(64)), images: photos(64) },
    { name: 'photos that we do not have', files: script(size(64)) },
    {
      name: 'an input shape that is that of the images',
      files: script(size(160), size(160), 'MobileNetV2', ', input_shape=(160, 160, 3)'),
    },
    {
      name: 'validation at a larger size, a known trick',
      files: script(size(224), size(288)),
      images: photos(500),
    },
    {
      name: 'random weights, which were trained on no size',
      files: script(size(64), size(64), 'InceptionV3', ', weights=None'),
      images: photos(500),
    },
    {
      name: 'one layer in the model that resizes both',
      files: {
        'train.py': `import tensorflow as tf
train = tf.keras.utils.image_dataset_from_directory('train', image_size=(512, 512))
val = tf.keras.utils.image_dataset_from_directory('val')
base = tf.keras.applications.InceptionV3(include_top=False, pooling='avg')
model = tf.keras.Sequential([tf.keras.layers.Resizing(299, 299), base, tf.keras.layers.Dense(4, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, validation_data=val, epochs=10)
`,
      },
      images: photos(500),
    },
  ],
})
