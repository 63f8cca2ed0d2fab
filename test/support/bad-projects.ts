import { chmod, chown, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from './temporary-folder.ts'

const clean = fileURLToPath(new URL('../../fixtures/grocery-clean', import.meta.url))

type Files = Record<string, string | Uint8Array>

/** A few healthy photos of two classes in train and val, as `data/train/banana/a0.jpg` and so on. */
async function someData(): Promise<Files> {
  const files: Files = {}
  for (const split of ['train', 'val'])
    for (const label of ['banana', 'tomato']) {
      const folder = path.join(clean, 'data', split, label)
      const names = (await readdir(folder)).sort().slice(0, split === 'train' ? 4 : 2)
      for (const [index, name] of names.entries())
        files[`data/${split}/${label}/a${index}.jpg`] = await readFile(path.join(folder, name))
    }
  return files
}

const script = (name: 'train.py' | 'train.ts') => readFile(path.join(clean, name), 'utf8')

/** Nothing in it. */
export const emptyFolder = () => temporaryFolder()

/** Files, but neither images nor code nor a manifest. */
export const noImages = () => temporaryFolder({ 'notes.txt': 'to do\n', 'docs/plan.md': '# Plan\n' })

/** A healthy script whose data is elsewhere. */
export const codeOnly = async () => temporaryFolder({ 'train.py': await script('train.py') })

/** Healthy photos without a script. */
export const dataOnly = async () => temporaryFolder(await someData())

/** Path of a file, where a folder is wanted. */
export const fileInsteadOfFolder = async () =>
  path.join(await temporaryFolder({ 'photo.jpg': 'not a folder' }), 'photo.jpg')

/** A healthy project but for one JPEG whose scan header is overwritten by zeros; size and tables can be read. */
export async function corruptJpeg(): Promise<{ project: string; broken: string }> {
  const files = await someData()
  const broken = 'data/train/banana/a1.jpg'
  const jpeg = Buffer.from(files[broken] ?? '')
  const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]))
  files[broken] = jpeg.fill(0, scan, scan + 40)
  return { project: await temporaryFolder(files), broken }
}

export async function zeroByteImage(): Promise<{ project: string; broken: string }> {
  const broken = 'data/val/tomato/a1.jpg'
  return { project: await temporaryFolder({ ...(await someData()), [broken]: '' }), broken }
}

/** A notebook cut off in the middle, beside a healthy script. */
export async function brokenNotebook(): Promise<{ project: string; broken: string }> {
  const source = ['from tensorflow import keras\n', "model = keras.models.load_model('a.keras')\n"]
  const cell = { cell_type: 'code', metadata: {}, outputs: [], execution_count: 1, source }
  const notebook = JSON.stringify({ cells: [cell, cell], metadata: {}, nbformat: 4, nbformat_minor: 5 })
  const broken = 'explore.ipynb'
  const files = { 'train.py': await script('train.py'), [broken]: notebook.slice(0, 0.8 * notebook.length) }
  return { project: await temporaryFolder({ ...(await someData()), ...files }), broken }
}

/** Scripts that stop in the middle of a statement, beside healthy photos. */
export async function brokenScripts(): Promise<{ project: string; broken: string[] }> {
  const files = {
    'train.py': 'import tensorflow as tf\n\ndef build(:\n    model = tf.keras.Sequential([\n',
    'train.ts': "import * as tf from '@tensorflow/tfjs'\nconst model = tf.sequential({ layers: [\n",
  }
  return { project: await temporaryFolder({ ...(await someData()), ...files }), broken: Object.keys(files) }
}

/** Unreadable images whose names try to break out of a line of the terminal and out of HTML. */
export async function hostileNames(): Promise<{ project: string; broken: string[] }> {
  const broken = [
    'data/train/banana/two\nlines.jpg',
    'data/train/banana/<script>alert(1).jpg',
    'data/train/tomato/"><img src=x onerror=alert(1)>.jpg',
    'data/val/tomato/\u001b[31mred.jpg',
  ]
  const bad = Object.fromEntries(broken.map((file) => [file, 'no image']))
  return { project: await temporaryFolder({ ...(await someData()), ...bad }), broken }
}

/**
 * A healthy project, one class folder of which nobody may read. As root, the files are given to `uid`, since root
 * reads everything: run the command under that id.
 */
export async function unreadableFolder(uid: number): Promise<{ project: string; broken: string }> {
  const project = await temporaryFolder(await someData())
  const broken = 'data/train/tomato'
  if (process.getuid?.() === 0)
    for (const entry of ['', ...(await readdir(project, { recursive: true }))])
      await chown(path.join(project, entry), uid, uid)
  await chmod(path.join(project, broken), 0o000)
  onTestFinished(() => chmod(path.join(project, broken), 0o700))
  return { project, broken }
}
