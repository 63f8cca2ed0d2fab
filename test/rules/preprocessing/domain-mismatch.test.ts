import rule from '../../../rules/preprocessing/domain-mismatch.ts'
import type { DecodedImage } from '../../../src/model/images.ts'
import { datasetOf, imageFact, imageFacts } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const dataset = datasetOf(
  ['normal', 'pneumonia'].flatMap((label) => [
    ...Array.from({ length: 30 }, (_, i) => `train/${label}/${i}.jpg`),
    ...Array.from({ length: 10 }, (_, i) => `validation/${label}/${i}.jpg`),
  ]),
)
const grey = { channels: 1, colourLayout: '80'.repeat(192) }
const greyAsRgb = { colourLayout: '7f8081'.repeat(64) }
const sepia = { colourLayout: '907f6e'.repeat(64) }

/** Images of which so many look like this; the others are coloured. */
function images(look: Partial<DecodedImage>, share = 1) {
  const { samples } = dataset
  const all = samples.map(({ path }, i) => imageFact(path, i >= (1 - share) * samples.length ? look : {}))
  return { ok: true as const, value: imageFacts(dataset, [], all) }
}

const head = (backbone = 'InceptionV3', weights = "'imagenet'") => `import tensorflow as tf
from tensorflow.keras import layers
train = tf.keras.utils.image_dataset_from_directory('train', image_size=(299, 299))
val = tf.keras.utils.image_dataset_from_directory('validation', image_size=(299, 299))
base = tf.keras.applications.${backbone}(include_top=False, weights=${weights}, pooling='avg')
base.trainable = False
model = tf.keras.Sequential([base, layers.Dropout(0.3), layers.Dense(2, activation='softmax')])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(train, validation_data=val, epochs=30)
`
const script = (text = head()) => ({ 'train.py': text })
const more = (lines: string) =>
  script(`${head()}${lines}
model.compile(tf.keras.optimizers.Adam(1e-5), 'sparse_categorical_crossentropy')
model.fit(train, validation_data=val, epochs=10)
`)
const unfixed = 'how deep to unfreeze is for a trial to say'

ruleTester(rule, {
  sick: [
    {
      name: 'X-rays stored in one channel',
      files: script(),
      dataset,
      images: images(grey),
      findings: [
        {
          at: 'train.py:9, train.py:5',
          says: 'All 60 training images have no colour, InceptionV3 learned from',
        },
      ],
      unfixed,
    },
    {
      name: 'grey stored as RGB, as JPEG leaves it',
      files: script(),
      dataset,
      images: images(greyAsRgb),
      findings: [{ at: 'train.py:9, train.py:5' }],
      unfixed,
    },
    {
      name: 'another network',
      files: script(head('ResNet50')),
      dataset,
      images: images(grey),
      findings: [{ at: 'train.py:9, train.py:5', says: 'ResNet50' }],
      unfixed,
    },
    {
      name: 'a second run that trains no more than the head',
      files: more(''),
      dataset,
      images: images(grey),
      findings: [{ at: 'train.py:12, train.py:5' }],
      unfixed,
    },
    {
      name: 'a few coloured ones among them',
      files: script(),
      dataset,
      images: images(grey, 0.98),
      findings: [{ at: 'train.py:9, train.py:5', says: 'of 60 training images' }],
      unfixed,
    },
    {
      name: 'layers frozen one by one',
      files: script(
        head().replace('base.trainable = False', 'for layer in base.layers: layer.trainable = False'),
      ),
      dataset,
      images: images(grey),
      findings: [{ at: 'train.py:9, train.py:5' }],
      unfixed,
    },
  ],
  healthy: [
    { name: 'coloured photos', files: script(), dataset, images: images({}) },
    { name: 'brown prints', files: script(), dataset, images: images(sepia) },
    { name: 'a tenth of the images grey', files: script(), dataset, images: images(grey, 0.1) },
    { name: 'half of the images grey', files: script(), dataset, images: images(grey, 0.5) },
    {
      name: 'the last blocks are trained later',
      files: more('for layer in base.layers[249:]:\n    layer.trainable = True'),
      dataset,
      images: images(grey),
    },
    { name: 'all is trained later', files: more('base.trainable = True'), dataset, images: images(grey) },
    {
      name: 'a trunk that is never frozen',
      files: script(head().replace('base.trainable = False', '')),
      dataset,
      images: images(grey),
    },
    {
      name: 'weights of the own domain',
      files: script(head('InceptionV3', "'xrays.weights.h5'")),
      dataset,
      images: images(grey),
    },
    {
      name: 'random weights',
      files: script(head('InceptionV3', 'None')),
      dataset,
      images: images(grey),
    },
  ],
})
