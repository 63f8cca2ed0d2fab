import { expect, test } from 'vitest'
import { descriptorWords } from '../../../src/images/features/descriptor.ts'
import { featuresKept, type LocalFeatures } from '../../../src/images/features/local-features.ts'
import { sharedDetails } from '../../../src/images/near-duplicates/sharing.ts'
import { Random } from '../../../src/model/random.ts'

/** An eighth of them in each slot: more than are looked at. */
const others = 1320
const random = new Random(3)
const word = () => random.bits() | 0

function randomFeatures(): LocalFeatures {
  const places = Uint8Array.from({ length: 4 * featuresKept }, (_, i) =>
    random.below(i % 4 === 2 ? 4 : i % 4 === 3 ? 64 : 120),
  )
  const descriptors = Int32Array.from({ length: descriptorWords * featuresKept }, word)
  return { count: featuresKept, width: 128, height: 128, places, descriptors }
}

/** Shares one word of each descriptor with the source, so that it fills the same slots, and nothing else. */
function crowding(source: LocalFeatures, index: number): LocalFeatures {
  const features = randomFeatures()
  for (let feature = 0; feature < featuresKept; feature += 1) {
    const at = feature * descriptorWords + ((index + feature) % descriptorWords)
    features.descriptors[at] = source.descriptors[at] ?? 0
  }
  return features
}

/** The source, its copy and all that crowd their slots, from the given place on. */
function images(place: number): LocalFeatures[] {
  const source = randomFeatures()
  const crowd = Array.from({ length: others }, (_, index) => crowding(source, index))
  return [...crowd.slice(0, place), source, source, ...crowd.slice(place)]
}

const search = (all: readonly LocalFeatures[], known: Parameters<typeof sharedDetails>[0]['known']) =>
  sharedDetails({
    comparer: {
      features: (image) => all[image] ?? randomFeatures(),
      featureCount: (image) => all[image]?.count ?? 0,
    },
    known,
    small: false,
    step: () => Promise.resolve(),
    breathe: () => Promise.resolve(),
  })

test.each([
  ['before its source, at the beginning', 0, 0],
  ['behind its source, at the beginning', 0, 1],
  ['before its source, at the end', others, 0],
  ['behind its source, at the end', others, 1],
])('a new copy %s of a set that fills the slots of the index', async (_, place, behind) => {
  const all = images(place)
  const whole = await search(
    all,
    all.map(() => null),
  )
  const copy = place + behind
  const without = all.filter((__, image) => image !== copy)
  const earlier = await search(
    without,
    without.map(() => null),
  )
  const known = earlier.shared.map((found) =>
    found.map((one) => ({ ...one, image: one.image < copy ? one.image : one.image + 1 })),
  )
  const { shared } = await search(all, [...known.slice(0, copy), null, ...known.slice(copy)])
  const of = (found: typeof shared) => found[place + 1]?.find(({ image }) => image === place)
  expect(of(whole.shared)?.agreeing).toBeGreaterThan(0)
  expect(of(shared)).toEqual(of(whole.shared))
})
