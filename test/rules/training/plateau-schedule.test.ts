import rule from '../../../rules/training/plateau-schedule.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const setup = `import tensorflow as tf
from tensorflow.keras.callbacks import EarlyStopping, LearningRateScheduler, ModelCheckpoint, ReduceLROnPlateau, TensorBoard
from tensorflow.keras.optimizers import Adam
train_ds = tf.keras.utils.image_dataset_from_directory('data/train')
val_ds = tf.keras.utils.image_dataset_from_directory('data/val')
base = tf.keras.applications.EfficientNetB0(include_top=False, pooling='avg')
base.trainable = False
model = tf.keras.Sequential([base, tf.keras.layers.Dense(5, activation='softmax')])
model.compile(optimizer=Adam(learning_rate=1e-3), loss='sparse_categorical_crossentropy', metrics=['accuracy'])
`
const script = (body: string) => ({ 'train.py': setup + body })

ruleTester(rule, {
  sick: [
    {
      name: 'one callback in two phases, told once',
      files: script(`reduce_lr = ReduceLROnPlateau(monitor='val_accuracy', factor=0.2, patience=3, mode='min')
model.fit(train_ds, validation_data=val_ds, epochs=10, callbacks=[reduce_lr])
base.trainable = True
model.compile(optimizer=Adam(1e-5), loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(train_ds, validation_data=val_ds, epochs=10, callbacks=[reduce_lr])
`),
      findings: [{ at: 'train.py:10', says: "mode='min'" }],
    },
    {
      name: 'mode min on an accuracy',
      files: script(`reduce_lr = ReduceLROnPlateau(monitor='val_accuracy', factor=0.2, patience=3, mode='min')
model.fit(train_ds, validation_data=val_ds, epochs=30, callbacks=[reduce_lr])
`),
      findings: [{ at: 'train.py:10', says: "mode='min' takes a rising val_accuracy" }],
    },
    {
      name: 'early stopping that takes a rising accuracy for a worse one',
      files:
        script(`stop = EarlyStopping(monitor='val_accuracy', mode='min', patience=4, restore_best_weights=True)
model.fit(train_ds, validation_data=val_ds, epochs=20, callbacks=[stop])
`),
      findings: [{ at: 'train.py:10', says: "mode='min' takes a rising val_accuracy for a worse one" }],
    },
    {
      name: 'a checkpoint of the worst epoch, and early stopping on a metric of another name',
      files: script(`model.fit(train_ds, validation_data=val_ds, epochs=20, callbacks=[
    ModelCheckpoint('best.keras', monitor='val_loss', mode='max', save_best_only=True),
    EarlyStopping(monitor='val_acc', patience=5),
])
`),
      findings: [
        { at: 'train.py:11', says: "mode='max' takes a falling val_loss for a worse one" },
        { at: 'train.py:12', says: "no 'val_acc' but 'val_accuracy'" },
      ],
    },
    {
      name: 'mode max on a loss, through a list that grows',
      files: script(`callbacks = [EarlyStopping(patience=10)]
callbacks.append(ReduceLROnPlateau(monitor='val_loss', mode='max', patience=5))
callbacks += [TensorBoard('logs')]
model.fit(train_ds, validation_data=val_ds, epochs=30, callbacks=callbacks)
`),
      findings: [{ at: 'train.py:11', says: "mode='max' takes a falling val_loss" }],
    },
    {
      name: 'a patience longer than the run',
      files: script(`EPOCHS = 10
model.fit(train_ds, validation_data=val_ds, epochs=EPOCHS, callbacks=[
    ModelCheckpoint('best.h5', save_best_only=True),
    ReduceLROnPlateau(monitor='val_loss', factor=0.5, patience=10, verbose=1),
])
`),
      findings: [{ at: 'train.py:13', says: 'patience=10 in a run of 10 epochs' }],
    },
    {
      name: 'the default patience in a short run',
      files:
        script(`model.fit(train_ds, validation_data=val_ds, epochs=8, callbacks=ReduceLROnPlateau(monitor='val_loss'))
`),
      findings: [{ at: 'train.py:10', says: 'patience=10 in a run of 8 epochs' }],
      unfixed: 'the patience is not written anywhere',
    },
    {
      name: 'the training loss as monitor though there is a validation set',
      files: script(`lr = ReduceLROnPlateau('loss', factor=0.3, patience=2, min_lr=1e-6)
model.fit(train_ds, validation_data=val_ds, epochs=20, callbacks=[lr])
`),
      findings: [{ at: 'train.py:10', says: "watches the training metric 'loss'" }],
    },
    {
      name: 'early stopping that is always sooner',
      files: script(`es = EarlyStopping(monitor='val_loss', patience=3, restore_best_weights=True)
rlr = ReduceLROnPlateau(monitor='val_loss', factor=0.1, patience=5)
model.fit(train_ds, validation_data=val_ds, epochs=50, callbacks=[es, rlr])
`),
      findings: [{ at: 'train.py:11', says: 'EarlyStopping (patience 3) ends the run before patience=5' }],
    },
    {
      name: 'min_lr above the learning rate',
      files: script(`model.compile(optimizer=Adam(1e-5), loss='sparse_categorical_crossentropy')
model.fit(train_ds, validation_data=val_ds, epochs=20,
          callbacks=[ReduceLROnPlateau(monitor='val_loss', patience=2, min_lr=1e-4)])
`),
      findings: [{ at: 'train.py:12', says: 'min_lr=0.0001 is not below the learning rate 0.00001' }],
    },
    {
      name: 'a factor that raises the rate',
      files: script(`model.fit(train_ds, validation_data=val_ds, epochs=20,
          callbacks=[ReduceLROnPlateau(monitor='val_loss', factor=2, patience=2)])
`),
      findings: [{ at: 'train.py:11', says: 'factor=2 does not lower the rate' }],
    },
    {
      name: 'no schedule in a long run with a fixed rate',
      files: script(`model.fit(train_ds, validation_data=val_ds, epochs=100, callbacks=[TensorBoard('logs')])
`),
      findings: [{ at: 'train.py:10', says: 'Nothing lowers the learning rate in 100 epochs' }],
      unfixed: 'a callback to add',
    },
    {
      name: 'a schedule in a cell of a notebook, built by a function',
      files: {
        'n.ipynb': notebook(
          setup,
          "def get_callbacks(metric='val_accuracy'):\n    return [\n        ReduceLROnPlateau(monitor=metric, mode='min', patience=2),\n    ]",
          'model.fit(train_ds, validation_data=val_ds, epochs=15, callbacks=get_callbacks())',
        ),
      },
      findings: [{ at: 'n.ipynb cell 2:3', says: "mode='min'" }],
    },
    {
      name: 'a metric by the name that it had before Keras 2.3',
      files: {
        'train.py': `import tensorflow as tf
train_ds = tf.keras.utils.image_dataset_from_directory('train')
val_ds = tf.keras.utils.image_dataset_from_directory('val')
model = tf.keras.Sequential([tf.keras.layers.Rescaling(1 / 255), tf.keras.layers.Flatten(), tf.keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
schedule = tf.keras.callbacks.ReduceLROnPlateau(monitor='val_acc', factor=0.3, patience=2)
model.fit(train_ds, validation_data=val_ds, epochs=20, callbacks=[schedule])
`,
      },
      findings: [{ at: 'train.py:6', says: "Keras reports no 'val_acc' but 'val_accuracy'" }],
    },
  ],
  healthy: [
    {
      name: 'early stopping and checkpoints that read their metrics the right way round',
      files: script(`model.fit(train_ds, validation_data=val_ds, epochs=20, callbacks=[
    ModelCheckpoint('best.keras', monitor='val_accuracy', mode='max', save_best_only=True),
    ModelCheckpoint('all-{epoch}.keras', monitor='val_accuracy', mode='min'),
    EarlyStopping(monitor='val_loss', mode='min', patience=5),
])
`),
    },
    {
      name: 'the usual schedule',
      files: script(`rlr = ReduceLROnPlateau(monitor='val_loss', factor=0.2, patience=3, min_lr=1e-6)
model.fit(train_ds, validation_data=val_ds, epochs=30, callbacks=[rlr])
`),
    },
    {
      name: 'mode max on an accuracy, auto on a loss',
      files: script(`a = ReduceLROnPlateau(monitor='val_accuracy', mode='max', patience=3)
model.fit(train_ds, validation_data=val_ds, epochs=30, callbacks=[a])
b = ReduceLROnPlateau(monitor='val_loss', mode='auto', patience=3)
model.fit(train_ds, validation_data=val_ds, epochs=30, callbacks=[b])
`),
    },
    {
      name: 'a metric of its own whose direction nobody can tell',
      files: script(`rlr = ReduceLROnPlateau(monitor='val_kappa', mode='max', patience=3)
model.fit(train_ds, validation_data=val_ds, epochs=30, callbacks=[rlr])
`),
    },
    {
      name: 'a number of epochs from the command line without default',
      files: script(`import sys
epochs = int(sys.argv[1])
model.fit(train_ds, validation_data=val_ds, epochs=epochs, callbacks=[ReduceLROnPlateau(patience=20)])
`),
    },
    {
      name: 'early stopping that waits longer',
      files:
        script(`cbs = [EarlyStopping(monitor='val_loss', patience=8), ReduceLROnPlateau(monitor='val_loss', patience=3)]
model.fit(train_ds, validation_data=val_ds, epochs=40, callbacks=cbs)
`),
    },
    {
      name: 'a single epoch to try the script out',
      files: script(`rlr = ReduceLROnPlateau(monitor='val_loss', patience=3)
model.fit(train_ds, validation_data=val_ds, epochs=1, callbacks=[rlr])
`),
    },
    {
      name: 'a second run that counts its epochs on from the first',
      files: script(`model.fit(train_ds, validation_data=val_ds, epochs=10)
h = model.fit(train_ds, validation_data=val_ds, epochs=20, initial_epoch=10)
model.fit(train_ds, validation_data=val_ds, epochs=40, initial_epoch=h.epoch[-1])
`),
    },
    {
      name: 'early stopping on another metric',
      files:
        script(`cbs = [EarlyStopping(monitor='val_accuracy', patience=3), ReduceLROnPlateau(monitor='val_loss', patience=4)]
model.fit(train_ds, validation_data=val_ds, epochs=40, callbacks=cbs)
`),
    },
    {
      name: 'the training loss where there is no validation',
      files: script(`model.fit(train_ds, epochs=20, callbacks=[ReduceLROnPlateau(monitor='loss', patience=3)])
`),
    },
    {
      name: 'a long run under another schedule',
      files: script(`model.fit(train_ds, validation_data=val_ds, epochs=100,
          callbacks=[LearningRateScheduler(lambda epoch, lr: lr * 0.95)])
`),
    },
    {
      name: 'a long run whose optimizer decays the rate itself',
      files: script(`schedule = tf.keras.optimizers.schedules.ExponentialDecay(1e-3, 1000, 0.9)
model.compile(optimizer=Adam(schedule), loss='mse')
model.fit(train_ds, validation_data=val_ds, epochs=100)
decay = tf.keras.optimizers.schedules.CosineDecay(initial_learning_rate=1e-3, decay_steps=1000)
model.compile(optimizer=tf.keras.optimizers.SGD(learning_rate=decay, momentum=0.9), loss='mse')
model.fit(train_ds, validation_data=val_ds, epochs=100)
model.compile(optimizer=tf.keras.optimizers.SGD(lr=0.01, decay=1e-6, momentum=0.9), loss='mse')
model.fit(train_ds, validation_data=val_ds, epochs=100)
`),
    },
    {
      name: 'a long run that early stopping ends',
      files: script(`model.fit(train_ds, validation_data=val_ds, epochs=100,
          callbacks=[EarlyStopping(monitor='val_loss', patience=5, restore_best_weights=True)])
`),
    },
    {
      name: 'callbacks that come from elsewhere',
      files: script(`from training_tools import make_callbacks
model.fit(train_ds, validation_data=val_ds, epochs=100, callbacks=make_callbacks())
`),
    },
    {
      name: 'a schedule commented out beside another one',
      files: script(`callbacks = [
    # ReduceLROnPlateau(monitor='val_acc', mode='min', patience=500),
    ReduceLROnPlateau(monitor='val_loss', mode='min', patience=2),
]
model.fit(train_ds, validation_data=val_ds, epochs=12, callbacks=callbacks)
`),
    },
    {
      name: 'several runs, each within its own schedule',
      files: script(`def train(epochs, patience):
    return model.fit(train_ds, validation_data=val_ds, epochs=epochs,
                     callbacks=[ReduceLROnPlateau(monitor='val_loss', patience=patience)])
train(10, 2)
train(50, 5)
`),
    },
    {
      name: 'a metric that was called acc',
      files: {
        'train.py': `import tensorflow as tf
train_ds = tf.keras.utils.image_dataset_from_directory('train')
val_ds = tf.keras.utils.image_dataset_from_directory('val')
model = tf.keras.Sequential([tf.keras.layers.Rescaling(1 / 255), tf.keras.layers.Flatten(), tf.keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['acc'])
schedule = tf.keras.callbacks.ReduceLROnPlateau(monitor='val_acc', factor=0.3, patience=2)
model.fit(train_ds, validation_data=val_ds, epochs=20, callbacks=[schedule])
`,
      },
    },
    {
      name: 'metrics that come from elsewhere',
      files: {
        'train.py': `import tensorflow as tf
from scores import metrics
train_ds = tf.keras.utils.image_dataset_from_directory('train')
val_ds = tf.keras.utils.image_dataset_from_directory('val')
model = tf.keras.Sequential([tf.keras.layers.Rescaling(1 / 255), tf.keras.layers.Flatten(), tf.keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=metrics)
schedule = tf.keras.callbacks.ReduceLROnPlateau(monitor='val_acc', factor=0.3, patience=2)
model.fit(train_ds, validation_data=val_ds, epochs=20, callbacks=[schedule])
`,
      },
    },
  ],
})
