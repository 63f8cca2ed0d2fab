import rule from '../../../rules/fine-tuning/wrong-layers.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A functional model on `backbone`; line 14 is the first of `body`. */
const script = (backbone: string, body: string) => ({
  'finetune.py': `import tensorflow as tf
from tensorflow.keras import layers, models, optimizers
from tensorflow.keras.applications import ${backbone}

train_ds = tf.keras.utils.image_dataset_from_directory('data/train', image_size=(224, 224))
val_ds = tf.keras.utils.image_dataset_from_directory('data/val', image_size=(224, 224))
base_model = ${backbone}(include_top=False, weights='imagenet', input_shape=(224, 224, 3))
inputs = tf.keras.Input((224, 224, 3))
x = base_model(inputs, training=False)
x = layers.GlobalAveragePooling2D()(x)
model = models.Model(inputs, layers.Dense(6, activation='softmax')(x))


${body}
`,
})

const fit = `model.compile(optimizers.Adam(1e-5), 'sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(train_ds, validation_data=val_ds, epochs=10)`

ruleTester(rule, {
  sick: [
    {
      name: 'layers unfrozen where nothing was frozen',
      files: script(
        'DenseNet121',
        `for layer in base_model.layers[-40:]:
    layer.trainable = True
${fit}`,
      ),
      findings: [{ at: 'finetune.py:15', says: 'All of DenseNet121 is trained' }],
      unfixed: 'which layers to adapt is for the person to say',
    },
    {
      name: 'the output end frozen',
      files: script(
        'InceptionV3',
        `base_model.trainable = True
for layer in base_model.layers[-62:]:
    layer.trainable = False
${fit}`,
      ),
      findings: [{ at: 'finetune.py:16', says: 'the first 249 of 311 layers are trained' }],
      unfixed: 'which layers to adapt is for the person to say',
    },
    {
      name: 'the input end unfrozen',
      files: script(
        'MobileNetV2',
        `base_model.trainable = False
for layer in base_model.layers[:20]:
    layer.trainable = True
${fit}`,
      ),
      findings: [{ at: 'finetune.py:16', says: 'only the first 20 of 154' }],
      unfixed: 'which layers to adapt is for the person to say',
    },
    {
      name: 'the two loops the wrong way round',
      files: script(
        'Xception',
        `for layer in base_model.layers[:100]:
    layer.trainable = True
for layer in base_model.layers[100:]:
    layer.trainable = False
${fit}`,
      ),
      findings: [{ at: 'finetune.py:17', says: 'output end' }],
      unfixed: 'which layers to adapt is for the person to say',
    },
    {
      name: 'the bound of InceptionV3 on a VGG16',
      files: script(
        'VGG16',
        `base_model.trainable = False
${fit}
base_model.trainable = True
fine_tune_at = 100
for layer in base_model.layers[:fine_tune_at]:
    layer.trainable = False
${fit}`,
      ),
      findings: [{ at: 'finetune.py:20', says: 'VGG16 has 19 layers: layers[:100] leaves none' }],
      unfixed: 'which layers to adapt is for the person to say',
    },
    {
      name: 'layers that are not there are unfrozen',
      files: script(
        'ResNet50',
        `for layer in base_model.layers:
    layer.trainable = False
${fit}
for layer in base_model.layers[249:]:
    layer.trainable = True
${fit}`,
      ),
      findings: [{ at: 'finetune.py:19', says: 'ResNet50 has 175 layers' }],
      unfixed: 'which layers to adapt is for the person to say',
    },
    {
      name: 'in a function, found once for two fits',
      files: script(
        'EfficientNetB0',
        `def freeze(base, n):
    base.trainable = True
    for layer in base.layers[-n:]:
        layer.trainable = False

freeze(base_model, n=30)
${fit}
${fit}`,
      ),
      findings: [{ at: 'finetune.py:17' }],
      unfixed: 'which layers to adapt is for the person to say',
    },
  ],
  healthy: [
    {
      name: 'all layers set to trainable',
      files: script(
        'DenseNet121',
        `for layer in base_model.layers:
    layer.trainable = True
${fit}`,
      ),
    },
    {
      name: 'the last layers set to trainable, the others frozen in the next loop',
      files: script(
        'DenseNet121',
        `for layer in base_model.layers[-40:]:
    layer.trainable = True
for layer in base_model.layers[:-40]:
    layer.trainable = False
${fit}`,
      ),
    },
    {
      name: 'the last layers unfrozen',
      files: script(
        'InceptionV3',
        `base_model.trainable = True
for layer in base_model.layers[:249]:
    layer.trainable = False
${fit}`,
      ),
    },
    {
      name: 'counted from the end',
      files: script(
        'EfficientNetB0',
        `base_model.trainable = True
for layer in base_model.layers[:-20]:
    layer.trainable = False
for layer in base_model.layers[-20:]:
    if not isinstance(layer, layers.BatchNormalization):
        layer.trainable = True
${fit}`,
      ),
    },
    {
      name: 'everything frozen on purpose',
      files: script(
        'VGG16',
        `for layer in base_model.layers[:19]:
    layer.trainable = False
${fit}`,
      ),
    },
    {
      name: 'layers chosen by name',
      files: script(
        'VGG16',
        `base_model.trainable = True
set_trainable = False
for layer in base_model.layers:
    if layer.name == 'block5_conv1':
        set_trainable = True
    if set_trainable:
        layer.trainable = True
    else:
        layer.trainable = False
${fit}`,
      ),
    },
    {
      name: 'the head of a sequential model left trainable',
      files: {
        'train.py': `from tensorflow.keras import Sequential, layers
from tensorflow.keras.applications import ResNet50
model = Sequential([
    ResNet50(include_top=False, pooling='avg', weights='imagenet'),
    layers.Dense(4, activation='softmax'),
])
for layer in model.layers[:1]:
    layer.trainable = False
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train_ds, epochs=5)
`,
      },
    },
    {
      name: 'a trunk without pretrained weights',
      files: {
        'train.py': `from tensorflow import keras
base = keras.applications.ResNet50(include_top=False, weights=None, pooling='avg')
for layer in base.layers[-10:]:
    layer.trainable = False
model = keras.Sequential([base, keras.layers.Dense(4)])
model.compile('adam', 'mse')
model.fit(train_ds, epochs=5)
`,
      },
    },
    {
      name: 'the stem unfrozen on top of the last block',
      files: script(
        'InceptionV3',
        `base_model.trainable = False
for layer in base_model.layers[249:]:
    layer.trainable = True
for layer in base_model.layers[:10]:
    layer.trainable = True
${fit}`,
      ),
    },
    {
      name: 'a bound from the command line',
      files: script(
        'VGG16',
        `import sys
base_model.trainable = True
for layer in base_model.layers[:int(sys.argv[1])]:
    layer.trainable = False
${fit}`,
      ),
    },
  ],
})
