import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runDoctor } from '../support/run-doctor.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const readme = await readFile(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')
const table = readme.split('\n').filter((line) => line.startsWith('| '))

/** The commands of the table of tasks; what wants a file from elsewhere is tested with the weights. */
const commands = table
  .flatMap((line) => [...line.matchAll(/`doctor ([^`]+)`/g)].map(([, args = '']) => args))
  .filter((args) => !args.includes('FILE'))

const script = `from tensorflow import keras
datagen = keras.preprocessing.image.ImageDataGenerator(rescale=1/255, rotation_range=20, validation_split=0.2)
train = datagen.flow_from_directory('photos', subset='training')
val = datagen.flow_from_directory('photos', subset='validation')
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'categorical_crossentropy')
model.fit(train, validation_data=val, epochs=3)
`

it('the README has its table of tasks', () => {
  expect(commands.length).toBeGreaterThan(10)
})

it.each(commands)('doctor %s', async (args) => {
  const cwd = await temporaryFolder({ 'my-project/train.py': script })
  const git = (...words: string[]) =>
    execFileSync('git', words, { cwd: path.join(cwd, 'my-project'), stdio: 'pipe' })
  git('init', '--quiet', '--initial-branch=main')
  git('add', '.')
  git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '--quiet', '-m', 'all')
  const { code, stdout, stderr } = await runDoctor(args.split(' '), { cwd })
  expect([0, 1], stderr).toContain(code)
  expect(stdout).not.toBe('')
})
