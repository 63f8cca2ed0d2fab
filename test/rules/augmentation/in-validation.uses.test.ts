import rule from '../../../rules/augmentation/in-validation.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** A program that trains on clean generators, and `more`, from line 12 on, which does something beside. */
const script = (more: string) => ({
  'train.py': `import numpy as np
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator
scale = dict(rescale=1 / 255)
random = dict(horizontal_flip=True, rotation_range=15)
train = ImageDataGenerator(**scale, **random).flow_from_directory('data/train')
val = ImageDataGenerator(**scale).flow_from_directory('data/val', shuffle=False)
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(3, activation='softmax')])
model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
model.fit(train, validation_data=val, epochs=5)

${more}`,
})

ruleTester(rule, {
  sick: [
    {
      name: 'a random test set that is scored',
      files:
        script(`test = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True).flow_from_directory('data/test')
print(model.evaluate(test))
`),
      findings: [{ at: 'train.py:12', says: 'horizontal_flip' }],
    },
    {
      name: 'a random test set whose predictions are scored',
      files: script(`test_datagen = ImageDataGenerator(rescale=1 / 255, zoom_range=0.2)
test = test_datagen.flow_from_directory('data/test', shuffle=False)
predicted = np.argmax(model.predict(test), axis=1)
`),
      findings: [{ at: 'train.py:12, train.py:13', says: 'zoom_range' }],
    },
    {
      name: 'a random test set that is predicted once for each model',
      files:
        script(`test = ImageDataGenerator(rescale=1 / 255, shear_range=0.2).flow_from_directory('data/test', shuffle=False)
for epoch in range(3):
    model.fit(train, epochs=1)
    print(np.argmax(model.predict(test), axis=1)[:10])
`),
      findings: [{ at: 'train.py:12', says: 'shear_range' }],
    },
  ],
  healthy: [
    {
      name: 'predictions averaged over random variants',
      files: script(`tta_datagen = ImageDataGenerator(rescale=1 / 255, horizontal_flip=True)
scores = []
for _ in range(5):
    test = tta_datagen.flow_from_directory('data/test', shuffle=False, class_mode=None)
    scores.append(model.predict(test))
print(np.mean(scores, axis=0))
`),
    },
    {
      name: 'random variants of test images that are only looked at',
      files: script(`demo = ImageDataGenerator(rotation_range=40)
test_preview = demo.flow_from_directory('data/test', save_to_dir='preview')
for batch in test_preview:
    break
`),
    },
    {
      name: 'views of one set that are predicted round after round',
      files: script(`views = ImageDataGenerator(rescale=1 / 255, zoom_range=0.1)
unlabelled = views.flow_from_directory('data/more', shuffle=False, class_mode=None)
rounds = 6
votes = [model.predict(unlabelled) for _ in range(rounds)]
print(np.mean(votes, axis=0))
`),
    },
    {
      name: 'views that are predicted again in a loop',
      files: script(`views = ImageDataGenerator(rescale=1 / 255, zoom_range=0.1)
unlabelled = views.flow_from_directory('data/more', shuffle=False, class_mode=None)
total = 0
for _ in range(4):
    total = total + model.predict(unlabelled)
`),
    },
  ],
})
