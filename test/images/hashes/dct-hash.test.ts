import imghash from 'imghash'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { rasterOf } from '../../../src/images/decode/raster.ts'
import { shrink, thumbSide } from '../../../src/images/decode/shrink.ts'
import { orient, orientations } from '../../../src/images/geometry/orientation.ts'
import { blockHash, dctHashes, hashWords } from '../../../src/images/hashes/dct-hash.ts'
import { contentOf } from '../../../src/images/look/content.ts'
import { Random } from '../../../src/model/random.ts'
import { photo } from '../photo.ts'

async function lumaOf(image: Sharp): Promise<Uint8Array> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const { luma, width, height } = rasterOf(data, info.width, info.height, 1)
  return shrink(luma, width, height, thumbSide).slice()
}

function distance(a: Int32Array, b: Int32Array): number {
  const differing = a.map((word, index) => word ^ (b[index] ?? 0))
  return [...differing].reduce((sum, word) => sum + (word >>> 0).toString(2).replaceAll('0', '').length, 0)
}

describe('the DCT hash', () => {
  test.each(orientations.map((to, index) => [to.name, index] as const))(
    'of %s from the coefficients is that of the turned pixels',
    async (_, index) => {
      const luma = await lumaOf(photo())
      const to = orientations[index]
      if (to === undefined) throw new Error('no such orientation')
      const fromCoefficients = dctHashes(luma).subarray(index * hashWords, (index + 1) * hashWords)
      const fromPixels = dctHashes(orient(luma, thumbSide, to)).subarray(0, hashWords)
      // Sums in another order may put a coefficient on the other side of the median.
      expect(distance(fromCoefficients, fromPixels)).toBeLessThanOrEqual(2)
    },
  )

  test.each([
    ['flip-horizontal', (image: Sharp) => image.flop()],
    ['flip-vertical', (image: Sharp) => image.flip()],
    ['rotate-90', (image: Sharp) => image.rotate(90)],
    ['rotate-180', (image: Sharp) => image.rotate(180)],
    ['rotate-270', (image: Sharp) => image.rotate(270)],
  ] as const)('%s means what sharp does', async (name, turn) => {
    const to = orientations.find((one) => one.name === name)
    if (to === undefined) throw new Error('no such orientation')
    const theirs = await lumaOf(sharp(await turn(photo(128, 128)).png().toBuffer()))
    const ours = orient(await lumaOf(photo(128, 128)), thumbSide, to)
    const largest = Math.max(...ours.map((value, index) => Math.abs(value - (theirs[index] ?? 0))))
    expect(largest).toBeLessThanOrEqual(1)
  })

  test('has 128 of 256 bits set, as half the coefficients lie above the median', async () => {
    expect(distance(dctHashes(await lumaOf(photo())).subarray(0, hashWords), new Int32Array(hashWords))).toBe(
      128,
    )
  })
})

/** Bits of a word from the lowest on, or from the highest. */
const bitsOf = (words: Int32Array, highestFirst: boolean) =>
  [...words].flatMap((word) =>
    Array.from({ length: 32 }, (_, bit) => (word >>> (highestFirst ? 31 - bit : bit)) & 1),
  )

const random = new Random(1, 'squares')
const squares: [string, Uint8Array][] = [
  ['black', new Uint8Array(thumbSide ** 2)],
  ['white', new Uint8Array(thumbSide ** 2).fill(255)],
  ['half black', new Uint8Array(thumbSide ** 2).fill(200, thumbSide ** 2 / 2)],
  ['noise', Uint8Array.from({ length: thumbSide ** 2 }, () => random.below(256))],
  ['two greys', Uint8Array.from({ length: thumbSide ** 2 }, () => 127 + random.below(2))],
  [
    'white with some black',
    Uint8Array.from({ length: thumbSide ** 2 }, () => (random.below(9) === 0 ? 0 : 255)),
  ],
  ['a slope', Uint8Array.from({ length: thumbSide ** 2 }, (_, at) => (at % thumbSide) + (at >> 6))],
]

test.each(squares)('the DCT hash of %s is that of sums of cosines', (_, luma) => {
  const cosines = Array.from({ length: 16 }, (_, frequency) =>
    Array.from({ length: thumbSide }, (_, x) =>
      Math.cos((Math.PI / (2 * thumbSide)) * (frequency + 1) * (2 * x + 1)),
    ),
  )
  const rows = cosines.map((by) =>
    Array.from({ length: thumbSide }, (_, x) =>
      by.reduce((sum, weight, y) => sum + weight * (luma[y * thumbSide + x] ?? 0), 0),
    ),
  )
  const low = rows.flatMap((row) =>
    cosines.map((by) => by.reduce((sum, weight, x) => sum + weight * (row[x] ?? 0), 0)),
  )
  const sorted = low.toSorted((a, b) => a - b)
  const median = ((sorted[127] ?? 0) + (sorted[128] ?? 0)) / 2
  const bits = bitsOf(dctHashes(luma).subarray(0, hashWords), false)
  // Coefficients that are zero but for rounding may fall on either side.
  const off = low.filter(
    (value, at) => Math.abs(value - median) > 0.02 && Number(value > median) !== bits[at],
  )
  expect(off).toEqual([])
})

test.each(squares)('the block hash of %s is the one that imghash computes', (_, luma) => {
  const data = new Uint8ClampedArray(4 * luma.length).map((_, at) =>
    at % 4 === 3 ? 255 : (luma[at >> 2] ?? 0),
  )
  const hex = imghash.hashRaw({ width: thumbSide, height: thumbSide, data }, 16)
  const bits = [...hex].flatMap((digit) =>
    [...Number.parseInt(digit, 16).toString(2).padStart(4, '0')].map(Number),
  )
  expect(bitsOf(blockHash(luma), true)).toEqual(bits)
})

test('the block hash of a file is the one that imghash computes', async () => {
  const bytes = await photo(64, 64).greyscale().png().toBuffer()
  const content = await contentOf(bytes, 'digest')
  if (!('look' in content)) throw new Error('not decoded')
  const hex = [...content.look.block].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('')
  expect(hex).toBe(await imghash.hash(bytes, 16))
})

describe('shrinking', () => {
  test('averages over the exact area of each cell', () => {
    // 96 columns on 64 cells: cell x covers 1.5 columns.
    const columns = Array.from({ length: 96 }, (_, x) => (x % 3) * 60)
    const luma = Uint8Array.from({ length: 96 * 64 }, (_, index) => columns[index % 96] ?? 0)
    const row = shrink(luma, 96, 64, thumbSide).subarray(0, 4)
    expect([...row]).toEqual([20, 100, 20, 100])
  })

  test('repeats the pixels of images smaller than the thumbnail', () => {
    const thumb = shrink(Uint8Array.from([10, 200]), 2, 1, thumbSide)
    expect([thumb[0], thumb[31], thumb[32], thumb[63]]).toEqual([10, 10, 200, 200])
  })
})
