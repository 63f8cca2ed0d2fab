import { describe, expect, test } from 'vitest'
import { setupsOf } from '../../src/setup/gather.ts'
import { headLayersOf } from '../../src/train/head-layers.ts'

/** The head of a Keras model with these layers behind a frozen trunk. */
async function layersOf(...lines: string[]) {
  const text = `from tensorflow import keras
from tensorflow.keras import layers
base = keras.applications.InceptionV3(include_top=False, weights='imagenet')
base.trainable = False
model = keras.Sequential([
    base,
${lines.map((line) => `    ${line},`).join('\n')}
])
model.compile('adam', 'sparse_categorical_crossentropy')
model.fit(keras.utils.image_dataset_from_directory('data/train'), epochs=3)
`
  const [setup] = await setupsOf([{ path: 'train.py', kind: 'python', text }])
  const [model] = setup?.models ?? []
  if (model === undefined) throw new Error('no model was read')
  return headLayersOf(model)
}

const pooling = 'layers.GlobalAveragePooling2D()'
const classifier = "layers.Dense(4, activation='softmax')"

describe('the layers of a head', () => {
  test('one layer, with the dropout before it', async () => {
    const read = await layersOf(pooling, 'layers.Dropout(0.3)', classifier)
    expect(read).toEqual({ hidden: [], dropout: 0.3, l2: 0 })
  })

  test('hidden layers, each with the dropout before it', async () => {
    const read = await layersOf(
      'layers.Flatten()',
      'layers.Dropout(0.2)',
      "layers.Dense(256, activation='relu')",
      'layers.Dense(64)',
      'layers.Activation("relu")',
      'layers.Dropout(0.5)',
      classifier,
    )
    expect(read).toEqual({
      hidden: [
        { units: 256, activation: 'relu', dropout: 0.2, l2: 0 },
        { units: 64, activation: 'relu', dropout: 0, l2: 0 },
      ],
      dropout: 0.5,
      l2: 0,
    })
  })

  test('what one dropout keeps, the next may leave out', async () => {
    const read = await layersOf(pooling, 'layers.Dropout(0.5)', 'layers.Dropout(0.5)', classifier)
    expect(read?.dropout).toBeCloseTo(0.75)
  })

  test.each([
    ['another activation', "layers.Dense(256, activation='tanh')"],
    ['batch normalisation', 'layers.BatchNormalization()'],
    ['units that are not known', 'layers.Dense(int(input()))'],
    ['a regulariser that is not read', "layers.Dense(256, activation='relu', kernel_regularizer='l2')"],
  ])('%s: not known', async (_, line) => {
    expect(await layersOf(pooling, line, classifier)).toBeNull()
  })
})
