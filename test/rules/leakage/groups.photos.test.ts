import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import augmentedCopy from '../../../rules/leakage/augmented-copy.ts'
import sameGroup from '../../../rules/leakage/same-group.ts'
import { gatherImages } from '../../../src/images/gather.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import type { Dataset } from '../../../src/model/dataset.ts'
import type { FindingDraft } from '../../../src/model/finding.ts'
import { Random } from '../../../src/model/random.ts'
import { Report } from '../../../src/model/report.ts'
import { datasetOf } from '../../support/facts.ts'
import { runDoctor } from '../../support/run-doctor.ts'
import { burst, type Jitter, photosBelow, shotsOf } from '../../support/shots.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { testData } from '../../support/test-data.ts'
import { workContext } from '../../support/work.ts'

const clean = fileURLToPath(new URL('../../../fixtures/grocery-clean/data', import.meta.url))
const photos = photosBelow(path.join(clean, 'train'))

/** `names`: what files are called in the dataset, where it is not their path. */
async function check(
  root: string,
  dataset: Dataset,
  names: ReadonlyMap<string, string> = new Map(dataset.samples.map(({ path }) => [path, path])),
): Promise<FindingDraft[]> {
  const project = { root, given: root, config: {}, files: [], problems: [] }
  const onDisk = [...names.keys()].map((path) => ({ path, split: 'all' as const, label: null, group: null }))
  const read = await gatherImages(project, { ...dataset, samples: onDisk }, workContext())
  const named = (path: string) => names.get(path) ?? path
  const images = {
    images: new Map([...read.images].map(([path, fact]) => [named(path), { ...fact, path: named(path) }])),
    clusters: read.clusters.map(({ members, pairs }) => ({
      members: members.map(named),
      pairs: pairs.map((pair) => ({ ...pair, a: named(pair.a), b: named(pair.b) })),
    })),
  }
  const facts = unwrap({ dataset: { ok: true, value: dataset }, images: { ok: true, value: images } })
  return [...sameGroup.check(facts), ...augmentedCopy.check(facts)]
}

type Files = Record<string, Uint8Array>

const checkFiles = async (files: Files) => check(await temporaryFolder(files), datasetOf(Object.keys(files)))

/** 16 things in bursts of four, of which the last shot of the first `torn` is for validation. */
async function clips(torn: number): Promise<Files> {
  const random = new Random(1, 'clips')
  const files: Files = {}
  for (let clip = 0; clip < 16; clip += 1) {
    const shots = await shotsOf(photos[clip * 7] ?? '', 4, random)
    for (const [shot, bytes] of shots.entries()) {
      const side = (clip < torn ? shot === 3 : clip % 4 === 3) ? 'validation' : 'train'
      files[`${side}/food/clip${clip}_${String(shot * 10).padStart(4, '0')}.jpg`] = bytes
    }
  }
  return files
}

/** Of one scene, from here and there. */
const scene: Jitter = { shown: 0.5, degrees: 8, brightness: 0.1, moved: 0 }

/** `person3` of either split: the same child, or two. Three pictures each, all of them with a number of their own. */
async function persons(same: boolean, jitter: Jitter): Promise<Files> {
  const random = new Random(2, 'persons')
  const files: Files = {}
  for (let person = 0; person < 10; person += 1) {
    const photo = (side: number) => photos[(person * 2 + (same ? 0 : side)) * 4] ?? ''
    for (const [side, split] of ['train', 'validation'].entries())
      for (const [shot, bytes] of (await shotsOf(photo(side), 3, random, jitter)).entries())
        files[`${split}/pneumonia/person${person + 1}_bacteria_${person * 3 + shot + side * 500}.jpg`] = bytes
  }
  return files
}

describe('bursts of real photos', { timeout: 120_000 }, () => {
  test('clips torn apart by the split are one finding', async () => {
    const [finding, ...others] = await checkFiles(await clips(6))
    expect(others).toEqual([])
    expect(finding?.message).toContain('"clip#" in the file names')
    expect(finding?.confidence).toBeGreaterThan(0.8)
  })

  test('whole clips on either side are none', async () => {
    expect(await checkFiles(await clips(0))).toEqual([])
  })

  test('person numbers that begin anew in each split are none; those that go on are', async () => {
    expect(await checkFiles(await persons(false, burst))).toEqual([])
    expect(await checkFiles(await persons(false, scene))).toEqual([])
    // Shots that are nearly one photo are leakage/near-duplicate's to tell.
    expect((await checkFiles(await persons(true, scene))).map(({ message }) => message)).toEqual([
      expect.stringContaining('10 groups lie in train and validation'),
    ])
  })

  test('random crops saved beside their source are augmented copies, mirrored and turned as they may be', async () => {
    const random = new Random(3, 'augmented')
    const files: Files = {}
    for (let source = 0; source < 12; source += 1) {
      const [shown = new Uint8Array(), other = new Uint8Array()] = await shotsOf(
        photos[source * 9] ?? '',
        2,
        random,
      )
      files[`validation/food/IMG_${source}.jpg`] = shown
      const turned = source % 2 === 0 ? sharp(other).flop() : sharp(other).rotate(90)
      files[`train/food/IMG_${source}_aug_1.jpg`] = await turned.toBuffer()
    }
    const found = await checkFiles(files)
    expect(found.map(({ evidence }) => evidence?.scheme)).toEqual(['augmented'])
    expect(found[0]?.evidence?.sources).toBeGreaterThanOrEqual(9)
  })
})

