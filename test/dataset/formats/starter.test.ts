import { cp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'jsonc-parser'
import { expect, test } from 'vitest'
import { starterConfig } from '../../../src/cli/starter-config.ts'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { discover } from '../../../src/project/discover.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const oracle = fileURLToPath(new URL('../oracle/containers', import.meta.url))
const files = (...paths: string[]) => Object.fromEntries(paths.map((file) => [file, 'x']))

/** What doctor init writes of the data, once it is seen that it means the same samples. */
async function startedWith(root: string): Promise<object> {
  const dataset = await gatherDataset(await discover(root), [])
  const text = starterConfig({ dataset, setups: [], schema: 'config.schema.json' })
  await writeFile(path.join(root, 'doctor.config.json'), text)
  expect((await gatherDataset(await discover(root), [])).samples).toEqual(dataset.samples)
  return parse(text, [], { allowTrailingComma: true }).data
}

test.each([
  [
    'one list with its columns',
    {
      ...files('img/1.jpg', 'img/2.jpg'),
      'list.csv': 'Path,Class,patient_id,set\nimg/1.jpg,cat,p,train\nimg/2.jpg,dog,q,val\n',
    },
    {
      manifest: 'list.csv',
      fileColumn: 'Path',
      labelColumn: 'Class',
      splitColumn: 'set',
      groupColumn: 'patient_id',
    },
  ],
  [
    'a list for each side',
    {
      ...files('img/1.jpg', 'img/2.jpg'),
      ...{ 'train.csv': 'file,label\nimg/1.jpg,cat\n', 'val.csv': 'file,label\nimg/2.jpg,dog\n' },
    },
    { manifest: ['train.csv', 'val.csv'], fileColumn: 'file', labelColumn: 'label' },
  ],
  [
    'a list that folders complete',
    { ...files('cat/1.jpg', 'dog/2.jpg'), 'list.csv': 'file,split\ncat/1.jpg,train\ndog/2.jpg,val\n' },
    {},
  ],
])('doctor init writes %s', async (_, texts, data) => {
  expect(await startedWith(await temporaryFolder(texts))).toEqual(data)
})

test('doctor init writes containers', async () => {
  const root = await temporaryFolder()
  await cp(path.join(oracle, 'tfrec'), root, { recursive: true })
  expect(await startedWith(root)).toEqual({ manifest: ['00-72x72-train.tfrec', '00-72x72-val.tfrec'] })
})

test('data.root: the data is looked for there alone, inside and outside the project', async () => {
  const outer = await temporaryFolder({
    ...files(
      'data/train/cat/1.jpg',
      'data/val/cat/2.jpg',
      'project/old/train/dog/3.jpg',
      'project/old/val/dog/4.jpg',
    ),
    'project/new/list.csv': 'file,label\n5.jpg,owl\n',
    'project/new/5.jpg': 'x',
  })
  const pathsWith = async (root: string) => {
    await writeFile(path.join(outer, 'project/doctor.config.json'), JSON.stringify({ data: { root } }))
    const { samples } = await gatherDataset(await discover(path.join(outer, 'project')), [])
    return samples.map(({ path: file, split, label }) => `${file}: ${split} ${label}`)
  }
  expect(await pathsWith('old')).toEqual([
    'old/train/dog/3.jpg: train dog',
    'old/val/dog/4.jpg: validation dog',
  ])
  expect(await pathsWith('new')).toEqual(['new/5.jpg: all owl'])
  expect(await pathsWith('../data')).toEqual([
    '../data/train/cat/1.jpg: train cat',
    '../data/val/cat/2.jpg: validation cat',
  ])
  await expect(pathsWith('gone')).rejects.toThrow('data.root: "gone" does not exist')
})
