import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { gatherDataset } from '../../../src/dataset/gather.ts'
import { gatherImages } from '../../../src/images/gather.ts'
import { discover } from '../../../src/project/discover.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { countingProgress, workContext } from '../../support/work.ts'
import { bmpOf, photo } from '../photo.ts'

/** The pairs of a project of these files that show exactly the same, and how many images were decoded for it. */
async function exactPairs(files: Record<string, Uint8Array>, cacheDir: string | null = null) {
  const project = await discover(await temporaryFolder(files))
  const { progress, done } = countingProgress()
  const { clusters } = await gatherImages(
    project,
    await gatherDataset(project, []),
    workContext({ progress, cacheDir }),
  )
  const pairs = clusters.flatMap((cluster) => cluster.pairs).filter(({ grade }) => grade.startsWith('same'))
  return {
    pairs: pairs.map(({ a, b, grade }) => `${path.basename(a)} ${path.basename(b)} ${grade}`),
    decoded: done.get('Comparing pixels') ?? 0,
  }
}

const jpeg = (width: number, height: number) => photo(width, height).jpeg({ quality: 80 }).toBuffer()
const decoded = (bytes: Uint8Array): Sharp => sharp(bytes).removeAlpha()

test.each([
  [96, 64],
  [300, 270],
  [523, 611],
])('the pixels of a JPEG of %i x %i are known again in every lossless format', async (width, height) => {
  const original = await jpeg(width, height)
  const { pairs } = await exactPairs({
    'train/a/0.jpg': original,
    'train/a/1.png': await decoded(original).png().toBuffer(),
    'val/a/2.bmp': await bmpOf(decoded(original), 24),
    'val/a/3.webp': await decoded(original).webp({ lossless: true }).toBuffer(),
    'val/a/4.tiff': await decoded(original).tiff({ compression: 'lzw' }).toBuffer(),
    'val/a/5.jpg': original,
  })
  expect(pairs).toHaveLength(15)
  expect(pairs).toContain('0.jpg 5.jpg same-bytes')
  expect(pairs.filter((pair) => pair.endsWith('same-pixels'))).toHaveLength(14)
})

test('a JPEG with other metadata has the same pixels, one saved again has not', async () => {
  const original = await jpeg(300, 270)
  const comment = Buffer.from([0xff, 0xfe, 0, 6, 1, 2, 3, 4])
  const { pairs, decoded: count } = await exactPairs({
    'train/a/0.jpg': original,
    'val/a/1.jpg': Buffer.concat([original.subarray(0, 2), comment, original.subarray(2)]),
    'val/a/2.jpg': await sharp(original).jpeg({ quality: 90 }).toBuffer(),
    'val/a/3.jpg': await photo(300, 270, 5).jpeg().toBuffer(),
  })
  expect(pairs).toEqual(['0.jpg 1.jpg same-pixels'])
  expect(count).toBeLessThanOrEqual(3)
})

test('an image turned upright has the pixels of one that says how to turn it', async () => {
  const upright = await photo(270, 300).png().toBuffer()
  const { pairs } = await exactPairs({
    'train/a/0.png': upright,
    'val/a/1.png': await sharp(upright).rotate(270).withMetadata({ orientation: 6 }).png().toBuffer(),
  })
  expect(pairs).toEqual(['0.png 1.png same-pixels'])
})

test('flat images are compared by their pixels, whatever their hashes', async () => {
  const sheet = (grey: number) =>
    sharp({ create: { width: 200, height: 150, channels: 3, background: { r: grey, g: grey, b: grey } } })
  const dark = await sheet(10).jpeg().toBuffer()
  const { pairs } = await exactPairs({
    'train/a/0.jpg': dark,
    'train/a/1.jpg': await sheet(11).jpeg().toBuffer(),
    'val/a/2.png': await decoded(dark).png().toBuffer(),
    'val/a/3.png': await sheet(11).png().toBuffer(),
  })
  expect(pairs).toEqual(['0.jpg 2.png same-pixels', '1.jpg 3.png same-pixels'])
})

test('different photos are not decoded at full size', async () => {
  const files = await Promise.all(
    Array.from({ length: 8 }, async (_, index): Promise<[string, Uint8Array]> => {
      return [`train/a/${index}.jpg`, await photo(300, 270, index).jpeg().toBuffer()]
    }),
  )
  expect(await exactPairs(Object.fromEntries(files))).toEqual({ pairs: [], decoded: 0 })
})
