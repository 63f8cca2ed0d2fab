import { describe, expect, test } from 'vitest'
import rule from '../../../rules/leakage/same-group.ts'
import { applyToDataset } from '../../../src/fix/overlay.ts'
import { unwrap } from '../../../src/judge/unwrap.ts'
import type { Facts } from '../../../src/model/facts.ts'
import type { DuplicatePair, Exif } from '../../../src/model/images.ts'
import { dataFacts, imageOf, pairOf } from '../../support/facts.ts'
import { ruleTester } from '../../support/rule-tester.ts'

/** Path -> what it shows; members of one scene look alike. */
type Photos = Record<string, string>

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => i + from)

/** Each of `count` things shown `shots` times; of the first `torn` the last shot lies in validation. */
function shots(
  count: number,
  torn: number,
  nameOf: (thing: number, shot: number) => string,
  each = 4,
): Photos {
  const photos: Photos = {}
  for (const thing of numbers(count))
    for (const shot of numbers(each)) {
      const whole =
        thing < torn ? (shot === each - 1 ? 'validation' : 'train') : thing % 4 === 3 ? 'validation' : 'train'
      photos[`${whole}/a/${nameOf(thing, shot)}.jpg`] = `thing ${thing}`
    }
  return photos
}

interface Extras {
  pairs?: DuplicatePair[]
  exif?: (path: string, index: number) => Partial<Exif>
  /** Declared groups. */
  groupOf?: (path: string) => string | null
}

function factsOf(photos: Photos, { pairs = [], exif, groupOf = () => null }: Extras = {}): Facts {
  const nothing = {
    make: null,
    model: null,
    bodySerial: null,
    imageUniqueId: null,
    takenMs: null,
    place: null,
  }
  const changed = Object.entries(photos).map(([path, scene], index) =>
    imageOf(path, scene, exif === undefined ? {} : { exif: { ...nothing, ...exif(path, index) } }),
  )
  const facts = dataFacts(Object.keys(photos), { pairs, changed })
  if (!facts.dataset?.ok) return facts
  const samples = facts.dataset.value.samples.map((sample) => ({ ...sample, group: groupOf(sample.path) }))
  return { ...facts, dataset: { ok: true, value: { ...facts.dataset.value, samples } } }
}

/** As a finding names them: group by group. */
const groupsAt = (paths: string[], keyOf: (path: string) => string) => {
  const sorted = [...paths].sort()
  const keys = [...new Set(sorted.map(keyOf))]
  return keys.flatMap((key) => sorted.filter((path) => keyOf(path) === key)).join(', ')
}

const thingOf = (photos: Photos) => (path: string) => photos[path] ?? ''
const tornIn = (photos: Photos, torn: number) =>
  groupsAt(
    Object.keys(photos).filter((path) => Number(thingOf(photos)(path).split(' ')[1]) < torn),
    thingOf(photos),
  )

/** Names that tell nothing. */
const random = (thing: number, shot: number) =>
  `${((thing * 7 + shot) * 7919) % 99991}x`.replace(/\d/g, (d) => 'abcdefghij'[Number(d)] ?? '')

const clips = shots(16, 6, (thing, shot) => `clip${thing}_frame${shot * 5}`)
const eyes = shots(20, 8, (thing, shot) => `${thing + 10}_${shot === 0 ? 'left' : 'right'}`, 2)
const folders = shots(16, 5, (thing, shot) => `scene_${thing}/img_${shot}`)
const patients = shots(16, 6, (thing, shot) => `slice_${shot}_of_patient${thing}`)
const bursts = shots(16, 6, random)
const declaredPair: Photos = {
  ...{ 'train/a/1.jpg': 'x', 'train/a/2.jpg': 'y', 'validation/a/3.jpg': 'z', 'validation/a/4.jpg': 'v' },
  ...{ 'validation/a/5.jpg': 'w' },
}
/** 12 scenes of 8 frames in one film; every fifth frame is for validation. */
const film: Photos = Object.fromEntries(
  numbers(96).map((frame) => [
    `${frame % 5 === 4 ? 'validation' : 'train'}/a/film_${String(frame).padStart(4, '0')}.jpg`,
    `thing ${Math.floor(frame / 8)}`,
  ]),
)

const startMs = Date.UTC(2024, 4, 6)
const burstExif = (photos: Photos) => (path: string, index: number) => ({
  model: 'EOS R6',
  takenMs: startMs + Number(thingOf(photos)(path).split(' ')[1]) * 60_000 + (index % 4) * 1500,
})

