import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { gatherImages } from '../../../src/images/gather.ts'
import type { DuplicatePair, Orientation } from '../../../src/model/images.ts'
import { discover } from '../../../src/project/discover.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { testData } from '../../support/test-data.ts'
import { workContext } from '../../support/work.ts'

type Vary = (image: Sharp, width: number, height: number) => Sharp

const cropped =
  (share: number): Vary =>
  (image, width, height) => {
    const [w, h] = [Math.round(width * share), Math.round(height * share)]
    return image.extract({ left: (width - w) >> 1, top: (height - h) >> 1, width: w, height: h }).jpeg()
  }

/** Each with the grade that at least 59 of 60 copies must get; every copy must be found. */
const variations: [string, Vary, DuplicatePair['grade'], Orientation][] = [
  ['JPEG 30', (image) => image.jpeg({ quality: 30 }), 'near-identical', 'none'],
  ['JPEG 50', (image) => image.jpeg({ quality: 50 }), 'near-identical', 'none'],
  ['WebP 50', (image) => image.webp({ quality: 50 }), 'near-identical', 'none'],
  ['half the size', (image, width) => image.resize(width >> 1).jpeg(), 'near-identical', 'none'],
  [
    'squashed to 224 x 224',
    (image) => image.resize(224, 224, { fit: 'fill' }).jpeg(),
    'near-identical',
    'none',
  ],
  ['brighter', (image) => image.modulate({ brightness: 1.3 }).jpeg(), 'near-identical', 'none'],
  ['darker', (image) => image.modulate({ brightness: 0.7 }).jpeg(), 'near-identical', 'none'],
  ['more contrast', (image) => image.linear(1.4, -40).jpeg(), 'near-identical', 'none'],
  ['gamma', (image) => image.gamma(1.8).jpeg(), 'near-identical', 'none'],
  ['grey', (image) => image.greyscale().jpeg(), 'near-identical', 'none'],
  ['other hue', (image) => image.modulate({ hue: 30, saturation: 1.4 }).jpeg(), 'near-identical', 'none'],
  ['mirrored', (image) => image.flop().jpeg(), 'near-identical', 'flip-horizontal'],
  ['upside down', (image) => image.flip().jpeg(), 'near-identical', 'flip-vertical'],
  ['turned by 90', (image) => image.rotate(90).jpeg(), 'near-identical', 'rotate-90'],
  ['turned by 180', (image) => image.rotate(180).jpeg(), 'near-identical', 'rotate-180'],
  ['turned by 270', (image) => image.rotate(270).jpeg(), 'near-identical', 'rotate-270'],
  ['blurred', (image) => image.blur(1.5).jpeg(), 'near-identical', 'none'],
  ['cropped by 5 %', cropped(0.95), 'near-identical', 'none'],
  [
    'turned, grey and JPEG 40',
    (image) => image.rotate(90).greyscale().jpeg({ quality: 40 }),
    'near-identical',
    'rotate-90',
  ],
]

const grocery = testData('data/grocery')

/** Sixty photos spread over the classes. */
async function chosen(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.jpg')).sort()
  return names.filter((_, index) => index % Math.floor(names.length / 60) === 0).slice(0, 60)
}

describe.skipIf(grocery === null)('sixty photos (DOCTOR_TEST_DATA) and a copy of each', async () => {
  const folder = grocery ?? ''
  const names = grocery === null ? [] : await chosen(folder)
  let cacheDir = ''
  beforeAll(async () => {
    cacheDir = await mkdtemp(path.join(tmpdir(), 'doctor-test-'))
  })
  afterAll(() => rm(cacheDir, { recursive: true }))

  test.each([...variations, ['cropped by 2 %', cropped(0.98), null, 'none'] as const])(
    '%s',
    async (_, vary, grade, orientation) => {
      const root = await temporaryFolder({})
      for (const side of ['train/x', 'val/x']) await mkdir(path.join(root, side), { recursive: true })
      const copy = async (name: string, index: number) => {
        const bytes = await readFile(path.join(folder, name))
        const { width, height } = await sharp(bytes).metadata()
        await writeFile(path.join(root, `train/x/${index}.jpg`), bytes)
        await vary(sharp(bytes), width, height).toFile(path.join(root, `val/x/${index}.jpg`))
      }
      await Promise.all(names.map(copy))
      const project = await discover(root)
      const { clusters } = await gatherImages(
        project,
        await gatherDataset(project, []),
        workContext({ cacheDir }),
      )
      const pairs = clusters.flatMap((cluster) => cluster.pairs)
      const wanted = names.map((_, index) => [`train/x/${index}.jpg`, `val/x/${index}.jpg`])
      expect(pairs.map((pair) => [pair.a, pair.b])).toEqual(wanted.sort())
      expect(pairs.filter((pair) => pair.orientation !== orientation)).toEqual([])
      if (grade !== null)
        expect(pairs.filter((pair) => pair.grade === grade).length).toBeGreaterThanOrEqual(59)
    },
  )
})

/** The pairs found in a folder of different photos; all were looked at. */
async function pairsIn(folder: string): Promise<string[]> {
  const project = await discover(folder)
  const { clusters } = await gatherImages(project, await gatherDataset(project, []), workContext())
  return clusters.flatMap(({ pairs }) => pairs.map(({ a, b, grade }) => `${a} ${b} ${grade}`))
}

describe.skipIf(grocery === null)('different photos (DOCTOR_TEST_DATA)', () => {
  test('of groceries, many in a row of the same scene: one pair of 545,490, two shots of one moment', async () => {
    expect(await pairsIn(grocery ?? '')).toEqual([
      'potato/test__Floury-Potato_006.jpg potato/test__Floury-Potato_016.jpg near-identical',
    ])
  })

  test('of trash on white card, low in texture: five pairs of 145,530, three of them the same file', async () => {
    expect(await pairsIn(testData('data/trashnet') ?? '')).toEqual([
      'test/plastic/plastic152.jpg train/glass/glass176.jpg same-bytes',
      'train/glass/glass115.jpg train/metal/metal91.jpg same-bytes',
      'train/glass/glass389.jpg val/plastic/plastic332.jpg same-bytes',
      // One crumpled foil, photographed twice, nothing moved but the camera around its axis: a close look sees no difference.
      'train/metal/metal122.jpg val/metal/metal57.jpg near-identical',
      'train/paper/paper345.jpg train/paper/paper451.jpg near-identical',
    ])
  })
})
