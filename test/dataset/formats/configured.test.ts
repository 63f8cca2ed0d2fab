import { cp, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { discover } from '../../../src/project/discover.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const oracle = fileURLToPath(new URL('../oracle/containers', import.meta.url))

/** A project with the oracle's folders of these names in it, and this `data` in its config. */
async function datasetOf(names: string[], data: object, texts: Record<string, string> = {}) {
  const root = await temporaryFolder(texts)
  for (const name of names) await cp(path.join(oracle, name), path.join(root, name), { recursive: true })
  await writeFile(path.join(root, 'doctor.config.json'), JSON.stringify({ data }))
  return gatherDataset(await discover(root), [])
}

const counts = (samples: readonly { split: string }[]) => {
  const found: Record<string, number> = {}
  for (const { split } of samples) found[split] = (found[split] ?? 0) + 1
  return found
}

describe('places in the config', () => {
  test('a range of shards and a wildcard', async () => {
    const { samples, origin } = await datasetOf(['webdataset'], {
      train: 'webdataset/shards/train-{000000..000000}.tar',
      test: 'webdataset/shards/val-*.tar',
    })
    expect(counts(samples)).toEqual({ train: 5, test: 7 })
    expect(origin).toBe(
      'the containers webdataset/shards/train-000000.tar and 2 more, as the config names them',
    )
  })

  test('a folder of containers, and features by name', async () => {
    const { samples } = await datasetOf(['tfrecord'], {
      validation: 'tfrecord',
      labelColumn: 'image/class/label',
      groupColumn: 'image/filename',
    })
    expect(counts(samples)).toEqual({ validation: 16 })
    expect(new Set(samples.map(({ label }) => label))).toEqual(new Set(['0', '1', '2']))
    expect(samples[0]?.group).toMatch(/^banana_.*\.jpg$/)
  })

  test('Parquet of all sides as a manifest, its columns by name', async () => {
    const data = { manifest: 'pandas/images.parquet', fileColumn: 'image_bytes', labelColumn: 'split' }
    const { samples } = await datasetOf(['pandas'], data)
    expect(counts(samples)).toEqual({ train: 9, validation: 7 })
    expect(samples[0]).toMatchObject({ label: 'train', container: { path: 'pandas/images.parquet' } })
  })

  test('folders beside a manifest, and several manifests', async () => {
    const { samples, origin } = await datasetOf(
      [],
      { train: ['a.csv', 'b.csv'], validation: 'val' },
      {
        ...{ 'img/1.jpg': 'x', 'img/2.jpg': 'x', 'val/cat/3.jpg': 'x' },
        ...{ 'a.csv': 'file,label\nimg/1.jpg,cat\n', 'b.csv': 'file,label,split\nimg/2.jpg,dog,test\n' },
      },
    )
    expect(samples.map(({ path: file, split, label }) => `${file}: ${split} ${label}`)).toEqual([
      'img/1.jpg: train cat',
      'img/2.jpg: train dog',
      'val/cat/3.jpg: validation cat',
    ])
    expect(origin).toContain('the manifests a.csv and b.csv, as the config names them')
  })

  test.each([
    [{ train: 'gone' }, 'data.train: "gone" does not exist'],
    [{ train: 'x/*.tar' }, 'data.train: nothing matches "x/*.tar"'],
    [{ test: 'broken.parquet' }, 'data.test: "broken.parquet" is no Parquet file, or cut short'],
    [{ test: 'broken.tar' }, 'data.test: "broken.tar" is no tar archive, or damaged'],
    [
      { manifest: 'none.csv' },
      'data.manifest: "none.csv" lists 1 files, none of which is here (the first: 7.jpg)',
    ],
  ])('%j is refused in one line', async (data, message) => {
    const texts = {
      'a.jpg': 'x',
      'broken.parquet': 'PAR1',
      'broken.tar': 'x'.repeat(999),
      'none.csv': 'file\n7.jpg\n',
    }
    await expect(datasetOf([], data, texts)).rejects.toThrow(message)
  })
})
