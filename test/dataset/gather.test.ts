import { rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { gatherDataset } from '../../src/dataset/gather.ts'
import { splitOfFolder } from '../../src/dataset/split-names.ts'
import { discover } from '../../src/project/discover.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Samples as `path: split label`, for a project of files that are images by name only. */
async function datasetOf(paths: string[], texts: Record<string, string> = {}) {
  const root = await temporaryFolder({ ...Object.fromEntries(paths.map((name) => [name, 'x'])), ...texts })
  const dataset = await gatherDataset(await discover(root), [])
  return {
    ...dataset,
    lines: dataset.samples.map(({ path: file, split, label }) => `${file}: ${split} ${label}`),
    folders: dataset.classFolders.map((one) => `${one.path}: ${one.split} ${one.label} ${one.samples}`),
  }
}

describe('names of splits', () => {
  test.each([
    ['train', 'train'],
    ['Training', 'train'],
    ['TRAIN', 'train'],
    ['train_images', 'train'],
    ['training_set', 'train'],
    ['Train Data', 'train'],
    ['train2017', 'train'],
    ['val', 'validation'],
    ['valid', 'validation'],
    ['Validation', 'validation'],
    ['dev', 'validation'],
    ['eval', 'validation'],
    ['val-set', 'validation'],
    ['test', 'test'],
    ['testing', 'test'],
    ['test1', 'test'],
    ['holdout', 'test'],
    ['Validación', 'validation'],
    ['entraînement', 'train'],
    ['训练集', 'train'],
  ])('%s is %s', (name, split) => expect(splitOfFolder(name)).toBe(split))

  test.each([
    'trainer',
    'trains',
    'value',
    'validator',
    'tests_passed',
    'images',
    'cat',
    'constructor',
    '',
    '2017',
  ])('%s is no split', (name) => expect(splitOfFolder(name)).toBeNull())
})

describe('class folders', () => {
  test('under train, val and test', async () => {
    const { lines, origin } = await datasetOf([
      'train/cat/1.jpg',
      'train/dog/2.jpg',
      'val/cat/3.jpg',
      'test/dog/4.jpg',
    ])
    expect(lines).toEqual([
      'test/dog/4.jpg: test dog',
      'train/cat/1.jpg: train cat',
      'train/dog/2.jpg: train dog',
      'val/cat/3.jpg: validation cat',
    ])
    expect(origin).toBe('folders train/, val/ and test/')
  })

  test('one level down, capitalised, with a level of images', async () => {
    const { lines } = await datasetOf(['Data/Train/images/a/1.png', 'Data/Valid/images/a/2.png'])
    expect(lines).toEqual(['Data/Train/images/a/1.png: train a', 'Data/Valid/images/a/2.png: validation a'])
  })

  test.each([
    ['seg_train', 'seg_test', 'test'],
    ['flowers-train', 'flowers-valid', 'validation'],
    ['01_train', '02_val', 'validation'],
    ['data_train', 'data_holdout', 'test'],
  ])('under %s and %s', async (train, other, split) => {
    const { lines } = await datasetOf([`${train}/cat/1.jpg`, `${train}/dog/2.jpg`, `${other}/cat/3.jpg`])
    expect(lines.sort()).toEqual(
      [
        `${train}/cat/1.jpg: train cat`,
        `${train}/dog/2.jpg: train dog`,
        `${other}/cat/3.jpg: ${split} cat`,
      ].sort(),
    )
  })

  test('with one word before a split are classes', async () => {
    const { lines } = await datasetOf(['toys/steam_train/1.jpg', 'toys/blood_test/2.jpg', 'toys/ball/3.jpg'])
    expect(lines).toEqual([
      'toys/ball/3.jpg: all ball',
      'toys/blood_test/2.jpg: all blood_test',
      'toys/steam_train/1.jpg: all steam_train',
    ])
  })

  test('under train, dev and eval: eval is the test side', async () => {
    const { lines } = await datasetOf(['train/cat/1.jpg', 'dev/cat/2.jpg', 'eval/cat/3.jpg'])
    expect(lines).toEqual([
      'dev/cat/2.jpg: validation cat',
      'eval/cat/3.jpg: test cat',
      'train/cat/1.jpg: train cat',
    ])
  })

  test('in a folder in the split of the same name, as archives unpack', async () => {
    const { lines } = await datasetOf([
      'train/train/cat/1.jpg',
      'train/train/dog/2.jpg',
      'test/test/cat/3.jpg',
    ])
    expect(lines).toEqual([
      'test/test/cat/3.jpg: test cat',
      'train/train/cat/1.jpg: train cat',
      'train/train/dog/2.jpg: train dog',
    ])
  })

  test('labels are names as written; look-alikes stay apart', async () => {
    const { lines } = await datasetOf(['train/Cat/1.jpg', 'train/cat /2.jpg', 'val/cat/3.jpg'])
    expect(lines).toEqual([
      'train/Cat/1.jpg: train Cat',
      'train/cat /2.jpg: train cat ',
      'val/cat/3.jpg: validation cat',
    ])
  })

  test('a class called train among classes is a class', async () => {
    const { lines } = await datasetOf(['vehicles/bus/1.jpg', 'vehicles/car/2.jpg', 'vehicles/train/3.jpg'])
    expect(lines).toEqual([
      'vehicles/bus/1.jpg: all bus',
      'vehicles/car/2.jpg: all car',
      'vehicles/train/3.jpg: all train',
    ])
  })

  test('a class called train inside the splits is a class', async () => {
    const { lines } = await datasetOf(['d/train/bus/1.jpg', 'd/train/train/2.jpg', 'd/val/train/3.jpg'])
    expect(lines).toEqual([
      'd/train/bus/1.jpg: train bus',
      'd/train/train/2.jpg: train train',
      'd/val/train/3.jpg: validation train',
    ])
  })

  test('train alone, with classes, is a split', async () => {
    const { lines } = await datasetOf(['train/cat/1.jpg', 'train/dog/2.jpg'])
    expect(lines).toEqual(['train/cat/1.jpg: train cat', 'train/dog/2.jpg: train dog'])
  })

  test('above the splits', async () => {
    const { lines } = await datasetOf([
      'd/cat/train/1.jpg',
      'd/cat/val/2.jpg',
      'd/dog/train/3.jpg',
      'd/dog/val/4.jpg',
    ])
    expect(lines).toEqual([
      'd/cat/train/1.jpg: train cat',
      'd/cat/val/2.jpg: validation cat',
      'd/dog/train/3.jpg: train dog',
      'd/dog/val/4.jpg: validation dog',
    ])
  })

  test('without a split', async () => {
    const { lines, origin } = await datasetOf([
      'photos/cat/1.jpg',
      'photos/dog/sub/2.jpg',
      'photos/dog/3.jpg',
    ])
    expect(lines).toEqual([
      'photos/cat/1.jpg: all cat',
      'photos/dog/3.jpg: all dog',
      'photos/dog/sub/2.jpg: all dog',
    ])
    expect(origin).toBe('one folder of classes, photos/, without a split')
  })

  test('none: images without labels', async () => {
    const { lines } = await datasetOf(['train/1.jpg', 'train/2.jpg', 'val/3.jpg'])
    expect(lines).toEqual([
      'train/1.jpg: train null',
      'train/2.jpg: train null',
      'val/3.jpg: validation null',
    ])
  })

  test('none and no split', async () => {
    const { lines, origin } = await datasetOf(['1.jpg', '2.jpg'])
    expect(lines).toEqual(['1.jpg: all null', '2.jpg: all null'])
    expect(origin).toBe('images without class folders in ./')
  })

  test('empty ones are recorded, ignored ones are not', async () => {
    const { folders } = await datasetOf(['train/cat/1.jpg', 'train/old/9.jpg', 'val/cat/2.jpg'], {
      'train/dog/.gitkeep': '',
      'train/notes/readme.txt': '',
      '.doctorignore': 'train/old/\n',
    })
    expect(folders).toEqual([
      'train/cat: train cat 1',
      'train/dog: train dog 0',
      'train/notes: train notes 0',
      'val/cat: validation cat 1',
    ])
  })

  test('in a split without any image are all empty', async () => {
    const { folders } = await datasetOf(['train/cat/1.jpg'], { 'val/cat/.gitkeep': '' })
    expect(folders).toEqual(['train/cat: train cat 1', 'val/cat: validation cat 0'])
  })

  test('that cannot be read are not called empty', async () => {
    const root = await temporaryFolder({ 'train/cat/1.jpg': 'x', 'train/dog/notes.txt': 'x' })
    const project = await discover(root)
    project.problems.push({ path: 'train/dog', reason: 'permission denied' })
    const { classFolders } = await gatherDataset(project, [])
    expect(classFolders.map((folder) => folder.path)).toEqual(['train/cat'])
  })
})

describe('what is not data', () => {
  test('figures and a logo beside the data are not counted, and the origin says so', async () => {
    const { lines, origin } = await datasetOf([
      'data/train/a/1.jpg',
      'data/val/a/2.jpg',
      'docs/logo.png',
      'shot.png',
    ])
    expect(lines).toHaveLength(2)
    expect(origin).toBe('folders data/train/ and data/val/; 2 images elsewhere not counted')
  })

  test('code with pictures for its readme has no data set', async () => {
    const { samples, origin } = await datasetOf(['docs/a.png', 'assets/b.png', 'logo.png'], {
      'train.py': 'x = 1\n',
    })
    expect(samples).toEqual([])
    expect(origin).toBe('no images of a data set were found')
  })

  test('of two data sets the larger is examined', async () => {
    const { lines, origin } = await datasetOf([
      'a/train/x/1.jpg',
      'a/val/x/2.jpg',
      'b/train/x/1.jpg',
      'b/train/x/2.jpg',
      'b/val/x/3.jpg',
    ])
    expect(lines.map((line) => line[0])).toEqual(['b', 'b', 'b'])
    expect(origin).toBe('folders b/train/ and b/val/; 2 images elsewhere not counted')
  })

  test('a folder of unit tests is no test split', async () => {
    const { lines } = await datasetOf(['tests/fixtures/1.jpg', 'data/train/a/1.jpg', 'data/val/a/2.jpg'])
    expect(lines).toEqual(['data/train/a/1.jpg: train a', 'data/val/a/2.jpg: validation a'])
  })
})

describe('the config', () => {
  test('decides over everything, inside and outside the project', async () => {
    const root = await temporaryFolder({
      'project/a/x/1.jpg': 'x',
      'project/train/x/9.jpg': 'x',
      'elsewhere/x/2.jpg': 'x',
      'project/doctor.config.json': '{"data": {"train": "a", "validation": "../elsewhere"}}',
    })
    const dataset = await gatherDataset(await discover(path.join(root, 'project')), [])
    expect(dataset.samples.map((sample) => `${sample.path}: ${sample.split} ${sample.label}`)).toEqual([
      '../elsewhere/x/2.jpg: validation x',
      'a/x/1.jpg: train x',
    ])
    expect(dataset.classFolders.map((folder) => folder.path)).toEqual(['../elsewhere/x', 'a/x'])
    expect(dataset.origin).toBe(
      'folders a/ and ../elsewhere/, as the config names them; 1 image elsewhere not counted',
    )
  })

  test('naming a folder that is not there is an error in one line', async () => {
    const root = await temporaryFolder({ 'a/x/1.jpg': 'x', 'doctor.config.json': '{"data": {"train": "b"}}' })
    const project = await discover(root)
    await expect(gatherDataset(project, [])).rejects.toThrow('data.train: "b" does not exist')
  })
})

test('a folder that vanished after discovery does no harm', async () => {
  const root = await temporaryFolder({ 'train/x/1.jpg': 'x', 'val/x/2.jpg': 'x' })
  const project = await discover(root)
  await rm(path.join(root, 'train'), { recursive: true })
  const { samples } = await gatherDataset(project, [])
  expect(samples).toHaveLength(2)
})