/** `person7` of training and `person7` of validation are different people; each is alike within its side. */
const persons: Photos = Object.fromEntries(
  ['train', 'validation'].flatMap((split) =>
    numbers(24).flatMap((person) =>
      numbers(3).map((shot) => [
        `${split}/a/person${person}_bacteria_${person * 3 + shot}.jpg`,
        `${split} ${person}`,
      ]),
    ),
  ),
)
/** Two kinds in one class that look different each; the numbers begin anew in every split. */
const kinds: Photos = Object.fromEntries(
  ['train', 'validation'].flatMap((split) =>
    ['Beef-Tomato', 'Vine-Tomato'].flatMap((kind) =>
      numbers(20).map((number) => [`${split}/a/${kind}_${String(number).padStart(3, '0')}.jpg`, kind]),
    ),
  ),
)

ruleTester(rule, {
  healthy: [
    { name: 'no images', facts: factsOf({}) },
    {
      name: 'the numbers of persons begin anew in each split, as in a well-known pneumonia set',
      facts: factsOf(persons),
    },
    {
      name: 'the same base names in two splits for different photos',
      facts: factsOf(shotsApart((n) => `Banana_${n}`)),
    },
    {
      name: 'kinds within a class that look alike, named and numbered alike in each split',
      facts: factsOf(kinds),
    },
    {
      name: 'whole clips on either side',
      facts: factsOf(shots(16, 0, (thing, shot) => `clip${thing}_frame${shot}`)),
    },
    {
      name: 'clips of which the images show nothing in common',
      facts: factsOf(Object.fromEntries(Object.keys(clips).map((path) => [path, path]))),
    },
    {
      name: 'three torn clips: too few to tell from chance',
      facts: factsOf(shots(16, 3, (t, s) => `clip${t}_${s}`)),
    },
    { name: 'data without a split', facts: factsOf(inAll(clips)) },
    {
      name: 'one clip over the whole of each class, so that there are no strangers',
      facts: factsOf(shots(1, 1, (_, shot) => `clip1_${shot}`, 40)),
    },
    {
      name: 'photos that another camera took in the same seconds',
      facts: factsOf(shots(16, 0, random), {
        exif: (_, index) => ({
          model: `camera ${index % 4}`,
          takenMs: startMs + Math.floor(index / 4) * 60_000,
        }),
      }),
    },
    {
      name: 'one time in all files, from an export',
      facts: factsOf(bursts, { exif: () => ({ model: 'EOS R6', takenMs: startMs }) }),
    },
    {
      name: 'numbered photos that were taken one after the other but show different things',
      facts: factsOf(shotsApart((n, side) => `IMG_${2 * n + side}`)),
    },
    {
      name: 'declared groups that each lie on one side, whatever the names suggest',
      facts: factsOf(clips, { groupOf: (path) => path.split('/')[0] ?? null }),
    },
    {
      name: 'declared groups in data without a split',
      facts: factsOf(inAll(clips), { groupOf: () => 'all the same' }),
    },
    {
      name: 'a group torn by versions of one photo alone, of which leakage/near-duplicate tells',
      facts: factsOf(declaredPair, {
        groupOf: (path) => (/[13].jpg/.test(path) ? 'p' : null),
        pairs: [pairOf('train/a/1.jpg', 'validation/a/3.jpg')],
      }),
    },
  ],
  sick: [
    {
      name: 'a declared group on both sides',
      facts: factsOf(declaredPair, { groupOf: (path) => (/[13].jpg/.test(path) ? 'p7' : null) }),
      findings: [
        {
          at: 'train/a/1.jpg, validation/a/3.jpg',
          says: 'One group lies in train and validation (2 images)',
        },
      ],
    },
    {
      name: 'declared groups with every photo different, which need no support',
      facts: factsOf(Object.fromEntries(Object.keys(eyes).map((path) => [path, path])), {
        groupOf: (path) => /(\d+)_/.exec(path)?.[1] ?? null,
      }),
      findings: [{ at: tornIn(eyes, 8), says: '8 groups lie in train and validation (16 images)' }],
    },
    {
      name: 'declared groups in a list of files: the list has to be made anew',
      facts: withoutFolders(
        factsOf(declaredPair, { groupOf: (path) => (/[13].jpg/.test(path) ? 'p' : null) }),
      ),
      findings: [{ at: 'train/a/1.jpg, validation/a/3.jpg' }],
      unfixed: 'a manifest has no folders to move files between',
    },
    {
      name: 'frames of clips',
      facts: factsOf(clips),
      findings: [
        {
          at: tornIn(clips, 6),
          says: '6 groups lie in train and validation (24 images), going by "clip#" in the file names',
        },
      ],
    },
    {
      name: 'left and right eyes of one patient',
      facts: factsOf(eyes),
      findings: [
        { at: tornIn(eyes, 8), says: '8 groups lie in train and validation (16 images), going by "#"' },
      ],
    },
    {
      name: 'scenes as folders below the class',
      facts: factsOf(folders),
      findings: [{ at: tornIn(folders, 5), says: '"scene_#" in the file names' }],
    },
    {
      name: 'the patient at the end of the name',
      facts: factsOf(patients),
      findings: [{ at: tornIn(patients, 6), says: '"patient#" in the file names' }],
    },
    {
      name: 'bursts of one camera under names that say nothing',
      facts: factsOf(bursts, { exif: burstExif(bursts) }),
      findings: [{ at: tornIn(bursts, 6), says: 'one camera within seconds (Exif)' }],
    },
    {
      name: 'photos of one place',
      facts: factsOf(bursts, {
        exif: (path) => ({
          place: { latitude: 48 + Number(thingOf(bursts)(path).split(' ')[1]) / 100, longitude: 2 },
        }),
      }),
      findings: [{ at: tornIn(bursts, 6), says: 'the same place in Exif' }],
    },
    {
      name: 'every fifth frame of a film in validation: scenes are torn',
      facts: factsOf(film),
      findings: [{ at: tornIn(film, 12), says: 'neighbouring numbers in the file names' }],
    },
    {
      name: 'clips beside versions of one photo, which the fix keeps together',
      facts: factsOf(clips, { pairs: [pairOf('train/a/clip0_frame0.jpg', 'train/a/clip8_frame0.jpg')] }),
      findings: [{ at: tornIn(clips, 6), says: '6 groups' }],
    },
  ],
})

