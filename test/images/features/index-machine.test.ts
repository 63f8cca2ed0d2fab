import { expect, test } from 'vitest'
import { descriptorWords } from '../../../src/images/features/descriptor.ts'
import { IndexMachine } from '../../../src/images/features/index-machine.ts'
import { copies, noise } from '../../support/descriptors.ts'

const each = 40
const longest = 100

/** Images of `each` features, all at one place, of one size and turned by as many steps as told. */
function indexOf(images: readonly { descriptors: Int32Array; turn?: number[] }[]): IndexMachine {
  const index = new IndexMachine(
    images.map(() => each),
    { widest: 35, sign: 3, longest },
  )
  for (const [image, { descriptors, turn = [] }] of images.entries()) {
    index.descriptors.set(descriptors, image * each * descriptorWords)
    for (let i = 0; i < each; i += 1)
      index.places.set([10, 10, 2, turn[i % turn.length] ?? 0], 4 * (image * each + i))
  }
  index.build()
  return index
}

const asked = { behind: false, longest, most: 5 }

test.each([false, true])(
  'an image meets its copy before and behind it and no other, mirrored: %s',
  (mirrored) => {
    const photo = noise(each)
    const others = Array.from({ length: 10 }, () => ({ descriptors: noise(each) }))
    const index = indexOf([
      ...others,
      { descriptors: photo },
      { descriptors: copies(photo, 12, mirrored) },
      ...others,
    ])
    const met = index.meet(11, asked)
    expect(met).toMatchObject([{ image: 10, mirrored }])
    expect(index.meet(10, { ...asked, behind: true })).toMatchObject([{ image: 11, mirrored }])
    expect(index.meet(10, asked)).toEqual([])
    // Asked again, nothing of the last time is left.
    expect(index.meet(11, asked)).toEqual(met)
  },
)

test('what differs in more bits than copies do does not meet', () => {
  const photo = noise(each)
  expect(indexOf([{ descriptors: photo }, { descriptors: copies(photo, 36, false) }]).meet(1, asked)).toEqual(
    [],
  )
})

test('features that are turned by as much weigh more than as many that are turned each by its own', () => {
  const photo = noise(each)
  const copy = () => copies(photo, 8, false)
  const index = indexOf([
    { descriptors: copy(), turn: [0, 9, 18, 27, 36, 45, 54, 63] },
    { descriptors: copy(), turn: [16] },
    { descriptors: photo },
  ])
  const met = index.meet(2, asked)
  expect(met.map(({ image }) => image)).toEqual([1, 0])
  expect(met[0]?.weight).toBeGreaterThan(2 * (met[1]?.weight ?? Number.POSITIVE_INFINITY))
})

test('of one slot those are looked at that lie nearest in order, and of what is told the heaviest', () => {
  const photo = noise(each)
  const index = indexOf(Array.from({ length: 9 }, () => ({ descriptors: photo })))
  const images = (behind: boolean, most: number, looked: number) =>
    index.meet(4, { behind, longest: looked, most }).map(({ image }) => image)
  expect(images(false, 9, 2)).toEqual([2, 3])
  expect(images(true, 9, 2)).toEqual([5, 6])
  expect(images(false, 3, longest)).toEqual([0, 1, 2])
})
