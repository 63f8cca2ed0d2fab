import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { notebook } from '../../support/notebook.ts'
import { linesOf, setupOf } from './setup-of.ts'

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/${name}/train.py`, import.meta.url), 'utf8')

const tf = `import tensorflow as tf
ds = tf.keras.utils.image_dataset_from_directory('d', batch_size=None, image_size=(64, 64), shuffle=False)
`
const load = 'decode@2, resize 64x64@2'

describe('steps of a dataset', () => {
  test('what chance decides is random; what nobody can decide is opaque', async () => {
    const f = (test: string) => `${tf}import random
def f(x, y):
    if ${test}:
        x = tf.image.flip_left_right(x)
    return x, y
model.fit(ds.map(f))
`
    expect(await linesOf(f('random.random() < 0.5'))).toEqual([
      `train: ${load}, random tf.image.flip_left_right@6`,
    ])
    expect(await linesOf(f('unseen'))).toEqual([`train: ${load}, opaque@6`])
    expect(await linesOf(f('True'))).toEqual([`train: ${load}`])
  })

  test('a factor drawn at random', async () => {
    const source = `${tf}def f(x, y):
    factor = tf.random.uniform([], 0.8, 1.2)
    return tf.image.adjust_brightness(x, factor), y
model.fit(ds.map(f))
`
    expect(await linesOf(source)).toEqual([`train: ${load}, random tf.image.adjust_brightness@5`])
  })

  test('arithmetic on pixels', async () => {
    const source = `${tf}def f(x, y):
    x = tf.cast(x, tf.float32)
    x = (x / 255.0 - 0.5) * 2
    return 1 - x, y
model.fit(ds.map(f))
`
    expect(await linesOf(source)).toEqual([
      `train: ${load}, rescale 0.003922x+0@5, rescale 1x+-0.5@5, rescale 2x+0@5, rescale -1x+0@6, rescale 1x+1@6`,
    ])
  })

  test('a function that no table knows', async () => {
    const source = `${tf}import stranger
model.fit(ds.map(lambda x, y: (stranger.change(x), y)).batch(8))
`
    expect(await linesOf(source)).toEqual([`train: ${load}, opaque@4, batch 8@4`])
  })
})

describe('splits', () => {
  test('take and skip cut one source in two', async () => {
    const setup = await setupOf(`${tf}train = ds.skip(100)
val = ds.take(100)
model.fit(train, validation_data=val)
`)
    const [train, val] = setup.pipelines
    expect(train?.parent).toBe(val?.parent)
    expect([train, val].map((one) => [one?.role, one?.split?.kind, one?.split?.fraction.value])).toEqual([
      ['train', 'take-skip', 100],
      ['validation', 'take-skip', 100],
    ])
  })

  test('train_test_split gives each array its sides', async () => {
    const setup = await setupOf(`from sklearn.model_selection import train_test_split
import keras
xt, xv, yt, yv = train_test_split(images, labels, test_size=0.3, random_state=7, stratify=labels)
model.fit(xt / 255.0, yt, validation_data=(xv / 255.0, yv))
`)
    expect(setup.pipelines.map((one) => one.split)).toMatchObject(
      (['train', 'validation'] as const).map((side) => ({
        kind: 'sklearn',
        side,
        fraction: { value: 0.3 },
        seed: { value: 7 },
        stratify: { value: true },
      })),
    )
  })

  test('two directories of one call with subset both', async () => {
    const setup = await setupOf(`import keras
