import { expect, test } from 'vitest'
import { hashWords } from '../../../src/images/hashes/dct-hash.ts'
import { candidates, isCut } from '../../../src/images/hashes/search.ts'
import { clustersOf } from '../../../src/images/near-duplicates/cluster.ts'
import { knownOf } from '../../../src/images/near-duplicates/earlier-search.ts'
import { pairOf } from '../../support/facts.ts'

/** xorshift32: the same hashes in every run. */
function randomWords(length: number, seed: number): Int32Array {
  let state = seed
  return Int32Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state
  })
}

/** Flips `count` different bits of the hash that begins at `at`. */
function flipBits(words: Int32Array, at: number, count: number): void {
  for (let bit = 0; bit < count; bit += 1) {
    const place = (bit * 37) % 256
    const word = at + (place >> 5)
    words[word] = (words[word] ?? 0) ^ (1 << (place & 31))
  }
}

test('finds planted neighbours within the radius, in the right orientation, and nothing else', () => {
  const count = 300
  const dct = randomWords(count * 8 * hashWords, 1)
  const block = randomWords(count * hashWords, 2)
  const planted = [0, 10, 31, 60, 61].map((distance, index) => {
    const [a, b, orientation] = [index * 10, 200 + index, index]
    const from = (a * 8 + orientation) * hashWords
    dct.set(dct.slice(from, from + hashWords), b * 8 * hashWords)
    flipBits(dct, b * 8 * hashWords, distance)
    return { a, b, orientation, distance }
  })
  const found = [...candidates({ dct, block, count })].flat().filter(({ distance }) => distance < 75)
  expect(found).toEqual(planted)
})

test('finds pairs by the block hash alone', () => {
  const dct = randomWords(2 * 8 * hashWords, 3)
  const block = randomWords(2 * hashWords, 4)
  block.copyWithin(hashWords, 0, hashWords)
  flipBits(block, hashWords, 17)
  expect([...candidates({ dct, block, count: 2 })].flat()).toMatchObject([{ a: 0, b: 1, orientation: 0 }])
  flipBits(block, 0, 2)
  expect([...candidates({ dct, block, count: 2 })].flat().length).toBeLessThanOrEqual(1)
})

test('a thousand look-alikes do not make half a million pairs', () => {
  const count = 1000
  const dct = new Int32Array(count * 8 * hashWords)
  const block = new Int32Array(count * hashWords)
  expect([...candidates({ dct, block, count })].flat().length).toBeLessThanOrEqual(8 * count)
})

test('after an earlier search only what has come or moved is compared, and what is found is the same', () => {
  const count = 240
  const dct = randomWords(count * 8 * hashWords, 5)
  const block = randomWords(count * hashWords, 6)
  // Families of look-alikes, so that lists are cut; every hash is near some others.
  for (let image = 0; image < count; image += 1) {
    const source = (image % 12) * 8 * hashWords
    dct.copyWithin(image * 8 * hashWords, source, source + 8 * hashWords)
    flipBits(dct, image * 8 * hashWords, image % 50)
  }
  const of = (images: readonly number[]) => ({
    dct: Int32Array.from(images.flatMap((image) => [...dct.slice(image * 64, image * 64 + 64)])),
    block: Int32Array.from(images.flatMap((image) => [...block.slice(image * 8, image * 8 + 8)])),
    count: images.length,
  })
  const digests = (images: readonly number[]) => images.map((image) => `${image}`.padStart(64, '0'))
  const before = [...Array(count).keys()].filter((image) => image % 20 !== 3)
  // Some have come, some are gone, and two have changed places.
  const after = [...Array(count).keys()].filter((image) => image % 30 !== 4)
  ;[after[10], after[150]] = [after[150] ?? 0, after[10] ?? 0]
  const near = [...candidates(of(before))]
  const known = knownOf(digests(after), { digests: digests(before), near, shared: before.map(() => []) })
  expect(known.near.filter((found) => found !== null).length).toBeGreaterThan(100)
  expect(near.filter(isCut).length).toBeGreaterThan(100)
  expect([...candidates(of(after), known)]).toEqual([...candidates(of(after))])
})

test('clusters join pairs that share an image, sorted', () => {
  const clusters = clustersOf([pairOf('d', 'e'), pairOf('b', 'c'), pairOf('a', 'b'), pairOf('f', 'g')])
  expect(clusters.map((cluster) => cluster.members)).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
    ['f', 'g'],
  ])
  expect(clusters[0]?.pairs.map((pair) => [pair.a, pair.b])).toEqual([
    ['a', 'b'],
    ['b', 'c'],
  ])
})
