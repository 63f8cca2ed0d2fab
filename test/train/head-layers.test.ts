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
const dense = (regularizer: string) =>
  `layers.Dense(256, activation='relu', kernel_regularizer=${regularizer})`
const classifier = "layers.Dense(4, activation='softmax')"

describe('the layers of a head', () => {
  test('one layer, with the dropout before it', async () => {
    const read = await layersOf(pooling, 'layers.Dropout(0.3)', classifier)
    expect(read).toEqual({ hidden: [], dropout: 0.3, l1: 0, l2: 0 })
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
        { units: 256, activation: 'relu', dropout: 0.2, l1: 0, l2: 0 },
        { units: 64, activation: 'relu', dropout: 0, l1: 0, l2: 0 },
      ],
      dropout: 0.5,
      l1: 0,
      l2: 0,
    })
  })

  test('what one dropout keeps, the next may leave out', async () => {
    const read = await layersOf(pooling, 'layers.Dropout(0.5)', 'layers.Dropout(0.5)', classifier)
    expect(read?.dropout).toBeCloseTo(0.75)
  })

  test.each([
    ["'l2'", 0, 0.01],
    ["'L1'", 0.01, 0],
    ['keras.regularizers.l2(1e-4)', 0, 1e-4],
    ['keras.regularizers.l2()', 0, 0.01],
    ['keras.regularizers.L2(l2=0.02)', 0, 0.02],
    ['keras.regularizers.l2(l=0.03)', 0, 0.03],
    ['keras.regularizers.L1(0.001)', 0.001, 0],
    ['keras.regularizers.L1L2(1e-5, 1e-4)', 1e-5, 1e-4],
    ['keras.regularizers.L1L2(l2=1e-4)', 0, 1e-4],
    ['keras.regularizers.l1_l2(l1=1e-5, l2=1e-4)', 1e-5, 1e-4],
    ['None', 0, 0],
  ])('a regulariser: %s', async (written, l1, l2) => {
    const read = await layersOf(pooling, dense(written), `layers.Dense(4, kernel_regularizer=${written})`)
    expect(read).toEqual({
      hidden: [{ units: 256, activation: 'relu', dropout: 0, l1, l2 }],
      dropout: 0,
      l1,
      l2,
    })
  })

  test.each([
    ["'l1l2'", 0.01, 0.01],
    ['tf.regularizers.l2()', 0, 0.01],
    ['tf.regularizers.l2({ l2: 1e-4 })', 0, 1e-4],
    ['tf.regularizers.l1({ l1: 0.002 })', 0.002, 0],
    ['tf.regularizers.l1l2({ l1: 0.003 })', 0.003, 0.01],
  ])('a regulariser in TensorFlow.js: %s', async (written, l1, l2) => {
    const text = `import * as tf from '@tensorflow/tfjs'
const model = tf.sequential()
model.add(tf.layers.dense({ inputShape: [2048], units: 4, kernelRegularizer: ${written} }))
model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy' })
await model.fit(x, y, { epochs: 3 })
`
    const [setup] = await setupsOf([{ path: 'train.ts', kind: 'typescript', text }])
    const [model] = setup?.models ?? []
    if (model === undefined) throw new Error('no model was read')
    expect(headLayersOf(model)).toEqual({ hidden: [], dropout: 0, l1, l2 })
  })

  test.each([
    ['another activation', "layers.Dense(256, activation='tanh')"],
    ['batch normalisation', 'layers.BatchNormalization()'],
    ['units that are not known', 'layers.Dense(int(input()))'],
    ['a regulariser of another kind', dense('keras.regularizers.OrthogonalRegularizer()')],
    ['a regulariser whose default is another in Keras 2', dense('keras.regularizers.l1_l2(l1=1e-5)')],
    ['a regulariser of no known factor', dense('keras.regularizers.l2(float(input()))')],
    ['a name that Keras does not know', dense("'l1_l2'")],
  ])('%s: not known', async (_, line) => {
    expect(await layersOf(pooling, line, classifier)).toBeNull()
  })
})
