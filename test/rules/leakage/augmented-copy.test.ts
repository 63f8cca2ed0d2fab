import { describe, expect, test } from 'vitest'
import rule from '../../../rules/leakage/augmented-copy.ts'
import nearDuplicate from '../../../rules/leakage/near-duplicate.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import type { Facts } from '../../../src/model/facts.ts'
import type { DuplicatePair } from '../../../src/model/images.ts'
import { dataFacts, imageOf, pairOf } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Path -> what it shows; files of one scene look alike. */
function factsOf(photos: Record<string, string>, pairs: DuplicatePair[] = []): Facts {
  const changed = Object.entries(photos).map(([path, scene]) => imageOf(path, scene))
  return dataFacts(Object.keys(photos), { pairs, changed })
}

/** Files that resemble nothing, but for the pairs that were found to show one photo. */
const found = (...pairs: [string, string][]) =>
  dataFacts(pairs.flat(), { pairs: pairs.map(([a, b]) => (a < b ? pairOf(a, b) : pairOf(b, a))) })

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i)

/** Sources in validation, each with one version in training; `sceneOf` says what a version shows. */
const torn = (count: number, nameOf: (n: number) => string, sceneOf = (n: number) => `cat ${n}`) =>
  Object.fromEntries(
    numbers(count).flatMap((n) => [
      [`validation/cat/IMG_${n}.jpg`, `cat ${n}`],
      [`train/cat/${nameOf(n)}.jpg`, sceneOf(n)],
    ]),
  )

const placesOf = (photos: Record<string, string>, sources: number) =>
  numbers(sources)
    .map((n) => `IMG_${n}`)
    .sort()
    .flatMap((name) => {
      const own = Object.keys(photos).filter((path) => new RegExp(`${name}(?!\\d)`).test(path))
      return [own.find((path) => path.startsWith('validation')), own.find((path) => path.startsWith('train'))]
    })
    .join(', ')

const rotated = torn(10, (n) => `IMG_${n}_rot90`)
const hash = (n: number) => String(n).repeat(32).slice(0, 32)

ruleTester(rule, {
  healthy: [
    { name: 'no images', facts: factsOf({}) },
    {
      name: 'versions beside their source in training',
      facts: factsOf({ 'train/cat/1.jpg': 'a', 'train/cat/1_flip.jpg': 'a', 'validation/cat/2.jpg': 'b' }),
    },
    {
      name: 'numbers that begin anew in each split, with versions in training: names match, photos do not',
      facts: factsOf(
        Object.fromEntries(
          numbers(12).flatMap((n) => [
            [`train/cat/${n}.jpg`, `train ${n}`],
            [`train/cat/${n}_flip.jpg`, `train ${n}`],
            [`validation/cat/${n}.jpg`, `validation ${n}`],
          ]),
        ),
      ),
    },
    {
      name: 'the same numbers with only the versions kept in training',
      facts: factsOf(
        torn(
          12,
          (n) => `IMG_${n}_flip`,
          (n) => `other ${n}`,
        ),
      ),
    },
    {
      name: 'Roboflow exports of photos that were all called 1.jpg',
      facts: factsOf({
        [`train/cat/1_jpg.rf.${hash(1)}.jpg`]: 'a',
        [`train/cat/1_jpg.rf.${hash(2)}.jpg`]: 'b',
        [`validation/cat/1_jpg.rf.${hash(3)}.jpg`]: 'c',
      }),
    },
    {
      name: 'Keras save_to_dir for each split by itself: one index, two sources',
      facts: factsOf(
        Object.fromEntries(
          numbers(20).flatMap((n) => [
            [`train/cat/aug_${n}_${n * 37 + 5}.jpeg`, `train ${n}`],
            [`validation/cat/aug_${n}_${n * 41 + 7}.jpeg`, `validation ${n}`],
          ]),
        ),
      ),
    },
    {
      name: 'words of augmentation that are part of what is shown',
      facts: factsOf({
        'train/crop/field_crop.jpg': 'a',
        'validation/crop/field.jpg': 'b',
        'train/crop/dark_crop.jpg': 'c',
      }),
    },
    {
      name: 'versions of one photo whose names tell nothing, which leakage/near-duplicate reports',
      facts: found(['train/cat/a.jpg', 'validation/cat/b.jpg']),
    },
    {
      name: 'a copy with the same bytes, which leakage/exact-duplicate reports',
      facts: dataFacts(['train/cat/1 (1).jpg', 'validation/cat/1.jpg'], {
        pairs: [pairOf('train/cat/1 (1).jpg', 'validation/cat/1.jpg', 'same-bytes')],
      }),
    },
    {
      name: 'versions in data without a split',
      facts: found(['all/cat/1.jpg', 'all/cat/1_flip.jpg']),
    },
    {
      name: 'a version under another label, which is no copy by its name',
      facts: factsOf({ 'train/dog/1_flip.jpg': 'a', 'validation/cat/1.jpg': 'a' }),
    },
  ],
  sick: [
    {
      name: 'a mirrored copy in training of a validation image',
      facts: found(['train/cat/IMG_1_hflip.jpg', 'validation/cat/IMG_1.jpg']),
      findings: [
        {
          at: 'validation/cat/IMG_1.jpg, train/cat/IMG_1_hflip.jpg',
          says: 'Augmented copies, by their names, lie in another split than their source',
        },
      ],
    },
    {
      name: 'an augmented validation image whose source is in training',
      facts: found(['train/cat/7.png', 'validation/cat/aug_7.png']),
      findings: [{ at: 'train/cat/7.png, validation/cat/aug_7.png' }],
    },
    {
      name: 'two steps of augmentation in one name',
      facts: found(['train/cat/IMG_1_flip_bright_0.5.jpg', 'test/cat/IMG_1.jpg']),
      findings: [
        { at: 'test/cat/IMG_1.jpg, train/cat/IMG_1_flip_bright_0.5.jpg', says: 'in train and test' },
      ],
    },
    {
      name: 'copies made by Windows, changed a little since',
      facts: found(
        ['train/cat/IMG_1 - Copy (2).jpg', 'validation/cat/IMG_1.jpg'],
        ['train/cat/IMG_2 (1).jpg', 'validation/cat/IMG_2.jpg'],
      ),
      findings: [
        {
          at: 'validation/cat/IMG_1.jpg, train/cat/IMG_1 - Copy (2).jpg, validation/cat/IMG_2.jpg, train/cat/IMG_2 (1).jpg',
          says: 'Copies, by their names',
        },
      ],
    },
    {
      name: 'versions that Roboflow exported, split again afterwards',
      facts: found([`train/cat/IMG_1_jpg.rf.${hash(1)}.jpg`, `validation/cat/IMG_1_jpg.rf.${hash(2)}.jpg`]),
      findings: [
        {
          at: `validation/cat/IMG_1_jpg.rf.${hash(2)}.jpg, train/cat/IMG_1_jpg.rf.${hash(1)}.jpg`,
          says: 'Roboflow',
        },
      ],
    },
    {
      name: 'output of Augmentor beside its input',
      facts: found([
        'train/cat/cat_original_IMG_1.jpg_3f2b1c9e-1d2c-4b3a-9f8e-0123456789ab.jpg',
        'validation/cat/IMG_1.jpg',
      ]),
      findings: [
        {
          at: 'validation/cat/IMG_1.jpg, train/cat/cat_original_IMG_1.jpg_3f2b1c9e-1d2c-4b3a-9f8e-0123456789ab.jpg',
          says: 'Augmentor',
        },
      ],
    },
    {
      name: 'Keras save_to_dir, split afterwards: versions of one index',
      facts: found(['train/cat/aug_0_1234.jpeg', 'validation/cat/aug_0_987.jpeg']),
      findings: [{ at: 'validation/cat/aug_0_987.jpeg, train/cat/aug_0_1234.jpeg', says: 'Keras' }],
    },
    {
      name: 'copies that are changed too much to be found as duplicates, but resemble their source as a whole',
      facts: factsOf(rotated),
      findings: [{ at: placesOf(rotated, 10), says: 'those of 10 sources, in train and validation' }],
    },
    {
      name: 'two ways of naming, told once each',
      facts: found(
        ['train/cat/IMG_1_flip.jpg', 'validation/cat/IMG_1.jpg'],
        ['train/cat/IMG_2 (1).jpg', 'validation/cat/IMG_2.jpg'],
      ),
      findings: [
        { at: 'validation/cat/IMG_1.jpg, train/cat/IMG_1_flip.jpg' },
        { at: 'validation/cat/IMG_2.jpg, train/cat/IMG_2 (1).jpg' },
      ],
    },
    {
      name: 'a version in a list of files, to be moved there by hand',
      facts: withoutFolders(found(['train/cat/7.png', 'validation/cat/aug_7.png'])),
      findings: [{ at: 'train/cat/7.png, validation/cat/aug_7.png' }],
      unfixed: 'a manifest has no folders to move files between',
    },
  ],
})

