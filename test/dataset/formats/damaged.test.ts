import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { gatherImages } from '../../../src/images/gather.ts'
import { silent } from '../../../src/model/progress.ts'
import { discover } from '../../../src/project/discover.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const oracle = fileURLToPath(new URL('../oracle/containers', import.meta.url))

/** One of the oracle's folders, a file of which was changed. */
async function damaged(name: string, file: string, change: (bytes: Buffer) => Buffer): Promise<string> {
  const root = await temporaryFolder()
  await cp(path.join(oracle, name), root, { recursive: true })
  const at = path.join(root, file)
  await writeFile(at, change(await readFile(at)))
  return root
}

const cut = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length * 0.6))
const flip = (place: number) => (bytes: Buffer) => {
  bytes[place] = (bytes[place] ?? 0) ^ 0xff
  return bytes
}

describe('what is sound is read, what is not becomes a problem', () => {
  test.each([
    ['a cut archive', 'webdataset', 'shards/train-000001.tar', cut, 15, 'the archive is cut short'],
    [
      'no archive',
      'webdataset',
      'shards/train-000001.tar',
      () => Buffer.from('x'.repeat(2048)),
      12,
      'is no tar archive',
    ],
    [
      'a cut TFRecord file',
      'tfrecord',
      'validation.tfrecord-00000-of-00001',
      cut,
      13,
      /^the record at byte \d+ is cut off$/,
    ],
    [
      'a flipped bit',
      'tfrecord',
      'validation.tfrecord-00000-of-00001',
      flip(5000),
      10,
      /^the record at byte \d+ has a wrong checksum$/,
    ],
    [
      'a flipped length',
      'tfrecord',
      'validation.tfrecord-00000-of-00001',
      flip(3),
      9,
      'the length at byte 0 has a wrong checksum',
    ],
    ['cut gzip', 'tfrec', '00-72x72-val.tfrec', cut, 12, /^the record at byte \d+ is cut off$/],
    ['damaged gzip', 'tfrec', '00-72x72-val.tfrec', flip(6000), 12, /damaged|checksum/],
    [
      'cut Parquet',
      'huggingface',
      'data/validation-00000-of-00001.parquet',
      cut,
      9,
      'is no Parquet file, or cut short',
    ],
  ])('%s', async (_, name, file, change, samples, reason) => {
    const root = await damaged(name, file, change)
    const dataset = await gatherDataset(await discover(root), [])
    expect(dataset.problems).toEqual([
      {
        path: file,
        reason: typeof reason === 'string' ? expect.stringContaining(reason) : expect.stringMatching(reason),
      },
    ])
    expect(dataset.samples.length).toBe(samples)
  })

  test('a page of Parquet that is damaged: its images cannot be read, the others can', async () => {
    const file = 'data/validation-00000-of-00001.parquet'
    const root = await damaged('huggingface', file, flip(400))
    const project = await discover(root)
    const dataset = await gatherDataset(project, [])
    expect(dataset.samples).toHaveLength(16)
    const { signal } = new AbortController()
    const facts = await gatherImages(project, dataset, {
      progress: silent,
      signal,
      cacheDir: null,
      jobs: 2,
      seed: 1,
    })
    const bad = [...facts.images.values()].filter(({ ok }) => !ok)
    expect(bad.length).toBeGreaterThan(0)
    expect(bad.length).toBeLessThan(8)
    for (const fact of bad)
      expect(fact).toMatchObject({ ok: false, reason: expect.stringMatching(/^[^\n]+$/) })
  })

  test('data that is nothing but a cut Parquet file: the reason is told', async () => {
    const root = await temporaryFolder({ 'train.parquet': 'PAR1 and then nothing', 'train.py': 'x = 1\n' })
    const { samples, origin } = await gatherDataset(await discover(root), [])
    expect(samples).toEqual([])
    expect(origin).toBe('no image could be read: train.parquet is no Parquet file, or cut short')
  })

  test('an archive called like a side that is none: the reason is told', async () => {
    const root = await temporaryFolder({ 'train.tar.gz': 'not gzip at all' })
    const { origin } = await gatherDataset(await discover(root), [])
    expect(origin).toMatch(/^no image could be read: train\.tar\.gz /)
  })

  test.each([
    ['labels.json', '[{"file": "1.jpg", "label": "cat"},', 'line 1: not valid JSON'],
    [
      'labels.jsonl',
      '{"file": "1.jpg", "label": "cat"}\n{"file": "2.jpg", "label":\n',
      'line 2: not valid JSON',
    ],
    ['labels.csv', 'file,label\n1.jpg,cat\n"2.jpg,dog\n', 'line 3: a quoted cell does not end well'],
    ['labels.csv', 'file,label\nx.jpg,cat\ny.jpg,dog\n', '2 of its 2 files are not here (the first: x.jpg)'],
  ])('%s of %j is told where nothing else tells labels', async (name, text, reason) => {
    const images = { 'images/1.jpg': 'x', 'images/2.jpg': 'x' }
    const { unusable } = await gatherDataset(
      await discover(await temporaryFolder({ ...images, [name]: text })),
      [],
    )
    expect(unusable).toEqual([{ path: name, reason }])
    const labelled = { 'train/cat/1.jpg': 'x', 'train/dog/2.jpg': 'x' }
    const other = await gatherDataset(
      await discover(await temporaryFolder({ ...labelled, [name]: text })),
      [],
    )
    expect(other.unusable).toBeUndefined()
  })

  test('a checkpoint that is called .tar is no data', async () => {
    const root = await temporaryFolder({ 'best.pth.tar': 'weights', 'model.tar': 'weights', 'a.jpg': 'x' })
    const dataset = await gatherDataset(await discover(root), [])
    expect(dataset).toEqual({
      samples: [expect.objectContaining({ path: 'a.jpg' })],
      origin: 'images without class folders in ./',
      classFolders: [],
    })
  })
})
