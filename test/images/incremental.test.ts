import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { expect, test, vi } from 'vitest'
import { gatherDataset } from '../../src/dataset/gather.ts'
import { FeatureIndex } from '../../src/images/feature-index.ts'
import { gatherImages } from '../../src/images/gather.ts'
import { packPairs, unpackPairs } from '../../src/images/search-record.ts'
import { discover } from '../../src/project/discover.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { workContext } from '../support/work.ts'

const photos = fileURLToPath(new URL('../../fixtures/grocery-clean/data/train', import.meta.url))

/** Every fourth photo of the clean example, in classes. */
async function project(): Promise<string> {
  const root = await temporaryFolder()
  for (const label of ['banana', 'orange', 'tomato']) {
    await mkdir(path.join(root, 'train', label), { recursive: true })
    await mkdir(path.join(root, 'val', label), { recursive: true })
    const names = (await readdir(path.join(photos, label))).sort().slice(0, 14)
    for (const [index, name] of names.entries()) {
      const split = index % 4 === 0 ? 'val' : 'train'
      await cp(path.join(photos, label, name), path.join(root, split, label, name))
    }
  }
  return root
}

async function clusters(root: string, cacheDir: string | null) {
  const found = await discover(root)
  const dataset = await gatherDataset(found, [])
  return (await gatherImages(found, dataset, workContext({ cacheDir }))).clusters
}

test('after a change only the new images are looked for, and what is found is the same', async () => {
  const root = await project()
  const cache = await temporaryFolder()
  const asked = vi.spyOn(FeatureIndex.prototype, 'meetings')
  await clusters(root, cache)
  const first = asked.mock.calls.length
  const [name = ''] = await readdir(path.join(root, 'train/orange'))
  const photo = sharp(path.join(root, 'train/orange', name))
  const { width = 0, height = 0 } = await photo.metadata()
  // Copies that only local features find, before and behind their source; a photo less, and one elsewhere.
  const crop = photo.clone().extract({
    ...{ left: Math.round(width * 0.12), top: Math.round(height * 0.1) },
    ...{ width: Math.round(width * 0.8), height: Math.round(height * 0.8) },
  })
  await crop.clone().jpeg().toFile(path.join(root, 'train/banana/a.jpg'))
  await crop.clone().flop().jpeg().toFile(path.join(root, 'val/tomato/z.jpg'))
  const [gone = '', moved = ''] = await readdir(path.join(root, 'train/tomato'))
  await rm(path.join(root, 'train/tomato', gone))
  await rename(path.join(root, 'train/tomato', moved), path.join(root, 'train/banana/0.jpg'))

  asked.mockClear()
  const warm = await clusters(root, cache)
  expect(asked.mock.calls.length).toBe(2)
  asked.mockClear()
  expect(warm).toEqual(await clusters(root, null))
  expect(asked.mock.calls.length).toBe(first + 1)
  expect(warm.map(({ members }) => members)).toContainEqual([
    'train/banana/a.jpg',
    `train/orange/${name}`,
    'val/tomato/z.jpg',
  ])
}, 60_000)

test('what a search has found outlasts the cache', () => {
  const digests = ['0', '1', 'a'].map((digit) => digit.repeat(64))
  const near = [[{ a: 0, b: 2, orientation: 5, distance: 77 }], [], []]
  const shared = [[], [{ image: 0, mirrored: true, weight: 1200, agreeing: 1_250_000 }], []]
  expect(unpackPairs(packPairs({ digests, near, shared }))).toEqual({ digests, near, shared })
  expect(unpackPairs({ digests: digests.join(''), near: '', shared: '' })).toMatchObject({
    near: [[], [], []],
    shared: [[], [], []],
  })
})
