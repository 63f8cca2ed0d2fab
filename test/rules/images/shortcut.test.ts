import { expect, test } from 'vitest'
import rule from '../../../rules/images/shortcut.ts'
import { toldClasses } from '../../../src/judge/shortcut/predictability.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import type { Facts } from '../../../src/model/facts.ts'
import type { DecodedImage } from '../../../src/model/images.ts'
import { Random } from '../../../src/model/random.ts'
import { dataFacts, imageFact, ordinaryAppearance } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

type Look = (index: number, random: Random) => Partial<DecodedImage>

const lit = (brightness: number): Partial<DecodedImage> => ({
  appearance: { ...ordinaryAppearance, brightness },
})
const framed = (level: number): Partial<DecodedImage> => ({
  appearance: { ...ordinaryAppearance, border: { red: level, green: level, blue: level, spread: 0.5 } },
})
const taken = (model: string | null): Partial<DecodedImage> => ({
  exif: { make: null, model, bodySerial: null, imageUniqueId: null, takenMs: null, place: null },
})

/** Thirty images of each class, unless told otherwise, and what is different about each. */
function facts(looks: Record<string, Look>, { split = 'train', count = 30 } = {}): Facts {
  const random = new Random(1, 'looks')
  const changed = Object.entries(looks).flatMap(([label, look]) =>
    Array.from({ length: count }, (_, i) => imageFact(`${split}/${label}/${i}.jpg`, look(i, random))),
  )
  return dataFacts(
    changed.map(({ path }) => path),
    { changed },
  )
}

const plain: Look = () => ({})
const png: Look = () => ({ format: 'png', jpegQuality: null })
const grey: Look = (i) => ({ colourLayout: `${i + 20}`.repeat(192) })
const manual = 'the images have to be converted'

