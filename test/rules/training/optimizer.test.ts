import rule from '../../../rules/training/optimizer.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A script around the lines that compile and train, which begin in line 12. */
const script = (body: string) => ({
  'train.py': `import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers, optimizers
from tensorflow.keras.optimizers import SGD, Adadelta, Adagrad, Adam
train_ds = keras.utils.image_dataset_from_directory('train', label_mode='categorical')
val_ds = keras.utils.image_dataset_from_directory('val', label_mode='categorical')
base = keras.applications.EfficientNetB0(include_top=False, pooling='avg')
for layer in base.layers[:-30]:
    layer.trainable = False
model = keras.Sequential([base, layers.Dropout(0.2), layers.Dense(7, activation='softmax')])
EPOCHS = 12
${body}model.fit(train_ds, validation_data=val_ds, epochs=EPOCHS)
`,
})
const compiled = (optimizer: string) =>
  script(`model.compile(loss='categorical_crossentropy', optimizer=${optimizer}, metrics=['accuracy'])\n`)

ruleTester(rule, {
  sick: [
    {
      name: 'Adadelta by its name, as many notebooks have it',
      files: compiled("'adadelta'"),
      findings: [{ at: 'train.py:12', says: 'Adadelta(0.001): 1000 times below the 1 that it is made for' }],
    },
    {
      name: 'Adadelta with its default rate, as in the old MNIST example',
      files: compiled('keras.optimizers.Adadelta()'),
      findings: [{ at: 'train.py:12', says: 'Adadelta(0.001)' }],
    },
    {
      name: 'Adadelta at the rate of Adam',
      files: script(`opt = Adadelta(learning_rate=0.01, rho=0.95)
model.compile(loss='categorical_crossentropy', optimizer=opt)
`),
      findings: [{ at: 'train.py:12', says: 'Adadelta(0.01): 100 times below' }],
    },
    {
      name: 'Adagrad with its default rate',
      files: compiled('Adagrad()'),
      findings: [{ at: 'train.py:12', says: 'Adagrad(0.001): 10 times below the 0.01' }],
    },
    {
      name: 'Adagrad by a constant that is too low',
      files: script(`LEARNING_RATE = 1e-4
model.compile(optimizer=optimizers.Adagrad(learning_rate=LEARNING_RATE), loss='categorical_crossentropy')
`),
      findings: [{ at: 'train.py:13', says: 'Adagrad(1e-4): 100 times below' }],
    },
    {
      name: 'plain SGD under a pretrained network',
      files: compiled('SGD(learning_rate=0.01)'),
      findings: [{ at: 'train.py:12', says: 'SGD(0.01) without momentum: 0 instead of the usual 0.9' }],
    },
    {
      name: 'momentum switched off',
      files: compiled('SGD(0.005, momentum=0.0, nesterov=False)'),
      findings: [{ at: 'train.py:12', says: 'SGD(0.005) without momentum' }],
    },
    {
      name: 'SGD without arguments, told once for two runs',
      files: script(`model.compile(loss='categorical_crossentropy', optimizer=SGD())
model.fit(train_ds, validation_data=val_ds, epochs=EPOCHS)
`),
      findings: [{ at: 'train.py:12', says: 'SGD(0.01)' }],
    },
    {
      name: 'plain SGD in TensorFlow.js',
      files: {
        'train.js': `import * as tf from '@tensorflow/tfjs-node'
const mobilenet = await tf.loadLayersModel('https://storage.googleapis.com/tfjs-models/tfjs/mobilenet_v1_0.25_224/model.json')
mobilenet.trainable = true
const out = tf.layers.dense({ units: 3, activation: 'softmax' }).apply(mobilenet.output)
const model = tf.model({ inputs: mobilenet.inputs, outputs: out })
model.compile({ optimizer: tf.train.sgd(0.01), loss: 'categoricalCrossentropy' })
await model.fit(xs, ys, { epochs: 30, validationData: [valXs, valYs] })
`,
      },
      findings: [{ at: 'train.js:6', says: 'SGD(0.01) without momentum' }],
      unfixed: 'it is another function there',
    },
  ],
  healthy: [
    { name: 'Adam', files: compiled('Adam(1e-3)') },
    { name: 'Adam by name', files: compiled("'adam'") },
    { name: 'RMSprop as in many tutorials', files: compiled('optimizers.RMSprop(learning_rate=2e-5)') },
    { name: 'Adadelta with the rate of its paper', files: compiled('Adadelta(learning_rate=1.0)') },
    { name: 'Adagrad at 0.01', files: compiled('Adagrad(learning_rate=0.01)') },
    { name: 'SGD with momentum', files: compiled('SGD(learning_rate=1e-4, momentum=0.9)') },
    {
      name: 'a rate that is not known',
      files: script(`import sys
model.compile(optimizer=Adadelta(learning_rate=float(sys.argv[1])), loss='categorical_crossentropy')
`),
    },
    {
      name: 'plain SGD under a schedule',
      files: script(`schedule = keras.optimizers.schedules.CosineDecayRestarts(0.1, 1000)
model.compile(optimizer=SGD(schedule), loss='categorical_crossentropy')
`),
    },
    {
      name: 'plain SGD for a head over a frozen trunk',
      files: script(`base.trainable = False
model.compile(optimizer=SGD(0.01), loss='categorical_crossentropy')
`),
    },
    {
      name: "plain SGD for a small network of one's own",
      files: {
        'mnist.py': `from tensorflow import keras
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy')
model.fit(x, y, epochs=20, validation_split=0.1)
`,
      },
    },
    {
      name: 'a single epoch',
      files: script(`EPOCHS = 1
model.compile(optimizer='adadelta', loss='categorical_crossentropy')
`),
    },
  ],
})
