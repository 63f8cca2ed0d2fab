import { expect, test } from 'vitest'
import { hashWords } from '../../../src/images/hashes/dct-hash.ts'
import { HashTable } from '../../../src/images/hashes/hamming.ts'

/** Bits that differ, counted the plain way. */
function distance(all: Int32Array, a: number, b: number): number {
  let bits = 0
  for (let word = 0; word < hashWords; word += 1) {
    const differing = ((all[a * hashWords + word] ?? 0) ^ (all[b * hashWords + word] ?? 0)) >>> 0
    bits += differing.toString(2).replaceAll('0', '').length
  }
  return bits
}

const words = (count: number) =>
  Int32Array.from(
    { length: count * hashWords },
    (_, index) => Math.imul(index + 1, 0x9e3779b1) ^ (index << 13),
  )

test.each([0, 100, 120, 128, 256])('agrees with counting bit by bit, within %i bits', (radius) => {
  const all = words(200)
  const table = new HashTable(all)
  for (const from of [0, 7, 199, 200]) {
    const found: [number, number][] = []
    table.near(all.subarray(7 * hashWords, 8 * hashWords), { from, radius }, (index, bits) =>
      found.push([index, bits]),
    )
    const expected = Array.from({ length: 200 }, (_, index): [number, number] => [
      index,
      distance(all, 7, index),
    ])
    expect(found).toEqual(expected.filter(([index, bits]) => index >= from && bits <= radius))
  }
})

test('counts all 256 bits, and looks no further than told', () => {
  const all = new Int32Array(3 * hashWords)
  all.fill(-1, hashWords)
  const found: [number, number][] = []
  new HashTable(all).near(all.subarray(0, hashWords), { from: 0, to: 2, radius: 256 }, (...one) =>
    found.push(one),
  )
  expect(found).toEqual([
    [0, 0],
    [1, 256],
  ])
})

test('an empty table has no neighbours', () => {
  new HashTable(new Int32Array(0)).near(new Int32Array(hashWords), { from: 0, radius: 256 }, () => {
    throw new Error('found something in nothing')
  })
})