ruleTester(rule, {
  healthy: [
    { name: 'images that are all alike', facts: facts({ cat: plain, dog: plain }) },
    {
      name: 'formats mixed in every class',
      facts: facts({
        cat: (i) => (i % 3 ? {} : png(i, new Random(1))),
        dog: (i) => (i % 2 ? {} : { format: 'png' }),
      }),
    },
    {
      name: 'photos from the web, hardly two of one size',
      facts: facts({
        cat: (_, random) => ({ width: 300 + random.below(400), height: 300 + random.below(400) }),
        dog: (_, random) => ({ width: 300 + random.below(400), height: 300 + random.below(400) }),
      }),
    },
    {
      name: 'things that are honestly somewhat brighter',
      facts: facts({
        banana: (_, random) => lit(140 + 25 * random.normal()),
        kiwi: (_, random) => lit(105 + 25 * random.normal()),
      }),
    },
    {
      name: 'a class of eight images, too few to tell',
      facts: facts({ cat: png, dog: plain }, { count: 8 }),
    },
    { name: 'one class', facts: facts({ cat: (i) => (i % 2 ? { format: 'png' } : {}) }) },
    {
      name: 'a few images of one class in another format',
      facts: facts({ cat: (i) => (i < 8 ? { format: 'png' } : {}), dog: plain }),
    },
    {
      name: 'several cameras for every class',
      facts: facts({ cat: (i) => taken(i % 2 ? 'A' : 'B'), dog: (i) => taken(i % 3 ? 'A' : 'B') }),
    },
    {
      name: 'a format that only the test set has',
      facts: facts({ cat: png, dog: plain }, { split: 'test' }),
    },
    { name: 'scans without colour in every class', facts: facts({ normal: grey, pneumonia: grey }) },
    {
      name: 'products on white in every class',
      facts: facts({ cup: () => framed(255), plate: (i) => framed(i % 2 ? 255 : 250) }),
    },
  ],
  sick: [
    {
      name: 'one class as PNG, named once though quality differs as well',
      facts: facts({ cat: png, dog: plain, owl: plain }),
      findings: [
        {
          at: 'train/cat',
          says: '"cat" can be told by the file format alone: PNG in 30 of 30 images of "cat" and 0 of 60 others',
        },
      ],
      unfixed: manual,
    },
    {
      name: 'most of a class as PNG',
      facts: facts({ cat: (i, random) => (i < 22 ? png(i, random) : {}), dog: plain, owl: plain }),
      findings: [{ at: 'train/cat', says: 'PNG in 22 of 30' }],
      unfixed: manual,
    },
    {
      name: 'two classes of two sizes',
      facts: facts({ normal: plain, pneumonia: () => ({ width: 1024, height: 1024 }) }),
      findings: [{ at: 'train/normal, train/pneumonia', says: 'by the size in pixels alone: 256 x 256' }],
      unfixed: manual,
    },
    {
      name: 'small images from the web in one class, no two of one size',
      facts: facts({
        cat: (i, random) => ({ width: 2000 + 7 * i, height: 1500 + random.below(99) }),
        dog: (i, random) => ({ width: 200 + i, height: 150 + random.below(9) }),
      }),
      findings: [{ at: 'train/cat, train/dog', says: 'by the resolution alone' }],
      unfixed: manual,
    },
    {
      name: 'one class saved with another quality',
      facts: facts({ cat: () => ({ jpegQuality: 60 }), dog: plain, owl: plain }),
      findings: [{ at: 'train/cat', says: 'by the JPEG quality alone: quality 60 in 30 of 30' }],
      unfixed: manual,
    },
    {
      name: 'one class in greyscale, without a split',
      facts: facts({ cat: () => ({ channels: 1 }), dog: plain, owl: plain }, { split: 'all' }),
      findings: [{ at: 'all/cat', says: 'by the stored channels alone: greyscale' }],
      unfixed: manual,
    },
    {
      name: 'one class without colour, stored as RGB',
      facts: facts({ cat: grey, dog: plain, owl: plain }),
      findings: [{ at: 'train/cat', says: 'by the colour alone: no colour in 30 of 30' }],
      unfixed: manual,
    },
    {
      name: 'one class with its own camera',
      facts: facts({ cat: () => taken('X100'), dog: () => taken('Pixel 7'), owl: () => taken('Pixel 7') }),
      findings: [{ at: 'train/cat', says: 'by the camera alone: X100' }],
      unfixed: manual,
    },
    {
      name: 'one class with black frames',
      facts: facts({ cat: () => framed(0), dog: plain, owl: plain }),
      findings: [{ at: 'train/cat', says: 'by the border alone: 0/0/0 frame in 30 of 30' }],
      unfixed: manual,
    },
    {
      name: 'one class at night',
      facts: facts({
        cat: (_, random) => lit(40 + 4 * random.normal()),
        dog: (_, random) => lit(140 + 20 * random.normal()),
        owl: (_, random) => lit(140 + 20 * random.normal()),
      }),
      findings: [{ at: 'train/cat', says: 'by the brightness alone' }],
      unfixed: manual,
    },
  ],
})

test('brightness, which may be honest, is less sure than a format', () => {
  const night = facts({ cat: () => lit(20), dog: () => lit(150), owl: () => lit(150) })
  const [bright] = rule.check(unwrap(night))
  const [format] = rule.check(unwrap(facts({ cat: png, dog: plain, owl: plain })))
  expect(bright?.confidence).toBeLessThan(format?.confidence ?? 0)
  expect([bright?.severity, format?.severity]).toEqual(['info', undefined])
})

test('a value of its own tells nothing, and a tie neither', () => {
  const alone = Array.from({ length: 40 }, (_, i) => ({ label: i % 2 ? 'a' : 'b', value: `${i}` }))
  expect(toldClasses(alone, 0.01)).toEqual([])
  const tie = Array.from({ length: 40 }, (_, i) => ({ label: i % 2 ? 'a' : 'b', value: 'same' }))
  expect(toldClasses(tie, 0.01)).toEqual([])
})

test('what chance brings about in many values is no finding', () => {
  const random = new Random(7, 'chance')
  const samples = Array.from({ length: 60 }, (_, i) => ({
    label: i % 2 ? 'a' : 'b',
    value: `${random.below(12)}`,
  }))
  expect(toldClasses(samples, 0.3)).toEqual([])
})
