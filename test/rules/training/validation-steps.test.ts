import rule from '../../../rules/training/validation-steps.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A script around the call of fit, which begins in line 10. */
const script = (fit: string) => ({
  'train.py': `import math
import numpy as np
from tensorflow import keras
from keras.preprocessing.image import ImageDataGenerator
batch_size = 32
train_generator = ImageDataGenerator(rescale=1/255, shear_range=0.2).flow_from_directory('train', batch_size=batch_size)
validation_generator = ImageDataGenerator(rescale=1/255).flow_from_directory('validation', batch_size=batch_size)
model = keras.Sequential([keras.layers.Conv2D(8, 3), keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
${fit}
`,
})

/** Two lists of names, a generator function over either, and a model; 12 lines. */
const generated = `import random
import numpy as np
from tensorflow import keras
names = sorted(open('names.txt').read().split())
train_names, val_names = names[40:], names[:40]
def batches(names):
    while True:
        random.shuffle(names)
        for start in range(0, len(names), 16):
            yield np.stack([read(name) for name in names[start:start + 16]]), labels_of(names[start:start + 16])
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`

/** Arrays of either side from one function of the program, a generator over each, and a model; 11 lines. */
const flowing = `import numpy as np
from tensorflow import keras
from tensorflow.keras.preprocessing.image import ImageDataGenerator
def read(part):
    return np.load(f'{part}_x.npy').astype('float32'), np.load(f'{part}_y.npy')
x_train, y_train = read('train')
x_val, y_val = read('val')
train = ImageDataGenerator(rotation_range=9).flow(x_train, y_train, batch_size=16)
val = ImageDataGenerator().flow(x_val, y_val, batch_size=16)
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
`

