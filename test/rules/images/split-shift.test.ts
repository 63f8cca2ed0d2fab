import { expect, test } from 'vitest'
import rule from '../../../rules/images/split-shift.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import type { Facts } from '../../../src/model/facts.ts'
import type { Appearance, DecodedImage } from '../../../src/model/images.ts'
import { Random } from '../../../src/model/random.ts'
import { dataFacts, imageFact } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

type Changes = Partial<Omit<DecodedImage, 'appearance'>> & { appearance?: Partial<Appearance> }
interface Place {
  split: string
  label: string
  /** Counts the images of a class and side. */
  index: number
}

const noCamera = { bodySerial: null, imageUniqueId: null, takenMs: null, place: null }
const usual = { train: 40, validation: 12 }

/** Photos that vary as photos do, of three classes; `changes` makes a side different. */
function factsOf(
  changes: (place: Place) => Changes = () => ({}),
  sizes: Record<string, number> = usual,
  groupOf: (place: Place) => string | null = () => null,
): Facts {
  const random = new Random(1, 'photos')
  const places = Object.entries(sizes).flatMap(([split, count]) =>
    ['bus', 'cat', 'dog'].flatMap((label) =>
      Array.from({ length: count }, (_, index) => ({ split, label, index })),
    ),
  )
  const pathOf = ({ split, label, index }: Place) => `${split}/${label}/${String(index).padStart(3, '0')}.jpg`
  const images = places.map((place) => {
    const fact = imageFact(pathOf(place))
    if (!fact.ok) return fact
    const own = changes(place)
    return {
      ...fact,
      ...{
        width: 400 + random.below(400),
        height: 400 + random.below(400),
        contrast: random.uniform(30, 70),
      },
      jpegQuality: 85 + random.below(10),
      ...own,
      appearance: {
        ...fact.appearance,
        ...{ brightness: random.uniform(70, 170), sharpness: random.uniform(5, 40) },
        ...own.appearance,
      },
    }
  })
  const facts = dataFacts(places.map(pathOf), { changed: images })
  if (!facts.dataset?.ok) return facts
  const groups = new Map(places.map((place) => [pathOf(place), groupOf(place)]))
  const samples = facts.dataset.value.samples.map((sample) => ({
    ...sample,
    group: groups.get(sample.path) ?? null,
  }))
  return { ...facts, dataset: { ok: true, value: { ...facts.dataset.value, samples } } }
}

const inValidation = (changes: (place: Place) => Changes) => (place: Place) =>
  place.split === 'validation' ? changes(place) : {}

const check = (facts: Facts) => [...rule.check(unwrap(facts))]
/** One finding. Its places are the six most telling images: which ones is not what these cases are about. */
const sick = (name: string, facts: Facts, says: string) => ({
  ...{ name, facts, unfixed: 'what to do depends on what was meant' },
  findings: [{ at: (check(facts)[0]?.locations ?? []).map(({ path }) => path).join(', '), says }],
})

ruleTester(rule, {
  healthy: [
    { name: 'no images', facts: dataFacts([]) },
    { name: 'both sides drawn from the same photos', facts: factsOf() },
    {
      name: 'validation a little brighter',
      facts: factsOf(inValidation(({ index }) => ({ appearance: { brightness: 90 + index * 8 } }))),
    },
    {
      name: 'one class of three photographed differently in validation',
      facts: factsOf(inValidation(({ label }) => (label === 'cat' ? { width: 4000, height: 3000 } : {}))),
    },
    {
      name: 'classes that differ, mixed differently on the two sides',
      facts: factsOf(({ label }) => ({
        format: label === 'cat' ? 'png' : 'jpeg',
        channels: label === 'dog' ? 1 : 3,
      })),
    },
    {
      name: 'a validation set too small to tell',
      facts: factsOf(
        inValidation(() => ({ width: 4000, height: 3000 })),
        { train: 40, validation: 4 },
      ),
    },
    { name: 'data without a split', facts: factsOf(() => ({}), { all: 60 }) },
    {
      name: 'groups that differ in nothing but how many of their images lie on a side',
      facts: factsOf(
        () => ({ width: 366, height: 500 }),
        { train: 72, validation: 24 },
        ({ split, label, index }) => `${label} ${split === 'train' ? Math.floor(index / 3) : index}`,
      ),
    },
    {
      name: 'three groups in validation, whole as they should be, each with light of its own',
      facts: factsOf(
        inValidation(({ index }) => ({ appearance: { brightness: 160 + (index % 3) } })),
        { train: 40, validation: 20 },
        ({ split, index }) => `${split} ${index % 3}`,
      ),
    },
    {
      name: 'a few files of another format on one side',
      facts: factsOf(inValidation(({ index }) => (index < 2 ? { format: 'png', jpegQuality: null } : {}))),
    },
  ],
  sick: [
    sick(
      'validation images of another size',
      factsOf(inValidation(() => ({ width: 1200, height: 1200 }))),
      'pixels, 1440000 against',
    ),
    sick(
      'validation images in another format',
      factsOf(inValidation(() => ({ format: 'png', jpegQuality: null }))),
      'Validation images differ from training images of the same class: format jpeg, 0 % against 100 %, and 1 more',
    ),
    sick(
      'validation much darker',
      factsOf(inValidation(({ index }) => ({ appearance: { brightness: 30 + index * 4 } }))),
      'brightness, ',
    ),
    sick(
      'validation blurred',
      factsOf(inValidation(({ index }) => ({ appearance: { sharpness: 2 + index / 2 } }))),
      'sharpness, ',
    ),
    sick(
      'validation compressed harder',
      factsOf(inValidation(({ index }) => ({ jpegQuality: 40 + index }))),
      'JPEG quality, ',
    ),
    sick(
      'validation taken with another camera',
      factsOf(({ split }) => ({
        exif: { ...noCamera, make: 'Apple', model: split === 'validation' ? 'iPhone 8' : 'iPhone 15' },
      })),
      'camera Apple iPhone 15, 0 % against 100 %',
    ),
    sick(
      'validation stored in grey',
      factsOf(inValidation(() => ({ channels: 1 }))),
      'channels: 1, 100 % against 0 %',
    ),
    sick(
      'a test set of wide images',
      factsOf(({ split }) => (split === 'test' ? { width: 1200, height: 500 } : {}), {
        train: 40,
        validation: 12,
        test: 12,
      }),
      'Test images differ',
    ),
  ],
})

test('evidence tells every property that differs, most first, and the places are those that show it most', () => {
  const [finding] = check(
    factsOf(
      inValidation(({ index }) => ({
        width: 900 + index,
        height: 900,
        appearance: { brightness: 60 + index * 5 },
      })),
    ),
  )
  expect(finding?.evidence).toMatchObject({
    split: 'validation',
    shifts: [{ property: 'pixels', above: 1 }, { property: 'brightness' }],
  })
  expect(finding?.locations.map(({ path }) => path)).toEqual([
    ...['bus', 'cat', 'dog'].flatMap((label) => [
      `validation/${label}/010.jpg`,
      `validation/${label}/011.jpg`,
    ]),
  ])
})
