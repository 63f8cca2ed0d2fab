import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { discover } from '../../../src/project/discover.ts'
import { setupsOf } from '../../../src/setup/gather.ts'
import { sourcesOf } from '../../support/rule-tester.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const paths = z.array(z.string())
/** Made by test/dataset/oracle/make_scripts.py: what the real libraries make of each script. */
const Scripts = z.object({
  files: paths,
  table: z.string(),
  cases: z.array(
    z.object({
      name: z.string(),
      behind: z.enum(['paths', 'pairs', 'arrays', 'generator', 'torch']),
      script: z.string(),
      train: paths,
      validation: paths,
      test: paths.default([]),
    }),
  ),
})

const { files, table, cases } = Scripts.parse(
  JSON.parse(readFileSync(path.join(import.meta.dirname, '../oracle/scripts.json'), 'utf8')),
)

const model = `model = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(3)])
model.compile('adam', 'sparse_categorical_crossentropy')
`
const loop = `from torchvision.models import resnet18
model = resnet18()
optimizer = torch.optim.Adam(model.parameters())
def score(loader):
    model.eval()
    with torch.no_grad():
        for images, labels in loader:
            print((model(images).argmax(1) == labels).float().mean())
train_loader = DataLoader(train, batch_size=8, shuffle=True)
val_loader = DataLoader(val, batch_size=8)
for epoch in range(5):
    model.train()
    for images, labels in train_loader:
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(images), labels).backward()
        optimizer.step()
    score(val_loader)
`
const datasets = (names: readonly string[]) =>
  names
    .map(
      (name) => `${name}_ds = tf.data.Dataset.from_tensor_slices(${name}).map(read).batch(8).prefetch(1)\n`,
    )
    .join('')

/** A training behind the lists that a script makes. */
function trainingBehind(kind: (typeof cases)[number]['behind'], tested: boolean): string {
  if (kind === 'torch') return `${loop}${tested ? 'score(DataLoader(test, batch_size=8))\n' : ''}`
  if (kind === 'generator') return `import tensorflow as tf\n${model}model.fit(train, validation_data=val)\n`
  if (kind === 'arrays')
    return `import tensorflow as tf\n${model}model.fit(train, y_train, validation_data=(val, y_val), epochs=3)\n`
  if (kind === 'pairs')
    return `import tensorflow as tf
def read(path, label):
    return tf.image.resize(tf.io.decode_jpeg(tf.io.read_file(path)), (224, 224)), label
train_ds = tf.data.Dataset.from_tensor_slices((train, y_train)).map(read).shuffle(100).batch(8)
val_ds = tf.data.Dataset.from_tensor_slices((val, y_val)).map(read).batch(8)
${model}model.fit(train_ds, validation_data=val_ds)
`
  return `import tensorflow as tf
def read(path):
    return tf.image.resize(tf.io.decode_jpeg(tf.io.read_file(path)), (224, 224))
${datasets(tested ? ['train', 'val', 'test'] : ['train', 'val'])}${model}model.fit(train_ds, validation_data=val_ds)
${tested ? 'model.evaluate(test_ds)\n' : ''}`
}

const project = () =>
  temporaryFolder({ ...Object.fromEntries(files.map((name) => [name, ''])), 'labels.csv': table })

test.each(cases)('$name', async ({ script, behind, ...sides }) => {
  const code = script + trainingBehind(behind, sides.test.length > 0)
  const setups = await setupsOf(sourcesOf({ 'train.py': code }))
  const { samples, origin } = await gatherDataset(await discover(await project()), setups)
  const on = (side: string) => samples.filter((one) => one.split === side).map((one) => one.path)
  expect({
    origin,
    ...Object.fromEntries(['train', 'validation', 'test'].map((side) => [side, on(side)])),
  }).toEqual({
    origin: expect.stringContaining('split as train.py does it'),
    train: sides.train,
    validation: sides.validation,
    test: sides.test,
  })
})
