import { expect, test } from 'vitest'
import { setupsOf } from '../../src/setup/gather.ts'

/** Which steps the images of a script that begins with `load` go through, by role. */
async function waysOf(load: string): Promise<Record<string, string>> {
  const text = `import tensorflow as tf
import tensorflow_datasets as tfds
${load}
model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(5)])
model.compile('adam', 'mse')
model.fit(train, validation_data=val, epochs=3)
`
  const [setup] = await setupsOf([{ path: 'train.py', kind: 'python', text }])
  return Object.fromEntries(
    (setup?.pipelines ?? []).map(({ role, steps }) => [role, steps.map(({ kind }) => kind).join(' ')]),
  )
}

test.each([
  [
    'a list of splits',
    "train, val = tfds.load('cats_vs_dogs', split=['train[:80%]', 'train[80%:]'], as_supervised=True)",
  ],
  [
    'with the description',
    "(train, val), info = tfds.load('cats_vs_dogs', split=['train', 'test'], with_info=True, as_supervised=True)",
  ],
  [
    'one call for each split',
    "train = tfds.load('x', split='train', as_supervised=True)\nval = tfds.load('x', split='test', as_supervised=True)",
  ],
  [
    'all splits as a dict',
    "data = tfds.load('x', as_supervised=True)\ntrain, val = data['train'], data['validation']",
  ],
])('reads %s', async (_, load) => {
  const mapped = `${load}\ntrain = train.map(lambda x, y: (tf.image.random_flip_left_right(x), y))`
  expect(await waysOf(mapped)).toEqual({ train: 'decode random-transform', validation: 'decode' })
})

test('samples come as dicts unless supervised', async () => {
  const load = `train = tfds.load('x', split='train').map(lambda s: (tf.image.random_hue(s['image'], 0.1), s['label']))
val = tfds.load('x', split='test').map(lambda s: (s['image'], s['label']))`
  expect(await waysOf(load)).toEqual({ train: 'decode random-transform', validation: 'decode' })
})
