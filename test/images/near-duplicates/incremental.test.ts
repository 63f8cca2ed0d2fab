import { cp, mkdir, readdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { afterEach, expect, test, vi } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { ImageCache } from '../../../src/images/cache/cache.ts'
import { packPairs, unpackPairs } from '../../../src/images/cache/search-record.ts'
import { gatherImages } from '../../../src/images/gather.ts'
import { FeatureIndex } from '../../../src/images/near-duplicates/feature-index.ts'
import { discover } from '../../../src/project/discover.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { workContext } from '../../support/work.ts'

/** Images of a set that is searched whole every time; null for as many as usual. */
const limit = vi.hoisted((): { whole: number | null } => ({ whole: null }))
vi.mock('../../../src/images/near-duplicates/earlier-search.ts', async (original) => {
  const real = await original<typeof import('../../../src/images/near-duplicates/earlier-search.ts')>()
  const knownOf: typeof real.knownOf = (digests, earlier) =>
    real.knownOf(digests, earlier, limit.whole ?? real.searchedWhole)
  return { ...real, knownOf }
})
afterEach(() => {
  limit.whole = null
})

const photos = fileURLToPath(new URL('../../../fixtures/grocery-clean/data/train', import.meta.url))

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

async function facts(root: string, cacheDir: string | null) {
  const found = await discover(root)
  const dataset = await gatherDataset(found, [])
  return gatherImages(found, dataset, workContext({ cacheDir }))
}

const clusters = async (root: string, cacheDir: string | null) => (await facts(root, cacheDir)).clusters

const images = async (root: string) =>
  [...(await facts(root, null)).images.values()].flatMap((image) => (image.ok ? [image] : []))

test('after a change of a large set only the new images are looked for, and what is found is the same', async () => {
  limit.whole = 0
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
  // Both new images, each among those before it and those behind it.
  expect(asked.mock.calls.length).toBe(4)
  asked.mockClear()
  expect(warm).toEqual(await clusters(root, null))
  expect(asked.mock.calls.length).toBe(first + 1)
  expect(warm.map(({ members }) => members)).toContainEqual([
    'train/banana/a.jpg',
    `train/orange/${name}`,
    'val/tomato/z.jpg',
  ])
}, 60_000)

test('after a change of a small set the report is that of a first run, to the last candidate', async () => {
  const root = await project()
  const cacheDir = await temporaryFolder()
  const [name = ''] = await readdir(path.join(root, 'val/tomato'))
  const source = path.join(root, 'val/tomato', name)
  const { width = 0, height = 0 } = await sharp(source).metadata()
  // More parts of one photo than an image looks at, all before it.
  for (let part = 0; part < 48; part += 1) {
    const size = { width: Math.round(width * 0.72), height: Math.round(height * 0.72) }
    const left = Math.round(((part % 6) / 5) * (width - size.width))
    const top = Math.round((Math.floor(part / 6) / 7) * (height - size.height))
    const file = path.join(root, 'train/banana', `part-${part}.jpg`)
    await sharp(source)
      .extract({ left, top, ...size })
      .jpeg({ quality: 80 + (part % 7) })
      .toFile(file)
  }
  await clusters(root, cacheDir)
  const paths = new Map((await images(root)).map(({ bytesDigest, path: file }) => [bytesDigest, file]))
  const cache = new ImageCache(cacheDir)
  const { digests = [], shared = [] } = cache.foundPairs() ?? {}
  cache.close()
  const last = digests.findIndex((digest) => paths.get(digest) === `val/tomato/${name}`)
  // Those that it looked at go; of the others it has to find out.
  for (const { image } of shared[last] ?? []) {
    const file = paths.get(digests[image] ?? '') ?? ''
    if (file.includes('part-')) await rm(path.join(root, file))
  }
  const left = (await readdir(path.join(root, 'train/banana'))).filter((file) => file.startsWith('part-'))
  expect(left.length).toBeGreaterThan(0)
  expect(await clusters(root, cacheDir)).toEqual(await clusters(root, null))
}, 120_000)

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