/** As many photos in train and in validation, every one of something else. */
function shotsApart(nameOf: (number: number, side: number) => string): Photos {
  return Object.fromEntries(
    ['train', 'validation'].flatMap((split, side) =>
      numbers(60).map((number) => [`${split}/a/${nameOf(number, side)}.jpg`, `${split} ${number}`]),
    ),
  )
}

function inAll(photos: Photos): Photos {
  return Object.fromEntries(
    Object.entries(photos).map(([path, scene]) => [path.replace(/^[^/]+/, 'all'), scene]),
  )
}

function withoutFolders(facts: Facts): Facts {
  if (!facts.dataset?.ok) return facts
  return { ...facts, dataset: { ok: true, value: { ...facts.dataset.value, classFolders: [] } } }
}

describe('what a finding says', () => {
  const check = (facts: Facts) => [...rule.check(unwrap(facts))]

  test('an inferred group tells how sure it is, and by what', () => {
    const [finding] = check(factsOf(clips))
    expect(finding).toMatchObject({ severity: 'error', confidence: 0.99, fix: { applicability: 'unsafe' } })
    expect(finding?.evidence).toMatchObject({
      grouping: '"clip#" in the file names',
      groups: 16,
      compared: 6,
      above: 1,
    })
    expect(finding?.evidence?.pValue).toBeLessThan(0.01)
  })

  test('a declared group is certain', () => {
    const [finding] = check(factsOf(declaredPair, { groupOf: (path) => (path.includes('/5') ? null : 'p') }))
    expect(finding?.confidence ?? 1).toBe(1)
    expect(finding?.evidence).toEqual({ grouping: 'declared', straddling: 1, samples: 4 })
  })

  test('groups that are partly chance are a warning', () => {
    // Of 20 torn clips, the last seven are of something else on the other side.
    const mixed = shots(30, 20, (thing, shot) => `clip${thing}_frame${shot}`)
    for (const path of Object.keys(mixed))
      if (path.startsWith('validation') && /clip1[3-9]_/.test(path)) mixed[path] = `other ${path}`
    const [finding] = check(factsOf(mixed))
    expect(finding?.severity).toBe('warning')
    expect(finding?.confidence).toBeGreaterThan(0.6)
    expect(finding?.confidence).toBeLessThan(0.8)
  })

  test('many groups: all are named, and the shares stay', () => {
    const many = shots(80, 40, (thing, shot) => `clip${thing}_frame${shot}`)
    const facts = factsOf(many)
    const [finding] = check(facts)
    expect(finding?.locations).toHaveLength(160)
    expect(finding?.evidence).toMatchObject({ straddling: 40, samples: 160 })
    if (!facts.dataset?.ok) throw new Error('no dataset')
    const share = ({ samples }: { samples: { split: string }[] }) =>
      samples.filter(({ split }) => split === 'validation').length
    const before = share(facts.dataset.value)
    expect(
      Math.abs(share(applyToDataset(facts.dataset.value, finding?.fix?.operations ?? [])) - before),
    ).toBeLessThan(3)
  })

  test('a film without cuts cannot be parted: advice, no moves', () => {
    const groupOf = () => 'the film'
    const [finding] = check(factsOf(film, { groupOf }))
    expect(finding?.fix).toMatchObject({ applicability: 'manual', operations: [] })
  })
})
