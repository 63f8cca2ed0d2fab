import { createHash } from 'node:crypto'
import { cp, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { ByteReader, sourceOf } from '../../../src/containers/byte-reader.ts'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { discover } from '../../../src/project/discover.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** What the real libraries wrote, and what they say is in it (test/dataset/oracle/containers). */
const oracle = fileURLToPath(new URL('../oracle/containers', import.meta.url))

/** A project with one of the oracle's folders in it. */
async function projectWith(name: string): Promise<string> {
  const root = await temporaryFolder()
  await cp(path.join(oracle, name), root, { recursive: true })
  return root
}

describe('round trip: samples, splits, labels, groups, and the very bytes', () => {
  test.each([
    [
      'huggingface',
      'the Parquet files data/train-00000-of-00001.parquet and validation-00000-of-00001.parquet',
    ],
    ['pandas', 'the Parquet file images.parquet'],
    ['pages', 'the Parquet file train.parquet'],
    ['webdataset', 'the WebDataset files shards/train-000000.tar and 3 more'],
    ['tarfile', 'the WebDataset files train.tar and validation.tar'],
    ['tfrecord', 'the TFRecord files train.tfrecord-00000-of-00002 and 2 more'],
    ['tfrec', 'the TFRecord files 00-72x72-train.tfrec and 00-72x72-val.tfrec'],
  ])('%s', async (name, origin) => {
    const root = await projectWith(name)
    const dataset = await gatherDataset(await discover(root), [])
    const reader = new ByteReader()
    const samples = await Promise.all(
      dataset.samples.map(async (sample) => {
        const bytes = await reader.read(sourceOf(root, sample))
        expect((await sharp(bytes).metadata()).width).toBeLessThanOrEqual(72)
        const { path: name, split, label, group } = sample
        return { path: name, split, label, group, sha256: createHash('sha256').update(bytes).digest('hex') }
      }),
    )
    await reader.close()
    expect(samples).toEqual(JSON.parse(await readFile(path.join(oracle, `${name}.json`), 'utf8')))
    expect(dataset.origin).toBe(origin)
    expect(dataset.problems).toBeUndefined()
  })
})