function withoutFolders(facts: Facts): Facts {
  if (!facts.dataset?.ok) return facts
  return { ...facts, dataset: { ok: true, value: { ...facts.dataset.value, classFolders: [] } } }
}

describe('what a finding says', () => {
  const check = (facts: Facts, by = rule) => [...by.check(unwrap(facts))]

  test('versions in training are excluded, those in validation go to their source', () => {
    const facts = found(
      ['train/cat/1_flip.jpg', 'validation/cat/1.jpg'],
      ['train/cat/2.jpg', 'validation/cat/2_flip.jpg'],
    )
    const [finding] = check(facts)
    expect(finding?.fix).toMatchObject({
      title: 'Exclude 1 version, move 1 version to the side of the source',
      applicability: 'unsafe',
      operations: [
        { op: 'exclude', sample: 'train/cat/1_flip.jpg' },
        { op: 'move', sample: 'validation/cat/2_flip.jpg', split: 'train' },
      ],
    })
    expect(finding).toMatchObject({ confidence: 0.97, severity: 'error' })
  })

  test('what it tells of, leakage/near-duplicate leaves alone; other versions it still reports', () => {
    const facts = found(
      ['train/cat/1_flip.jpg', 'validation/cat/1.jpg'],
      ['train/cat/x.jpg', 'validation/cat/y.jpg'],
    )
    expect(check(facts, nearDuplicate).map(({ locations }) => locations.map(({ path }) => path))).toEqual([
      ['train/cat/x.jpg', 'validation/cat/y.jpg'],
    ])
  })

  test('what the images say of the scheme is in the evidence', () => {
    const [finding] = check(factsOf(rotated))
    expect(finding?.evidence).toMatchObject({
      scheme: 'augmented',
      sources: 10,
      samples: 20,
      confirmedAsDuplicates: 0,
      above: 1,
    })
    expect(finding?.evidence?.pValue).toBeLessThan(0.01)
  })

  test('of a scheme that holds, sources whose photo is another are left out', () => {
    const mixed = torn(
      12,
      (n) => `IMG_${n}_rot90`,
      (n) => (n === 3 ? 'something else' : `cat ${n}`),
    )
    const [finding] = check(factsOf(mixed))
    expect(finding?.evidence).toMatchObject({ sources: 11 })
    expect(JSON.stringify(finding?.fix)).not.toContain('IMG_3_')
  })
})
