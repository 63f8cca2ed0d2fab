import { expect, test } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { discover } from '../../../src/project/discover.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { sourcesOf } from '../../support/rule-tester.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const images = ['cat', 'dog'].flatMap((name) => [1, 2, 3, 4, 5, 6].map((n) => `data/${name}/${n}.jpg`))

/** A script that makes `train` and `val` of the paths in `data/`. */
const script = (lines: string) => `import glob, os, random
import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import KFold, train_test_split
${lines}
train_ds = tf.data.Dataset.from_tensor_slices(train).batch(4)
val_ds = tf.data.Dataset.from_tensor_slices(val).batch(4)
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.compile('adam', 'mse')
model.fit(train_ds, validation_data=val_ds)
`
const sorted = "paths = sorted(glob.glob('data/*/*.jpg'))\n"
const cut = 'train, val = train_test_split(paths, test_size=0.25, random_state=1)'

const cases: [string, string, string][] = [
  [
    'glob without sorted',
    `paths = glob.glob('data/*/*.jpg')\n${cut}`,
    'glob.glob gives the files in an order',
  ],
  [
    'os.listdir without sorted, in one of two loops',
    `paths = []
for name in sorted(os.listdir('data')):
    for file in os.listdir(os.path.join('data', name)):
        paths.append(os.path.join('data', name, file))
${cut}`,
    'os.listdir gives the files in an order',
  ],
  [
    'a set of paths',
    `paths = list(set(glob.glob('data/*/*.jpg')))\n${cut}`,
    'set gives the files in an order',
  ],
  [
    'a slice of what glob gives',
    "paths = glob.glob('data/*/*.jpg')\ntrain, val = paths[:9], paths[9:]",
    'glob.glob gives its items in no fixed order',
  ],
  [
    'rows of a table that are overwritten',
    `import pandas as pd
frame = pd.DataFrame({'file': sorted(glob.glob('data/*/*.jpg')), 'fold': 0})
frame.loc[pick_rows(frame), 'fold'] = 1
train, val = list(frame[frame.fold == 0].file), list(frame[frame.fold == 1].file)`,
    'a list is changed in a way that is not followed',
  ],
  ['no seed', `${sorted}train, val = train_test_split(paths)`, 'it has no seed'],
  [
    'a shuffle without a seed',
    `${sorted}random.shuffle(paths)\ntrain, val = paths[:9], paths[9:]`,
    'it has no seed',
  ],
  [
    'a seed of the day',
    `import time\n${sorted}train, val = train_test_split(paths, random_state=int(time.time()))`,
    'the seed is not known',
  ],
  [
    'other draws between seed and shuffle',
    `${sorted}np.random.seed(1)\nnoise = np.random.rand(5)\nnp.random.shuffle(paths)\ntrain, val = paths[:9], paths[9:]`,
    'the seed is not known',
  ],
  [
    'a shuffle that may be left out',
    `${sorted}np.random.seed(1)
if args.shuffle:
    np.random.shuffle(paths)
train, val = paths[:9], paths[9:]`,
    'a list is changed in a way that is not followed',
  ],
  [
    'a list that grows in every round of another loop',
    `${sorted}for extra in range(3):
    paths.append('data/cat/1.jpg')
${cut}`,
    'a list is changed in a way that is not followed',
  ],
  [
    'labels that are not known',
    `${sorted}train, val = train_test_split(paths, stratify=read_labels(), random_state=1)`,
    'stratify is not known',
  ],
  [
    'a share that is not known',
    `${sorted}train, val = train_test_split(paths, test_size=args.size, random_state=1)`,
    'test_size is not known',
  ],
  ['files elsewhere', `paths = sorted(glob.glob('/mnt/data/*/*.jpg'))\n${cut}`, 'outside of the project'],
  [
    'a folder that is not here',
    `paths = ['photos/' + f for f in sorted(os.listdir('photos'))]\n${cut}`,
    'there is no folder photos',
  ],
  [
    'a table that is not here',
    `paths = pd.read_csv('train.csv')['path'].tolist()\n${cut}`,
    'there is no table train.csv',
  ],
  [
    'one file on both sides',
    `${sorted}train, val = paths[:8], paths[6:]`,
    'is on the train and on the validation side',
  ],
  [
    'batches that are taken',
    `${sorted}ds = tf.data.Dataset.from_tensor_slices(paths).batch(2)
train, val = paths, paths
train_ds, val_ds = ds.skip(2), ds.take(2)
model = tf.keras.Sequential([tf.keras.layers.Dense(2)])
model.fit(train_ds, validation_data=val_ds)
import sys; sys.exit()`,
    'counts batches',
  ],
]

test.each(cases)('%s: the samples stay unsplit', async (_, lines, reason) => {
  const root = await temporaryFolder(Object.fromEntries(images.map((name) => [name, 'x'])))
  const setups = await setupsOf(sourcesOf({ 'train.py': script(lines) }))
  const { samples, origin } = await gatherDataset(await discover(root), setups)
  expect(origin).toContain('the split that train.py makes is not known')
  expect(origin).toContain(reason)
  expect(samples.map((one) => one.split)).toEqual(images.map(() => 'all'))
})

test('a list whose growth ends with a break is not guessed', async () => {
  const lines = `paths = []
for file in sorted(glob.glob('data/*/*.jpg')):
    if len(paths) > 8:
        break
    paths.append(file)
${cut}`
  const root = await temporaryFolder(Object.fromEntries(images.map((name) => [name, 'x'])))
  const setups = await setupsOf(sourcesOf({ 'train.py': script(lines) }))
  const { samples } = await gatherDataset(await discover(root), setups)
  expect(samples.map((one) => one.split)).toEqual(images.map(() => 'all'))
})