ruleTester(rule, {
  sick: [
    {
      name: 'lists of names that a generator function goes over',
      files: {
        'train.py': `${generated}model.fit(batches(train_names), steps_per_epoch=len(train_names) // 16, validation_data=batches(val_names), validation_steps=len(train_names) // 16, epochs=9)
`,
      },
      findings: [{ at: 'train.py:13', says: 'validation_steps is counted from the train images' }],
      unfixed: 'the generators have no names',
    },
    {
      name: 'rounded up by two minus signs',
      files: {
        'train.py': `${generated}steps = -(-len(train_names) // 16)
model.fit(batches(train_names), steps_per_epoch=steps, validation_data=batches(val_names), validation_steps=steps, epochs=9)
`,
      },
      findings: [{ at: 'train.py:13', says: 'validation_steps is counted from the train images' }],
      unfixed: 'the generators have no names',
    },
    {
      name: 'arrays that one function of the program reads for both sides',
      files: {
        'train.py': `${flowing}model.fit(train, steps_per_epoch=len(x_train) // 16, validation_data=val, validation_steps=x_train.shape[0] // 16, epochs=9)
`,
      },
      findings: [{ at: 'train.py:12', says: 'validation_steps is counted from train instead of val' }],
      unfixed: 'the arrays have other names than the generators',
    },
    {
      name: 'samples of the training generator',
      files: script(`model.fit_generator(
    train_generator,
    steps_per_epoch=train_generator.samples // batch_size,
    epochs=10,
    validation_data=validation_generator,
    validation_steps=train_generator.samples // batch_size)`),
      findings: [
        {
          at: 'train.py:15',
          says: 'validation_steps is counted from train_generator instead of validation_generator',
        },
      ],
    },
    {
      name: 'the length of the training generator',
      files: script(
        'model.fit(train_generator, epochs=10, validation_data=validation_generator, validation_steps=len(train_generator))',
      ),
      findings: [{ at: 'train.py:10', says: 'counted from train_generator' }],
    },
    {
      name: 'by way of a variable',
      files: script(`steps = math.ceil(train_generator.samples / batch_size)
model.fit(train_generator, steps_per_epoch=steps, epochs=10, validation_data=validation_generator, validation_steps=steps)`),
      findings: [{ at: 'train.py:10', says: 'validation_steps is counted from train_generator' }],
      unfixed: 'the variable serves both sides',
    },
    {
      name: 'rounded by numpy',
      files: script(
        'model.fit(train_generator, epochs=10, validation_data=validation_generator, validation_steps=int(np.ceil(train_generator.n / batch_size)))',
      ),
      findings: [{ at: 'train.py:10' }],
    },
    {
      name: 'training steps from the validation generator',
      files: script(
        'model.fit(train_generator, steps_per_epoch=validation_generator.samples // batch_size, epochs=10, validation_data=validation_generator)',
      ),
      findings: [
        {
          at: 'train.py:10',
          says: 'steps_per_epoch is counted from validation_generator instead of train_generator',
        },
      ],
    },
    {
      name: 'arrays of a split',
      files: {
        'n.ipynb': notebook(
          "import numpy as np\nfrom sklearn.model_selection import train_test_split\nfrom tensorflow import keras\nx_train, x_val, y_train, y_val = train_test_split(np.load('x.npy'), np.load('y.npy'), random_state=1)",
          "model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(3, activation='softmax')])\nmodel.compile('adam', 'sparse_categorical_crossentropy')",
          'gen = keras.preprocessing.image.ImageDataGenerator(horizontal_flip=True)\ntrain = gen.flow(x_train, y_train)\nval = keras.preprocessing.image.ImageDataGenerator().flow(x_val, y_val)\nmodel.fit(train, epochs=5, validation_data=val, validation_steps=len(x_train) // 32)',
        ),
      },
      findings: [{ at: 'n.ipynb cell 3:4', says: 'counted from train instead of val' }],
      unfixed: 'the array has another name than the generator',
    },
  ],
  healthy: [
    {
      name: 'lists of names that a generator function goes over, each counted for its own side',
      files: {
        'train.py': `${generated}model.fit(batches(train_names), steps_per_epoch=len(train_names) // 16, validation_data=batches(val_names), validation_steps=len(val_names) // 16, epochs=9)
`,
      },
    },
    {
      name: 'rounded up by two minus signs, each counted for its own side',
      files: {
        'train.py': `${generated}model.fit(batches(train_names), steps_per_epoch=-(-len(train_names) // 16), validation_data=batches(val_names), validation_steps=-(-len(val_names) // 16), epochs=9)
`,
      },
    },
    {
      name: 'arrays that one function of the program reads, each counted for its own side',
      files: {
        'train.py': `${flowing}model.fit(train, steps_per_epoch=len(x_train) // 16, validation_data=val, validation_steps=x_val.shape[0] // 16, epochs=9)
`,
      },
    },
    {
      name: 'each from its own',
      files:
        script(`model.fit(train_generator, steps_per_epoch=train_generator.samples // batch_size, epochs=10,
          validation_data=validation_generator, validation_steps=validation_generator.samples // batch_size)`),
    },
    {
      name: 'no steps',
      files: script('model.fit(train_generator, epochs=10, validation_data=validation_generator)'),
    },
    {
      name: 'numbers',
      files: script(
        'model.fit(train_generator, steps_per_epoch=100, epochs=10, validation_data=validation_generator, validation_steps=100)',
      ),
    },
    {
      name: 'a share of the training steps, counted from both',
      files: script(
        'model.fit(train_generator, epochs=10, validation_data=validation_generator, validation_steps=min(len(train_generator), len(validation_generator)))',
      ),
    },
    {
      name: 'the training generator given for both, which is another fault',
      files: script(
        'model.fit(train_generator, epochs=10, validation_data=train_generator, validation_steps=train_generator.samples // batch_size)',
      ),
    },
    {
      name: 'the batch size of the training generator',
      files: script(
        'model.fit(train_generator, epochs=10, validation_data=validation_generator, validation_steps=validation_generator.samples // train_generator.batch_size)',
      ),
    },
    {
      name: 'a number that another function gives',
      files: script(`from tools import steps_for
model.fit(train_generator, epochs=10, validation_data=validation_generator, validation_steps=steps_for('validation'))`),
    },
  ],
})
