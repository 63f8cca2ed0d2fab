import rule from '../../../rules/training/no-regularisation.ts'
import { datasetOf } from '../../support/facts.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const data = `import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers, regularizers
from tensorflow.keras.callbacks import EarlyStopping, ModelCheckpoint, ReduceLROnPlateau

train_ds = keras.utils.image_dataset_from_directory('data/train', image_size=(224, 224))
val_ds = keras.utils.image_dataset_from_directory('data/val', image_size=(224, 224))
base = keras.applications.EfficientNetB0(include_top=False, weights='imagenet', input_shape=(224, 224, 3))
base.trainable = False
`
const compiled = "model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])\n"
const hidden = `model = keras.Sequential([
    base,
    layers.Flatten(),
    layers.Dense(1024, activation='relu'),
    layers.Dense(5, activation='softmax'),
])
`
/** A script of the model (from line 10 on) and what trains it. */
const script = (model: string, fit = 'model.fit(train_ds, validation_data=val_ds, epochs=100)') => ({
  'train.py': `${data}${model}${compiled}${fit}\n`,
})
const many = datasetOf(Array.from({ length: 50_000 }, (_, index) => `train/${index % 5}/${index}.jpg`))

ruleTester(rule, {
  sick: [
    {
      name: 'a hidden layer behind Flatten, a hundred epochs',
      files: script(hidden),
      findings: [
        {
          at: 'train.py:14, train.py:17',
          says: 'Nothing keeps layers.Dense(1024) from overfitting in 100 epochs',
        },
      ],
    },
    {
      name: 'only a schedule and a checkpoint beside it',
      files: script(
        hidden,
        "model.fit(train_ds, validation_data=val_ds, epochs=50, callbacks=[ModelCheckpoint('m.keras'), ReduceLROnPlateau(patience=3)])",
      ),
      findings: [{ at: 'train.py:14, train.py:17', says: '50 epochs' }],
    },
    {
      name: "a convolutional network of one's own",
      files: script(`model = keras.Sequential([
    layers.Rescaling(1./255, input_shape=(224, 224, 3)),
    layers.Conv2D(16, 3, padding='same', activation='relu'),
    layers.MaxPooling2D(),
    layers.Conv2D(32, 3, padding='same', activation='relu'),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(128, activation='relu'),
    layers.Dense(5, activation='softmax')
])
`),
      findings: [{ at: 'train.py:18, train.py:21', says: 'layers.Dense(128)' }],
    },
    {
      name: 'a functional head',
      files: script(`x = layers.GlobalAveragePooling2D()(base.output)
x = layers.Dense(512, activation='relu')(x)
outputs = layers.Dense(5, activation='softmax')(x)
model = keras.Model(base.input, outputs)
`),
      findings: [{ at: 'train.py:12, train.py:15', says: 'Dense(512)' }],
    },
    {
      name: 'two hidden layers, one of which ends with a comma',
      files: script(hidden.replace("'relu'),", "'relu',),\n    layers.Dense(32, activation='relu'),")),
      findings: [{ at: 'train.py:15, train.py:18', says: 'Dense(1024)' }],
    },
    {
      name: 'a hidden layer that is written over several lines',
      files: script(
        hidden.replace("1024, activation='relu'", "\n        1024,\n        activation='relu',\n    "),
      ),
      findings: [{ at: 'train.py:17, train.py:20', says: 'Dense(1024)' }],
      unfixed: 'the call goes over several lines',
    },
    {
      name: 'a trunk that is trained as a whole',
      files: script(`base.trainable = True
model = keras.Sequential([
    base,
    layers.GlobalAveragePooling2D(),
    layers.Dense(5, activation='softmax'),
])
`),
      findings: [{ at: 'train.py:14, train.py:17', says: 'the trainable EfficientNetB0' }],
    },
    {
      name: 'generators that only scale, in a notebook',
      files: {
        'n.ipynb': notebook(
          "from keras.preprocessing.image import ImageDataGenerator\nfrom keras import layers, models\ngen = ImageDataGenerator(rescale=1./255)\ntrain = gen.flow_from_directory('train', target_size=(150, 150), class_mode='binary')\nval = gen.flow_from_directory('validation', target_size=(150, 150), class_mode='binary')",
          "model = models.Sequential()\nmodel.add(layers.Conv2D(32, (3, 3), activation='relu', input_shape=(150, 150, 3)))\nmodel.add(layers.MaxPooling2D((2, 2)))\nmodel.add(layers.Flatten())\nmodel.add(layers.Dense(512, activation='relu'))\nmodel.add(layers.Dense(1, activation='sigmoid'))",
          "model.compile(loss='binary_crossentropy', optimizer='rmsprop', metrics=['acc'])\nhistory = model.fit(train, steps_per_epoch=100, epochs=30, validation_data=val, validation_steps=50)",
        ),
      },
      findings: [{ at: 'n.ipynb cell 2:6, n.ipynb cell 3:2', says: 'Dense(512)' }],
    },
  ],
  healthy: [
    {
      name: 'dropout',
      files: script(hidden.replace('    layers.Dense(5', '    layers.Dropout(0.5),\n    layers.Dense(5')),
    },
    {
      name: 'weight decay on the hidden layer',
      files: script(hidden.replace("'relu')", "'relu', kernel_regularizer=regularizers.l2(1e-4))")),
    },
    {
      name: 'early stopping',
      files: script(
        hidden,
        'model.fit(train_ds, validation_data=val_ds, epochs=100, callbacks=[EarlyStopping(patience=5, restore_best_weights=True)])',
      ),
    },
    {
      name: 'augmentation layers in the model',
      files: script(
        hidden.replace(
          '    base,',
          "    layers.RandomFlip('horizontal'),\n    layers.RandomRotation(0.1),\n    base,",
        ),
      ),
    },
    {
      name: 'augmentation in the dataset',
      files: script(
        `train_ds = train_ds.map(lambda x, y: (tf.image.random_flip_left_right(x), y))\n${hidden}`,
      ),
    },
    {
      name: 'a linear head over pooled features',
      files:
        script(`model = keras.Sequential([base, layers.GlobalAveragePooling2D(), layers.Dense(5, activation='softmax')])
`),
    },
    { name: 'a few epochs', files: script(hidden, 'model.fit(train_ds, validation_data=val_ds, epochs=10)') },
    {
      name: 'a dataset that another module makes',
      files: script(`from data import make_dataset
train_ds = make_dataset('train')
${hidden}`),
    },
    {
      name: 'an optimizer that decays the weights',
      files: script(
        hidden,
        "model.compile(keras.optimizers.AdamW(1e-3), 'sparse_categorical_crossentropy')\nmodel.fit(train_ds, validation_data=val_ds, epochs=100)",
      ),
    },
    { name: 'so many images that nobody learns them by heart', files: script(hidden), dataset: many },
  ],
})
