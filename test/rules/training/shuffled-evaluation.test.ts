import rule from '../../../rules/training/shuffled-evaluation.ts'
import { notebook } from '../../support/notebook.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A script around the lines that make the test set and measure on it, which begin in line 10. */
const script = (body: string) => ({
  'train.py': `import numpy as np
import tensorflow as tf
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix
from tensorflow.keras.preprocessing.image import ImageDataGenerator
datagen = ImageDataGenerator(rescale=1./255)
train_generator = datagen.flow_from_directory('train', target_size=(64, 64))
validation_generator = datagen.flow_from_directory('val', target_size=(64, 64))
model = tf.keras.models.load_model('best.h5')
model.fit(train_generator, validation_data=validation_generator, epochs=5)
${body}`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'a confusion matrix and a report, as many notebooks have it',
      files:
        script(`test_generator = datagen.flow_from_directory('test', target_size=(64, 64), batch_size=64, class_mode='categorical')
predictions = model.predict(test_generator)
c_matrix = confusion_matrix(test_generator.classes, predictions.argmax(axis=1))
print(classification_report(test_generator.classes, predictions.argmax(axis=1)))
`),
      findings: [
        {
          at: 'train.py:12, train.py:11, train.py:12, train.py:10',
          says: 'Predictions on test_generator come in shuffled order',
        },
      ],
    },
    {
      name: 'shuffle=True said aloud, by way of variables',
      files: script(`test = datagen.flow_from_directory(
    'test',
    target_size=(64, 64),
    shuffle=True,
)
y_true = test.classes
Y_pred = model.predict_generator(test, steps=len(test))
y_pred = np.argmax(Y_pred, axis=1)
print('accuracy', accuracy_score(y_true=y_true, y_pred=y_pred))
`),
      findings: [{ at: 'train.py:18, train.py:16, train.py:15, train.py:10' }],
    },
    {
      name: 'the generator of validation',
      files: script(`preds = np.round(model.predict(validation_generator)).astype(int)
print((preds.flatten() == validation_generator.labels).mean())
`),
      findings: [{ at: 'train.py:11, train.py:10, train.py:11, train.py:7', says: 'validation_generator' }],
    },
    {
      name: 'labels of a second pass over a dataset',
      files: script(`test_ds = tf.keras.utils.image_dataset_from_directory('test', image_size=(64, 64))
y_pred = np.argmax(model.predict(test_ds), axis=1)
y_true = np.concatenate([y for x, y in test_ds], axis=0)
print(confusion_matrix(y_true, y_pred))
`),
      findings: [
        {
          at: 'train.py:13, train.py:11, train.py:12, train.py:10',
          says: 'two passes over test_ds, which is shuffled anew in each',
        },
      ],
    },
    {
      name: 'labels gathered in a loop',
      files:
        script(`test_ds = tf.keras.utils.image_dataset_from_directory('test', image_size=(64, 64), batch_size=None).shuffle(1000).batch(32)
labels = []
for images, batch in test_ds:
    labels.append(batch.numpy())
labels = np.concatenate(labels)
predicted = model.predict(test_ds).argmax(-1)
print(classification_report(labels, predicted))
`),
      findings: [{ at: 'train.py:16, train.py:15, train.py:12, train.py:10' }],
      unfixed: 'it is shuffled twice: by the loader and by the call behind it',
    },
    {
      name: 'a function that reports, in a notebook',
      files: {
        'n.ipynb': notebook(
          'import numpy as np\nfrom sklearn.metrics import confusion_matrix\nfrom keras.preprocessing.image import ImageDataGenerator\nfrom keras.models import load_model',
          'def report(model, generator):\n    predicted = np.argmax(model.predict(generator), axis=1)\n    return confusion_matrix(generator.classes, predicted)',
          "test = ImageDataGenerator().flow_from_directory('test')\nreport(load_model('m.h5'), test)",
        ),
      },
      findings: [{ at: 'n.ipynb cell 2:3, n.ipynb cell 2:2, n.ipynb cell 2:3, n.ipynb cell 3:1' }],
    },
    {
      name: 'a loader whose arguments are kept in a dict',
      files: script(`options = dict(target_size=(64, 64), batch_size=32)
test_generator = datagen.flow_from_directory('test', **options)
predictions = model.predict(test_generator)
print(confusion_matrix(test_generator.classes, predictions.argmax(axis=1)))
`),
      findings: [{ at: 'train.py:13, train.py:12, train.py:13, train.py:11' }],
    },
  ],
  healthy: [
    {
      name: 'read in order',
      files: script(`test_generator = datagen.flow_from_directory('test', target_size=(64, 64), shuffle=False)
y_pred = model.predict(test_generator).argmax(axis=1)
print(confusion_matrix(test_generator.classes, y_pred))
`),
    },
    {
      name: 'a dataset read in order, labels of a second pass',
      files: script(`test_ds = tf.keras.utils.image_dataset_from_directory('test', shuffle=False)
y_true = np.concatenate([y for x, y in test_ds])
print(confusion_matrix(y_true, model.predict(test_ds).argmax(1)))
`),
    },
    {
      name: 'labels of a second pass over a dataset that keeps the order of its first one in a cache',
      files: script(`test_ds = tf.keras.utils.image_dataset_from_directory('test').cache().prefetch(2)
y_true = np.concatenate([y for x, y in test_ds])
print(confusion_matrix(y_true, model.predict(test_ds).argmax(1)))
`),
    },
    {
      name: 'labels and predictions of one pass',
      files: script(`test_ds = tf.keras.utils.image_dataset_from_directory('test')
y_true, y_pred = [], []
for x, y in test_ds:
    y_true.extend(y.numpy())
    y_pred.extend(model.predict(x).argmax(1))
print(confusion_matrix(y_true, y_pred))
`),
    },
    {
      name: 'evaluate, which needs no order',
      files: script(`test_generator = datagen.flow_from_directory('test', target_size=(64, 64))
print(model.evaluate(test_generator), np.bincount(test_generator.classes))
`),
    },
    {
      name: 'weights of the classes from the training generator, predictions of another',
      files: script(`from sklearn.utils.class_weight import compute_class_weight
weights = compute_class_weight('balanced', np.unique(train_generator.classes), train_generator.classes)
test_generator = datagen.flow_from_directory('test', target_size=(64, 64))
print(weights, model.predict(test_generator).shape)
`),
    },
    {
      name: 'predictions of a shuffled set that are only plotted with their own labels',
      files: script(`test_generator = datagen.flow_from_directory('test', target_size=(64, 64))
x, y = next(test_generator)
print(confusion_matrix(y.argmax(1), model.predict(x).argmax(1)))
`),
    },
    {
      name: 'arrays, which come in their order',
      files: script(`x_test, y_test = np.load('x.npy'), np.load('y.npy')
print(confusion_matrix(y_test, model.predict(x_test).argmax(1)))
`),
    },
  ],
})