a, b = keras.utils.image_dataset_from_directory('d', validation_split=0.2, subset='both', seed=5)
model.fit(a, validation_data=b)
`)
    expect(setup.pipelines.map((one) => [one.role, one.split?.side, one.split?.seed.value])).toEqual([
      ['train', 'train', 5],
      ['validation', 'validation', 5],
    ])
  })
})

describe('programs of several files', () => {
  test('constants, functions and models come from where they are imported', async () => {
    const setup = await setupOf({
      'lib/__init__.py': 'from .settings import SIZE\n',
      'lib/settings.py': 'SIZE = 96\n',
      'lib/data.py':
        "import keras\nfrom . import SIZE\ndef load(folder):\n    return keras.utils.image_dataset_from_directory(folder, image_size=(SIZE, SIZE))\nif __name__ == '__main__':\n    model.fit(load('never'))\n",
      'train.py':
        "from lib.data import load as read\nfrom model import *\nbuild().fit(read('d/train'), validation_data=read('d/val'), epochs=3)\n",
      'model.py':
        'from tensorflow.keras.applications import VGG16\nfrom tensorflow.keras import Sequential\ndef build():\n    return Sequential([VGG16(include_top=False)])\n',
    })
    expect(setup.file).toBe('train.py')
    expect(setup.backbone).toBe('VGG16')
    expect(setup.runs).toHaveLength(1)
    expect(setup.pipelines.map((one) => one.origin.kind === 'directory' && one.origin.path.value)).toEqual([
      'd/train',
      'd/val',
    ])
    expect(setup.pipelines[0]?.steps[1]).toMatchObject({ kind: 'resize', height: { value: 96 } })
  })

  test('files that import one another come to an end', async () => {
    const setup = await setupOf({
      'a.py': 'import keras\nfrom b import n\nmodel.fit(data, epochs=n)\n',
      'b.py': 'import c\nn = 4\n',
      'c.py': 'import b\n',
    })
    expect(setup.runs[0]?.fit.epochs.value).toBe(4)
  })
})

describe('notebooks', () => {
  test('cells run in their order, magics are nothing', async () => {
    const setup = await setupOf({
      'n.ipynb': notebook(
        '%load_ext tensorboard\n!pip install keras\nimport keras\nn = 2',
        'n = n + 3\nthis is no python',
        '%%time\nn = n * 2\nmodel.fit(data, epochs=n)',
      ),
    })
    expect(setup.runs[0]?.fit.epochs.value).toBe(4)
    expect(setup.runs[0]?.fit.span).toMatchObject({ cell: 3, line: 3 })
    expect(setup.gaps.map((gap) => gap.reason)).toEqual(['cell 2 does not parse as Python'])
  })
})

describe('fixtures/grocery-leaky/train.py is understood in full', async () => {
  const setup = await setupOf(fixture('grocery-leaky'))
  test('pipelines, model and run', () => {
    expect(setup.pipelines.map((one) => [one.role, one.roleFrom, one.name])).toEqual([
      ['train', 'fit', 'train_gen'],
      ['validation', 'fit', 'val_gen'],
    ])
    expect(setup.models).toMatchObject([
      {
        complete: true,
        backbone: { name: 'InceptionV3', weights: { value: 'imagenet' }, training: { value: false } },
      },
    ])
    expect(setup.models[0]?.head.map((layer) => layer.kind)).toEqual(['pooling', 'dropout', 'dense'])
    expect(setup.runs).toMatchObject([
      {
        compile: {
          optimizer: { name: 'adam', learningRate: { value: 0.001 } },
          loss: { name: 'categorical_crossentropy' },
        },
        fit: { complete: true, callbacksKnown: true, epochs: { value: 10 } },
      },
    ])
    expect(setup.runs[0]?.fit.callbacks.map((one) => one.kind)).toEqual([
      'reduce-on-plateau',
      'early-stopping',
      'checkpoint',
    ])
    expect(setup.gaps).toEqual([])
  })
})

test('fixtures/grocery-clean/train.py augments and scales as it should', async () => {
  const setup = await setupOf(fixture('grocery-clean'))
  const kinds = setup.pipelines.map((one) => new Set(one.steps.map((step) => step.kind)))
  expect(kinds.map((set) => [set.has('random-transform'), set.has('preprocess')])).toEqual([
    [true, true],
    [false, true],
  ])
  expect(setup.gaps).toEqual([])
})
