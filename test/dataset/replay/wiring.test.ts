import { describe, expect, test } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { discover } from '../../../src/project/discover.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { sourcesOf } from '../../support/rule-tester.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { vectors } from './vectors.ts'

/** The first tree of the vectors as `data/`, split by the given code. */
async function split(code: string, changes: { without?: string; other?: string; more?: string[] } = {}) {
  const paths = vectors.trees[0] ?? []
  const sources = { 'train.py': code, ...(changes.other === undefined ? {} : { 'other.py': changes.other }) }
  const images = [...paths, ...(changes.more ?? [])].map((name) => [`data/${name}`, 'x'] as const)
  const root = await temporaryFolder({ ...Object.fromEntries(images), ...sources })
  const { samples, origin } = await gatherDataset(await discover(root), await setupsOf(sourcesOf(sources)))
  const on = (side: string) => samples.filter((one) => one.split === side).map((one) => one.path)
  const places = (side: string) => on(side).map((file) => paths.indexOf(file.slice('data/'.length)))
  return { origin, validation: places('validation'), train: on('train').length, all: on('all').length }
}

const directory = (rest: string) => `import tensorflow as tf
load = tf.keras.utils.image_dataset_from_directory
train = load('data', validation_split=0.2, subset='training', ${rest})
val = load('data', validation_split=0.2, subset='validation', ${rest})
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train, validation_data=val)
`

const generator = `from tensorflow.keras.preprocessing.image import ImageDataGenerator
datagen = ImageDataGenerator(rescale=1/255, validation_split=0.3)
train = datagen.flow_from_directory('data', subset='training')
val = datagen.flow_from_directory('data', subset='validation')
`

const sorted = (indices: readonly number[] | undefined) => [...(indices ?? [])].sort((a, b) => a - b)

describe('the split that the code makes of one folder', () => {
  test('image_dataset_from_directory, two calls', async () => {
    const made = vectors.kerasDirectory.find((one) => one.tree === 0 && one.seed === 123 && one.shuffle)
    const found = await split(directory('seed=123'))
    expect(found.origin).toBe(
      'one folder of classes, data/, split as train.py does it: image_dataset_from_directory(validation_split=0.2, seed=123); 1 image that it does not read not counted',
    )
    expect(sorted(found.validation)).toEqual(sorted(made?.validation))
    expect(found.train + found.validation.length).toBe(17)
  })

  test('a folder that the code calls as on another machine', async () => {
    const made = vectors.kerasDirectory.find((one) => one.tree === 0 && one.seed === 123 && one.shuffle)
    const found = await split(directory('seed=123').replaceAll("'data'", "'/content/drive/MyDrive/data'"))
    expect(found.origin).toContain(
      'one folder of classes, data/, which it calls /content/drive/MyDrive/data, split as',
    )
    expect(sorted(found.validation)).toEqual(sorted(made?.validation))
  })

  test('image_dataset_from_directory, both at once and without shuffling', async () => {
    const code = `import keras
train, val = keras.utils.image_dataset_from_directory('data', shuffle=False, validation_split=0.2, subset='both')
`
    const made = vectors.kerasDirectory.find((one) => one.tree === 0 && one.seed === 123 && !one.shuffle)
    const found = await split(code)
    expect(found.origin).toContain('image_dataset_from_directory(validation_split=0.2, shuffle=False)')
    expect(sorted(found.validation)).toEqual(sorted(made?.validation))
  })

  test('class_names in another order give another split', async () => {
    const [usual, named, reversed] = [
      await split(directory('seed=7')),
      await split(directory("seed=7, class_names=['cat', 'dog']")),
      await split(directory("seed=7, class_names=['dog', 'cat']")),
    ]
    expect(named.validation).toEqual(usual.validation)
    expect(reversed.validation).not.toEqual(usual.validation)
  })

  test('ImageDataGenerator', async () => {
    const made = vectors.kerasGenerator.find((one) => one.tree === 0 && one.fraction === 0.3)
    const found = await split(generator)
    expect(found.origin).toContain('ImageDataGenerator(validation_split=0.3)')
    expect(sorted(found.validation)).toEqual(sorted(made?.validation))
  })

  test('a WebP file that Keras does not read is no sample and changes nothing', async () => {
    const found = await split(directory('seed=123'), { more: ['cat/a.webp'] })
    expect(found.origin).toContain('; 2 images that it does not read not counted')
    expect(found.validation).toEqual((await split(directory('seed=123'))).validation)
  })
})

describe('stays unsplit, with the reason', () => {
  const cases: [string, string, string, string?][] = [
    ['no seed', directory('label_mode="int"'), 'it has no seed'],
    [
      'a seed drawn at run time',
      `import time\n${directory('seed=int(time.time())')}`,
      'the seed is not known',
    ],
    ['a seed that numpy does not take', directory('seed=-1'), 'numpy takes no seed of -1'],
    ['labels of its own', directory('seed=1, labels=my_labels()'), 'which files are read, in which order'],
    ['no labels', directory('seed=1, label_mode=None'), 'which files are read, in which order'],
    ['a class that is not here', directory("seed=1, class_names=['cat', 'bird']"), 'it names a class'],
    ['two seeds', directory('seed=1').replace('seed=1', 'seed=2'), 'it splits the folder in two ways'],
    ['two programs', directory('seed=1'), 'splits it in another way', directory('seed=2')],
    [
      'a test over the whole folder',
      `${directory('seed=1')}model.evaluate(load('data'))\n`,
      'reads all of the folder as well',
    ],
    [
      'arrays',
      `from sklearn.model_selection import train_test_split
import keras
x_train, x_val, y_train, y_val = train_test_split(load_x(), load_y(), random_state=1)
model = keras.Sequential([keras.layers.Dense(2)])
model.fit(x_train, y_train, validation_data=(x_val, y_val))
`,
      'it is not clear which files it splits',
    ],
  ]
  test.each(cases)('%s', async (_, code, reason, other) => {
    const found = await split(code, other === undefined ? {} : { other })
    expect(found.origin).toContain(reason)
    expect(found.all).toBe(18)
  })
})
