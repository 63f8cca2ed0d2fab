import rule from '../../../rules/fine-tuning/batch-norm.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** The head on a frozen `backbone`, called as `call`; line 19 is the first of `body`. */
const script = (call: string, body: string, backbone = 'EfficientNetB0') => ({
  'train.py': `import tensorflow as tf
from tensorflow.keras import layers
from tensorflow.keras.applications import ${backbone}
from tensorflow.keras.optimizers import Adam

train = tf.keras.utils.image_dataset_from_directory('data/train', label_mode='categorical')
val = tf.keras.utils.image_dataset_from_directory('data/val', label_mode='categorical')

base = ${backbone}(include_top=False, weights='imagenet', input_shape=(256, 256, 3))
base.trainable = False
inputs = layers.Input(shape=(256, 256, 3))
x = ${call}
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.2)(x)
outputs = layers.Dense(12, activation='softmax')(x)
model = tf.keras.Model(inputs, outputs)
model.compile(optimizer=Adam(1e-3), loss='categorical_crossentropy')
model.fit(train, validation_data=val, epochs=10)
${body}`,
})

const again = `model.compile(optimizer=Adam(1e-5), loss='categorical_crossentropy')
model.fit(train, validation_data=val, epochs=20)
`

ruleTester(rule, {
  sick: [
    {
      name: 'the whole trunk, called without training=False',
      files: script('base(inputs)', `base.trainable = True\n${again}`),
      findings: [{ at: 'train.py:12, train.py:19', says: 'called without training=False' }],
    },
    {
      name: 'the top of the trunk',
      files: script(
        'base(inputs)',
        `base.trainable = True
for layer in base.layers[:-20]:
    layer.trainable = False
${again}`,
        'MobileNetV2',
      ),
      findings: [{ at: 'train.py:12, train.py:19', says: 'MobileNetV2' }],
    },
    {
      name: 'called in training mode outright',
      files: script('base(inputs, training=True)', `base.trainable = True\n${again}`, 'ResNet50'),
      findings: [{ at: 'train.py:12, train.py:19' }],
    },
    {
      name: 'behind augmentation layers',
      files: script(
        `tf.keras.Sequential([layers.RandomFlip('horizontal'), layers.RandomRotation(0.1)])(inputs)
x = base(x)`,
        `for layer in base.layers:
    layer.trainable = True
${again}`,
        'Xception',
      ),
      findings: [{ at: 'train.py:13, train.py:21' }],
    },
    {
      name: 'a flat model, unfrozen as a whole',
      files: {
        'train.py': `from keras.applications.inception_v3 import InceptionV3
from keras.models import Model
from keras.layers import Dense, GlobalAveragePooling2D
from keras.optimizers import SGD
base_model = InceptionV3(weights='imagenet', include_top=False)
predictions = Dense(20, activation='softmax')(GlobalAveragePooling2D()(base_model.output))
model = Model(inputs=base_model.input, outputs=predictions)
for layer in base_model.layers:
    layer.trainable = False
model.compile(optimizer='rmsprop', loss='categorical_crossentropy')
model.fit(train_generator, epochs=5, validation_data=validation_generator)
for layer in base_model.layers:
    layer.trainable = True
model.compile(optimizer=SGD(learning_rate=0.0001, momentum=0.9), loss='categorical_crossentropy')
model.fit(train_generator, epochs=50, validation_data=validation_generator)
`,
      },
      findings: [{ at: 'train.py:5, train.py:13', says: 'its layers are unfrozen with the others' }],
      unfixed: 'a loop over the layers is for the person to change',
    },
    {
      name: 'the trunk in a sequential model',
      files: {
        'train.py': `from tensorflow import keras
base = keras.applications.DenseNet121(include_top=False, pooling='avg')
base.trainable = False
model = keras.Sequential([keras.layers.Rescaling(1 / 255), base, keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'categorical_crossentropy')
model.fit(train, validation_data=val, epochs=3)
base.trainable = True
model.compile(keras.optimizers.Adam(1e-5), 'categorical_crossentropy')
model.fit(train, validation_data=val, epochs=3)
`,
      },
      findings: [{ at: 'train.py:2, train.py:7' }],
      unfixed: 'a sequential model gives no place for training=False',
    },
  ],
  healthy: [
    {
      name: 'inference mode throughout',
      files: script('base(inputs, training=False)', `base.trainable = True\n${again}`),
    },
    { name: 'never unfrozen', files: script('base(inputs)', again) },
    {
      name: 'a trunk without batch norm',
      files: script('base(inputs)', `base.trainable = True\n${again}`, 'VGG16'),
    },
    {
      name: 'batch norm kept frozen',
      files: script(
        'base(inputs)',
        `base.trainable = True
for layer in base.layers:
    if isinstance(layer, layers.BatchNormalization):
        layer.trainable = False
${again}`,
      ),
    },
    {
      name: 'batch norm left out of the unfreezing, as in the Keras example',
      files: script(
        'base(inputs)',
        `for layer in model.layers[-20:]:
    if not isinstance(layer, layers.BatchNormalization):
        layer.trainable = True
${again}`,
      ),
    },
    {
      name: 'the top of a flat model, as in the Keras documentation',
      files: {
        'train.py': `from tensorflow.keras.applications.inception_v3 import InceptionV3
from tensorflow.keras.models import Model
from tensorflow.keras.layers import Dense, GlobalAveragePooling2D
from tensorflow.keras.optimizers import SGD
base_model = InceptionV3(weights='imagenet', include_top=False)
x = GlobalAveragePooling2D()(base_model.output)
x = Dense(1024, activation='relu')(x)
model = Model(inputs=base_model.input, outputs=Dense(200, activation='softmax')(x))
for layer in base_model.layers:
    layer.trainable = False
model.compile(optimizer='rmsprop', loss='categorical_crossentropy')
model.fit(train_ds, epochs=5)
for layer in model.layers[:249]:
    layer.trainable = False
for layer in model.layers[249:]:
    layer.trainable = True
model.compile(optimizer=SGD(learning_rate=0.0001, momentum=0.9), loss='categorical_crossentropy')
model.fit(train_ds, epochs=5)
`,
      },
    },
    {
      name: 'trained from scratch as a whole',
      files: {
        'train.py': `from tensorflow import keras
base = keras.applications.ResNet50(include_top=False, weights=None, pooling='avg')
inputs = keras.Input((224, 224, 3))
model = keras.Model(inputs, keras.layers.Dense(5, activation='softmax')(base(inputs)))
model.compile('adam', 'categorical_crossentropy')
model.fit(train, validation_data=val, epochs=90)
`,
      },
    },
  ],
})
