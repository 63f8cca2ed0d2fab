import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { version } from '../../src/version.ts'
import { runDoctor } from '../support/run-doctor.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const script = `from tensorflow import keras
datagen = keras.preprocessing.image.ImageDataGenerator(rescale=1/255, rotation_range=20, validation_split=0.2)
train = datagen.flow_from_directory('photos', subset='training')
val = datagen.flow_from_directory('photos', subset='validation')
model = keras.Sequential([keras.layers.Flatten(), keras.layers.Dense(2, activation='softmax')])
model.compile('adam', 'categorical_crossentropy')
model.fit(train, validation_data=val, epochs=3)
`

const lint = ['--no-probe', '--quiet']

describe('options', () => {
  it.each([
    [['--version'], 0, version],
    [['--help'], 0, 'Usage: doctor'],
    [['check', '--help'], 0, '--no-probe'],
    [['rules'], 0, 'leakage/near-duplicate'],
    [['explain', 'leakage/near-duplicate'], 0, 'Why it matters'],
    [['undo', '.'], 0, 'Nothing to undo'],
  ])('%j prints on stdout and succeeds', async (args, code, text) => {
    const ended = await runDoctor(args, { cwd: await temporaryFolder() })
    expect(ended).toMatchObject({ code, stderr: '' })
    expect(ended.stdout).toContain(text)
  })

  it.each([
    [['--frobnicate'], "unknown option '--frobnicate'"],
    [['--format', 'xml', '.'], 'Allowed choices are'],
    [['--severity', 'fatal', '.'], 'Allowed choices are'],
    [['--seed', 'x', '.'], '--seed: wants a whole number'],
    [['--jobs', '0', '.'], '--jobs: wants'],
    [
      ['--backend', 'cuda', '.'],
      '--backend: wants one of tfjs-node-gpu, tfjs-node, webgpu, onnxruntime, wasm',
    ],
    [['one', 'two'], 'doctor: too many arguments'],
    [['chekc'], 'did you mean check?'],
    [['fxi', '.'], 'did you mean fix?'],
    [['picture', '.'], 'too many arguments'],
    [['explian', 'leakage/near-duplicate'], 'did you mean explain?'],
    [['explain', 'leakage/nope'], 'no rule is called "leakage/nope"'],
    [['explain', 'duplicate'], 'did you mean'],
    [['--rule', 'leakage/nope', '.'], 'no rule or category is called "leakage/nope"'],
    [['--data', 'missing', '.'], '--data: "missing" does not exist'],
    [['undo', 'missing'], 'missing: does not exist'],
  ])('%j is refused in one line with code 2', async (args, text) => {
    const cwd = await temporaryFolder({ 'train.py': script })
    const ended = await runDoctor(args, { cwd })
    expect(ended.code).toBe(2)
    expect(ended.stdout).toBe('')
    expect(ended.stderr).toContain(text)
    expect(ended.stderr.trim().split('\n').length).toBeLessThanOrEqual(2)
  })
})

it('a config that names data which is not there is refused in one line with code 2', async () => {
  const cwd = await temporaryFolder({
    'train.py': script,
    'doctor.config.json': JSON.stringify({ data: { manifest: 'gone.csv' } }),
  })
  const ended = await runDoctor(['.'], { cwd })
  expect(ended).toMatchObject({ code: 2, stdout: '' })
  expect(ended.stderr).toContain('data.manifest: "gone.csv" does not exist')
})

describe('--data', () => {
  it.each([
    [['--data', 'project/one'], 'folders one/train/ and one/val/'],
    [['--data', 'project/list.csv'], 'the manifest list.csv, as the config names it'],
  ])('%j says where the images are', async (args, origin) => {
    const photos = ['one/train/cat/1.jpg', 'one/val/cat/2.jpg', 'two/train/dog/3.jpg', 'two/val/dog/4.jpg']
    const files = Object.fromEntries(photos.map((file) => [`project/${file}`, 'no image']))
    const cwd = await temporaryFolder({ ...files, 'project/list.csv': 'file,label\none/val/cat/2.jpg,cat\n' })
    const ended = await runDoctor([...lint, '--no-report', '--format', 'json', ...args, 'project'], { cwd })
    expect(JSON.parse(ended.stdout).dataset.origin).toBe(origin)
  })
})

describe('output', () => {
  it('goes to a file that is asked for, and to stdout otherwise', async () => {
    const cwd = await temporaryFolder({ 'train.py': script })
    const ended = await runDoctor([...lint, '--format', 'json', '--output', 'out/report.json', '.'], { cwd })
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    const report = JSON.parse(await readFile(path.join(cwd, 'out/report.json'), 'utf8'))
    expect(report.findings.map(({ rule }: { rule: string }) => rule)).toContain('augmentation/in-validation')
  })

  it.each([
    ['sarif', '"version": "2.1.0"'],
    ['github', '::error'],
    ['markdown', 'augmentation/in-validation'],
    ['junit', '<testsuite'],
    ['pretty', 'error augmentation/in-validation'],
  ])('as %s', async (format, text) => {
    const cwd = await temporaryFolder({ 'train.py': script })
    const ended = await runDoctor([...lint, '--no-report', '--format', format, '.'], { cwd })
    expect(ended.code).toBe(1)
    expect(ended.stdout).toContain(text)
  })

  it('is the same twice but for the time it took', async () => {
    const cwd = await temporaryFolder({ 'train.py': script })
    const run = async () => {
      const { stdout } = await runDoctor([...lint, '--format', 'json', '.'], { cwd })
      return stdout.replace(/"durationMs": \d+/g, '')
    }
    expect(await run()).toBe(await run())
  })
})

describe('the gate', () => {
  it('fails from the severity that is asked for, and rules can be chosen and skipped', async () => {
    const cwd = await temporaryFolder({ 'train.py': script })
    const code = async (...args: string[]) => (await runDoctor([...lint, ...args, '.'], { cwd })).code
    expect(await code()).toBe(1)
    expect(await code('--skip', 'augmentation', '--skip', 'preprocessing', '--skip', 'leakage')).toBe(0)
    expect(await code('--rule', 'training/plateau-schedule')).toBe(0)
  })

  it('lets suppressions pass: in the config with a reason, and in a comment', async () => {
    const config = {
      suppress: [{ rule: 'augmentation/in-validation', reason: 'on purpose', until: '2999-01-01' }],
    }
    const suppressed = await temporaryFolder({
      'train.py': script,
      'doctor.config.json': JSON.stringify(config),
    })
    const skip = ['--rule', 'augmentation/in-validation', '--format', 'json']
    const ended = await runDoctor([...lint, ...skip, '.'], { cwd: suppressed })
    expect(ended.code).toBe(0)
    expect(JSON.parse(ended.stdout).summary).toMatchObject({ error: 0, suppressed: 1 })
    const comment = script.replace(
      'datagen = ',
      '# doctor-ignore augmentation/in-validation: on purpose\ndatagen = ',
    )
    const commented = await temporaryFolder({ 'train.py': comment })
    expect((await runDoctor([...lint, ...skip, '.'], { cwd: commented })).code).toBe(0)
  })
})

it('is silent when the reader of its output ends early, as in `doctor rules | head -1`', async () => {
  expect(await runDoctor(['rules'], { deaf: true })).toEqual({ code: 0, stdout: '', stderr: '' })
})
