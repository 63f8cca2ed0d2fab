import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { detailSide, shrinkTwice } from '../../../src/images/decode/shrink.ts'
import { orientations } from '../../../src/images/geometry/orientation.ts'
import { dctHashes, hashWords } from '../../../src/images/hashes/dct-hash.ts'
import { fromMiddle, middleCrops } from '../../../src/images/near-duplicates/crops.ts'
import { alikeInPlace } from '../../../src/images/near-duplicates/in-place.ts'
import { photo } from '../photo.ts'

const [width, height] = [360, 300]

/** What the searches need of some images, each with so many local features. */
async function thumbnails(images: readonly Sharp[], features = 10) {
  const dct = new Int32Array(images.length * orientations.length * hashWords)
  const details: Uint8Array[] = []
  for (const [index, image] of images.entries()) {
    const { data, info } = await image.greyscale().raw().toBuffer({ resolveWithObject: true })
    const { detail, small } = shrinkTwice(data, info.width, info.height)
    details.push(detail.slice())
    dct.set(dctHashes(small), index * orientations.length * hashWords)
  }
  const detail = (image: number) => details[image] ?? new Uint8Array(detailSide ** 2)
  return { dct, count: images.length, featureCount: () => features, detail }
}

const fresh = async (image: Sharp) => sharp(await image.jpeg({ quality: 90 }).toBuffer())
const others = () => [1, 7, 20].map((index) => photo(width, height, index))

/** The middle of a photo, as a file of its own. */
async function middle(share: number): Promise<Sharp> {
  const [w, h] = [Math.round(width * share), Math.round(height * share)]
  const box = { left: (width - w) >> 1, top: (height - h) >> 1, width: w, height: h }
  return fresh(sharp(await photo(width, height).png().toBuffer()).extract(box))
}

test.each([0.95, 0.83, 0.75, 0.7])(
  'the middle of a photo that is %f of its sides is found, no other photo is',
  async (share) => {
    const images = await thumbnails([...others(), await middle(share), photo(width, height)])
    const found = [...middleCrops(images, images)].flat()
    expect(found.map(({ photo, crop, orientation }) => [photo, crop, orientation])).toEqual([[4, 3, 0]])
    expect(Math.abs((found[0]?.share ?? 0) - share)).toBeLessThan(0.03)
  },
)

test('a middle that was turned tells how it must be turned back', async () => {
  const turned = (await fresh(await middle(0.75))).rotate(90)
  const images = await thumbnails([photo(width, height), turned])
  const [found] = [...middleCrops(images, images)].flat()
  expect(found).toMatchObject({ photo: 0, crop: 1 })
  expect(orientations[found?.orientation ?? 0]?.name).toBe('rotate-270')
})

test('photos with many local features are left to these', async () => {
  const images = await thumbnails([photo(width, height), await middle(0.75)], 96)
  expect([...middleCrops(images, images)].flat()).toEqual([])
})

test('a map into the middle leads to the middle of all', () => {
  const map = fromMiddle(Float64Array.of(1, 0, 0, 0, 1, 0), 0.5)
  expect([...map]).toEqual([0.5, 0, 0.25, 0, 0.5, 0.25])
})

/** Covers a fifth of the photo. */
const caption = {
  input: Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect y="180" width="300" height="70"/></svg>`,
  ),
}

test('a covered copy that was moved nowhere is found, no other photo is', async () => {
  const copy = await fresh(photo(width, height).composite([caption]))
  const images = await thumbnails([photo(width, height), ...others(), copy])
  const found = [...alikeInPlace(images)].flat()
  expect(found.map(({ a, b }) => [a, b])).toEqual([[0, 4]])
})

test('a copy that was moved is not found in place', async () => {
  const images = await thumbnails([photo(width, height), await middle(0.9)])
  expect([...alikeInPlace(images)].flat()).toEqual([])
})

test('drawings, which are flat, agree in any case and are left out', async () => {
  const drawn = (shape: string) =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128"><rect width="128" height="128" fill="white"/>${shape}</svg>`,
      ),
    )
  const images = await thumbnails([
    drawn('<circle cx="60" cy="60" r="30"/>'),
    drawn('<path d="M30 90 h60 l-30 -60 z"/>'),
  ])
  expect([...alikeInPlace(images)].flat()).toEqual([])
})

test('blank images are near nothing', async () => {
  const blank = (grey: number) =>
    sharp({ create: { width, height, channels: 3, background: { r: grey, g: grey, b: grey } } })
  const images = await thumbnails([blank(90), photo(width, height)])
  expect([...middleCrops(images, images)].flat()).toEqual([])
})
