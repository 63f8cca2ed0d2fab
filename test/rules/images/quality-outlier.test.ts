import type { Sharp } from 'sharp'
import { expect, test } from 'vitest'
import rule from '../../../rules/images/quality-outlier.ts'
import { contentOf } from '../../../src/images/look/content.ts'
import { usualOf } from '../../../src/judge/outliers.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import type { Facts } from '../../../src/model/facts.ts'
import type { Appearance, DecodedImage } from '../../../src/model/images.ts'
import { photo, photos } from '../../images/photo.ts'
import { dataFacts, imageFact, ordinaryAppearance } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

const looks = (appearance: Partial<Appearance>, changes: Partial<DecodedImage> = {}) => ({
  ...changes,
  appearance: { ...ordinaryAppearance, ...appearance },
})

/** Sixty photos as they vary, and the odd ones by path. */
function facts(
  odd: Record<string, Partial<DecodedImage>> = {},
  usual = 60,
  look: Partial<DecodedImage> = {},
): Facts {
  const ordinary = Array.from({ length: usual }, (_, i) => {
    const [wave, other] = [Math.sin(i), Math.cos(3 * i)]
    const varied = looks(
      { brightness: 120 + 25 * wave, sharpness: 45 + 12 * other, brightest: 225 + 20 * wave },
      { contrast: 48 + 10 * wave },
    )
    return imageFact(`train/cat/${String(i).padStart(2, '0')}.jpg`, { ...varied, ...look })
  })
  const changed = [...ordinary, ...Object.entries(odd).map(([path, changes]) => imageFact(path, changes))]
  return dataFacts(
    changed.map(({ path }) => path),
    { changed },
  )
}

const dark = looks({ brightness: 12, darkest: 2, brightest: 40 })
const soft = looks({ sharpness: 4 })

ruleTester(rule, {
  healthy: [
    { name: 'photos', facts: facts() },
    { name: 'a dim photo with lights', facts: facts({ 'train/cat/x.jpg': looks({ brightness: 30 }) }) },
    { name: 'a photo a little out of focus', facts: facts({ 'train/cat/x.jpg': looks({ sharpness: 20 }) }) },
    { name: 'photos of the night', facts: facts({}, 60, dark) },
    {
      name: 'pictures on white',
      facts: facts({}, 60, looks({ brightness: 240, darkest: 230, brightest: 255 })),
    },
    { name: 'a set of soft images, such as X-rays', facts: facts({}, 60, soft) },
    {
      name: 'a fifth of the photos from the night: a part of the data, no outliers',
      facts: facts(Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`train/cat/n${i}.jpg`, dark]))),
    },
    { name: 'too few images to know what is usual', facts: facts({ 'train/cat/x.jpg': dark }, 10) },
    {
      name: 'a flat image: images/blank',
      facts: facts({ 'train/cat/x.jpg': looks({ sharpness: 0 }, { contrast: 0 }) }),
    },
    {
      name: 'upright among landscape photos',
      facts: facts({ 'train/cat/x.jpg': { width: 300, height: 400 } }, 60, { width: 400, height: 300 }),
    },
    { name: 'a photo in full size', facts: facts({ 'train/cat/x.jpg': { width: 900, height: 700 } }) },
  ],
  sick: [
    {
      name: 'a dark photo',
      facts: facts({ 'train/cat/x.jpg': dark }),
      findings: [{ at: 'train/cat/x.jpg', says: '1 image is very dark, unlike the other 60' }],
    },
    {
      name: 'two dark photos in one finding',
      facts: facts({ 'train/cat/x.jpg': dark, 'train/cat/y.jpg': dark }),
      findings: [{ at: 'train/cat/x.jpg, train/cat/y.jpg', says: '2 images are very dark' }],
    },
    {
      name: 'an overexposed photo',
      facts: facts({ 'validation/cat/x.jpg': looks({ brightness: 248, darkest: 240, brightest: 255 }) }),
      findings: [{ at: 'validation/cat/x.jpg', says: 'overexposed' }],
    },
    {
      name: 'fog',
      facts: facts({ 'train/cat/x.jpg': looks({ sharpness: 3 }, { contrast: 3 }) }),
      findings: [{ at: 'train/cat/x.jpg', says: 'nearly without contrast' }],
    },
    {
      name: 'a blurred photo',
      facts: facts({ 'train/cat/x.jpg': soft }),
      findings: [{ at: 'train/cat/x.jpg', says: 'blurred' }],
    },
    {
      name: 'a banner',
      facts: facts({ 'train/cat/x.jpg': { width: 900, height: 90 } }),
      findings: [{ at: 'train/cat/x.jpg', says: 'far longer than wide' }],
    },
    {
      name: 'a scanned poster',
      facts: facts({ 'train/cat/x.jpg': { width: 9000, height: 7000 } }),
      findings: [{ at: 'train/cat/x.jpg', says: 'far larger' }],
    },
  ],
})

test('the spread takes no notice of a third of wild values', () => {
  const { median, spread } = usualOf([9, 10, 11, 9.5, 10.5, 10, 1e9, -1e9, 1e6])
  expect(median).toBe(10)
  expect(spread).toBeLessThan(2)
  expect(usualOf([1, 2, 3, 4]).median).toBe(2.5)
})

test('on real photos: spoilt ones are found, the others not', async () => {
  const read = async (path: string, image: Sharp) => {
    const { fact } = await contentOf(await image.jpeg().toBuffer(), path)
    return imageFact(path, fact.ok ? fact : {})
  }
  const plain = photos.slice(0, 40).map((_, i) => read(`train/a/${i}.jpg`, photo(200, 200, i)))
  const spoilt = [
    read('train/a/blurred.jpg', photo(200, 200, 41).blur(9)),
    read('train/a/dark.jpg', photo(200, 200, 42).linear(0.12, 0)),
    read('train/a/white.jpg', photo(200, 200, 43).linear(0.1, 232)),
  ]
  const changed = await Promise.all([...plain, ...spoilt])
  const real = dataFacts(
    changed.map(({ path }) => path),
    { changed },
  )
  const found = [...rule.check(unwrap(real))].map(({ message, locations }) => [
    message.replace(/,.*/, ''),
    ...locations.map((place) => place.path),
  ])
  expect(found).toEqual([
    ['1 image is very dark', 'train/a/dark.jpg'],
    ['1 image is overexposed', 'train/a/white.jpg'],
    ['1 image is blurred', 'train/a/blurred.jpg'],
  ])
})