// Two sets of hundreds of photos, decoded and compared whole.
describe('public sets as they are', { timeout: 120_000 }, () => {
  const grocery = testData('data/grocery')
  const trashnet = testData('data/trashnet')
  const splits: Record<string, string> = { train: 'train', val: 'validation', test: 'test' }

  test.skipIf(grocery === null)(
    'groceries: the same base names in train and test',
    async () => {
      const root = grocery ?? ''
      const split = (name: string) => splits[name.split('__')[0] ?? ''] ?? 'all'
      // As the set was published: the split is a folder, no part of the name.
      const published = new Map(
        photosBelow(root).map((file) => {
          const [label = '', name = ''] = path.relative(root, file).split('/')
          return [
            `${label}/${name}`,
            `${split(name)}/${label}/${name.slice(name.indexOf('__') + 2)}`,
          ] as const
        }),
      )
      const numbers = [...published.values()].map((file) => path.basename(file))
      expect(numbers.length - new Set(numbers).size).toBeGreaterThan(400)
      expect(await check(root, datasetOf([...published.values()]), published)).toEqual([])
    },
    60_000,
  )

  test.skipIf(trashnet === null)(
    'trashnet: numbers that go on over the splits',
    async () => {
      const root = trashnet ?? ''
      const folders = readdirSync(root).filter((name) => statSync(path.join(root, name)).isDirectory())
      const files = new Map(
        folders.flatMap((folder) =>
          photosBelow(path.join(root, folder)).map((file) => {
            const inside = path.relative(root, file)
            return [inside, inside.replace(folder, splits[folder] ?? 'all')] as const
          }),
        ),
      )
      expect(await check(root, datasetOf([...files.values()]), files)).toEqual([])
    },
    60_000,
  )
})

test('fixes of copies, versions, augmented files and clips that overlap do not contradict each other', async () => {
  const files: Files = {}
  for (const [name, bytes] of Object.entries(await clips(6)))
    files[name.replace('validation', 'val').replace('/food/', '/scene/')] = bytes
  // A second class, so that it is a data set.
  for (const [at, photo] of photos.slice(-24).entries())
    for (const bytes of await shotsOf(photo, 1, new Random(at)))
      files[`${at % 4 === 3 ? 'val' : 'train'}/other/thing${at}x.jpg`] = bytes
  const of = (name: string) => files[name] ?? new Uint8Array()
  // One frame is also an exact copy, one a re-encoded version, one mirrored, under names of and beside the clips.
  files['train/scene/clip1_0030.jpg'] = of('val/scene/clip1_0030.jpg')
  files['train/scene/clip9_0040.jpg'] = await sharp(of('val/scene/clip2_0030.jpg'))
    .jpeg({ quality: 60 })
    .toBuffer()
  files['val/scene/clip3_0010_flip.jpg'] = await sharp(of('train/scene/clip3_0010.jpg')).flop().toBuffer()
  files['train/scene/clip4_0030_flip.jpg'] = await sharp(of('val/scene/clip4_0030.jpg')).flop().toBuffer()
  const project = await temporaryFolder(files)
  const leaks = async () => {
    const { stdout } = await runDoctor([project, '--no-probe', '--no-report', '--quiet', '--format', 'json'])
    const { findings } = Report.parse(JSON.parse(stdout))
    return findings.filter(({ rule }) => rule.startsWith('leakage/')).map(({ rule }) => rule)
  }
  expect(new Set(await leaks())).toEqual(
    new Set([
      'leakage/augmented-copy',
      'leakage/exact-duplicate',
      'leakage/near-duplicate',
      'leakage/same-group',
    ]),
  )
  expect((await runDoctor(['fix', project, '--unsafe'])).code).toBe(0)
  expect(await leaks()).toEqual([])
  expect((await runDoctor(['fix', project, '--unsafe'])).stdout).toMatch(/^Nothing to mend\./)
}, 120_000)
