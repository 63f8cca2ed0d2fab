import rule from '../../../rules/training/validation-missing.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const model = `model = keras.Sequential([
    layers.Rescaling(1 / 255),
    layers.Conv2D(32, 3, activation='relu'),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dropout(0.3),
    layers.Dense(5, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
`
/** A script around the lines that train, which begin in line 14. */
const script = (body: string) => ({
  'train.py': `from tensorflow import keras
from tensorflow.keras import layers

train_ds = keras.utils.image_dataset_from_directory('flowers/train')
${model}${body}`,
})
const unfixed = 'which images to hold out is for the person to say'

/** A loop of the program's own over the images of a folder; `each`: what follows in each epoch, `made`: before all. */
const byHand = (each: string, made = '') => ({
  'train.py': `import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
flowers = keras.utils.image_dataset_from_directory('flowers/train').map(lambda x, y: (x / 255.0, y))
net = keras.Sequential([keras.Input((256, 256, 3)), layers.Conv2D(8, 3), layers.Flatten(), layers.Dropout(0.3), layers.Dense(5, activation='softmax')])
adam = keras.optimizers.Adam(1e-3)
cost = keras.losses.SparseCategoricalCrossentropy()
${made}
for epoch in range(40):
    for images, labels in flowers:
        with tf.GradientTape() as tape:
            value = cost(labels, net(images, training=True))
        adam.apply_gradients(zip(tape.gradient(value, net.trainable_variables), net.trainable_variables))
${each}
`,
})
const other =
  "held = keras.utils.image_dataset_from_directory('flowers/val').map(lambda x, y: (x / 255.0, y))"

ruleTester(rule, {
  sick: [
    {
      name: 'a loop by hand that measures nothing',
      files: byHand('    print(epoch, float(value))'),
      findings: [{ at: 'train.py:10', says: 'trains for 40 epochs without validation data' }],
      unfixed,
    },
    {
      name: 'a dataset and epochs, nothing else',
      files: script('model.fit(train_ds, epochs=30)\n'),
      findings: [{ at: 'train.py:14', says: 'trains for 30 epochs without validation data' }],
      unfixed,
    },
    {
      name: 'arrays from files',
      files: {
        'train.py': `import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
X = np.load('images.npy') / 255.0
y = np.load('labels.npy')
${model}history = model.fit(X, y, batch_size=64, epochs=50, verbose=1)
model.save('model.h5')
`,
      },
      findings: [{ at: 'train.py:15', says: '50 epochs' }],
      unfixed,
    },
    {
      name: 'one generator over everything, with steps',
      files: {
        'train.py': `from tensorflow import keras
from tensorflow.keras import layers
datagen = keras.preprocessing.image.ImageDataGenerator(rotation_range=20, horizontal_flip=True)
train_gen = datagen.flow_from_directory('dataset', target_size=(128, 128), class_mode='sparse')
${model}model.fit_generator(train_gen, steps_per_epoch=train_gen.samples // 32, epochs=25)
`,
      },
      findings: [{ at: 'train.py:14', says: '25 epochs' }],
      unfixed,
    },
    {
      name: 'two phases, one word',
      files: {
        'train.py': `import tensorflow as tf
train = tf.keras.utils.image_dataset_from_directory('train')
base = tf.keras.applications.EfficientNetB0(include_top=False, pooling='avg')
base.trainable = False
model = tf.keras.Sequential([base, tf.keras.layers.Dense(5, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, epochs=5)
base.trainable = True
model.compile(tf.keras.optimizers.Adam(1e-5), 'sparse_categorical_crossentropy')
model.fit(train, epochs=10)
`,
      },
      findings: [{ at: 'train.py:7', says: '5 epochs' }],
      unfixed,
    },
    {
      name: 'a number of epochs from the command line, in a function that main calls',
      files: script(`import argparse

def main(args):
    model.fit(train_ds, epochs=args.epochs, callbacks=[keras.callbacks.TensorBoard('logs')])

if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--epochs', type=int)
    main(parser.parse_args())
`),
      findings: [{ at: 'train.py:17', says: 'This trains without validation data' }],
      unfixed,
    },
    {
      name: 'cells of a notebook that only plot the training curve',
      files: {
        'n.ipynb': notebook(
          `from tensorflow import keras\nfrom tensorflow.keras import layers\ntrain_ds = keras.utils.image_dataset_from_directory('train')`,
          model,
          'history = model.fit(train_ds, epochs=15)',
          "import matplotlib.pyplot as plt\nplt.plot(history.history['accuracy'])",
        ),
      },
      findings: [{ at: 'n.ipynb cell 3:1', says: '15 epochs' }],
      unfixed,
    },
    {
      name: 'TensorFlow.js on images of a folder',
      files: {
        'train.ts': `import * as tf from '@tensorflow/tfjs-node'
import fs from 'node:fs'
function* examples() {
  for (const name of fs.readdirSync('photos')) {
    const image = tf.node.decodeImage(fs.readFileSync('photos/' + name), 3)
    yield { xs: tf.image.resizeBilinear(image, [128, 128]).div(255), ys: labelOf(name) }
  }
}
const data = tf.data.generator(examples).shuffle(500).batch(16)
const model = tf.sequential()
model.add(tf.layers.conv2d({ inputShape: [128, 128, 3], filters: 16, kernelSize: 3, activation: 'relu' }))
model.add(tf.layers.flatten())
model.add(tf.layers.dense({ units: 4, activation: 'softmax' }))
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] })
await model.fitDataset(data, { epochs: 40 })
`,
      },
      findings: [{ at: 'train.ts:15', says: '40 epochs' }],
      unfixed,
    },
  ],
  healthy: [
    {
      name: 'a loop by hand, and another over other images',
      files: byHand('    for images, labels in held:\n        print(cost(labels, net(images)))', other),
    },
    {
      name: 'a loop by hand, and a call on a batch of other images',
      files: byHand(
        '    print(cost(labels_held, net(images_held)))',
        'images_held, labels_held = load_batch()',
      ),
    },
    {
      name: 'a loop by hand, and a function that we do not see',
      files: byHand('    scores.append(score_of(net))', 'from scoring import score_of\nscores = []'),
    },
    {
      name: 'a loop by hand, and an object that we do not see into that has other images',
      files: byHand(
        '    watcher.look()',
        `from watching import Watcher\n${other}\nwatcher = Watcher(lambda: net, held)`,
      ),
    },
    {
      name: 'a loop by hand, and evaluate',
      files: byHand('    net.evaluate(held)', `${other}\nnet.compile(adam, cost)`),
    },
    {
      name: 'one pass over a loader, which nothing repeats',
      files: {
        'train.py': `import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms
def try_out():
    loader = DataLoader(datasets.ImageFolder('photos', transforms.ToTensor()), batch_size=32, shuffle=True)
    model = models.resnet18(weights='DEFAULT')
    model.fc = nn.Linear(512, 2)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
    for images, labels in loader:
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()
`,
      },
    },
    {
      name: 'validation data',
      files: script(`val_ds = keras.utils.image_dataset_from_directory('flowers/val')
model.fit(train_ds, validation_data=val_ds, epochs=30)
`),
    },
    {
      name: 'a share held back by fit',
      files: {
        'train.py': `import numpy as np
from tensorflow import keras
from tensorflow.keras import layers
X, y = np.load('x.npy'), np.load('y.npy')
${model}model.fit(X, y, epochs=20, validation_split=0.2)
`,
      },
    },
    {
      name: 'a test set that is evaluated after the last epoch, as in the Keras quickstart',
      files: {
        'mnist.py': `from tensorflow import keras
from tensorflow.keras import layers
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
${model}model.fit(x_train, y_train, epochs=5)
model.evaluate(x_test, y_test, verbose=2)
`,
      },
    },
    {
      name: 'a last run on everything, after one with validation',
      files: script(`val_ds = keras.utils.image_dataset_from_directory('flowers/val')
model.fit(train_ds, validation_data=val_ds, epochs=30)
model.fit(train_ds.concatenate(val_ds), epochs=5)
`),
    },
    {
      name: 'arguments that come from elsewhere',
      files: script('from settings import fit_arguments\nmodel.fit(train_ds, epochs=30, **fit_arguments)\n'),
    },
    {
      name: 'one epoch at a time, measured in between',
      files: script(`test_ds = keras.utils.image_dataset_from_directory('flowers/test')
for epoch in range(20):
    model.fit(train_ds, epochs=1)
    print(epoch, model.evaluate(test_ds))
`),
    },
    {
      name: 'an autoencoder, which classifies nothing',
      files: {
        'ae.py': `from tensorflow import keras
from tensorflow.keras import layers
ds = keras.utils.image_dataset_from_directory('faces', label_mode=None).map(lambda x: (x / 255, x / 255))
model = keras.Sequential([layers.Conv2D(16, 3, padding='same', activation='relu'), layers.Conv2D(3, 3, padding='same', activation='sigmoid')])
model.compile('adam', 'mse')
model.fit(ds, epochs=50)
`,
      },
    },
    {
      name: 'a single epoch to try the script out',
      files: script('model.fit(train_ds, epochs=1)\n'),
    },
    {
      name: 'examples that a visitor of the page shows to the camera',
      files: {
        'index.js': `import * as tf from '@tensorflow/tfjs'
import { ControllerDataset } from './controller_dataset'
const controllerDataset = new ControllerDataset(4)
async function train() {
  const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [7, 7, 256] }), tf.layers.dense({ units: 4, activation: 'softmax' })] })
  model.compile({ optimizer: tf.train.adam(0.0001), loss: 'categoricalCrossentropy' })
  model.fit(controllerDataset.xs, controllerDataset.ys, { batchSize: 8, epochs: 20 })
}
`,
      },
    },
    {
      name: 'a function for callers that we do not see',
      files: {
        'model.py': `import tensorflow as tf
def train(x, y, epochs=5):
    model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10, activation='softmax')])
    model.compile('adam', 'sparse_categorical_crossentropy')
    model.fit(x, y, epochs=epochs)
    return model
`,
      },
    },
  ],
})
