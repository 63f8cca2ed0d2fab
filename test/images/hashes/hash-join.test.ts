import { describe, expect, test } from 'vitest'
import { covering } from '../../../src/images/hashes/covering.ts'
import { hashWords } from '../../../src/images/hashes/dct-hash.ts'
import { HashTable } from '../../../src/images/hashes/hamming.ts'
import { type NearPair, nearPairs } from '../../../src/images/hashes/hash-join.ts'
import { JoinMachine } from '../../../src/images/hashes/join-machine.ts'

/** xorshift32: the same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state
  }
}

function randomHashes(count: number, seed: number): Int32Array {
  const next = numbers(seed)
  return Int32Array.from({ length: count * hashWords }, next)
}

/** Makes a hash on the right one on the left with so many bits changed, any bits or neighbouring ones. */
function plant(left: Int32Array, right: Int32Array, pair: NearPair, spread: number): NearPair {
  const hash = left.slice(pair.left * hashWords, (pair.left + 1) * hashWords)
  for (let bit = 0; bit < pair.distance; bit += 1) {
    const place = (pair.left * 31 + bit * spread) % 256
    hash[place >> 5] = (hash[place >> 5] ?? 0) ^ (1 << (place & 31))
  }
  right.set(hash, pair.right * hashWords)
  return pair
}

const sorted = (pairs: Iterable<NearPair[]>) =>
  [...pairs].flat().sort((a, b) => a.left - b.left || a.right - b.right)

function allPairs(left: Int32Array, right: Int32Array, radius: number): NearPair[] {
  const table = new HashTable(right)
  const pairs: NearPair[] = []
  for (let one = 0; one < left.length / hashWords; one += 1) {
    const query = left.subarray(one * hashWords, (one + 1) * hashWords)
    table.near(query, { from: 0, radius }, (other, distance) => {
      pairs.push({ left: one, right: other, distance })
    })
  }
  return pairs
}

describe('masks', () => {
  test.each([
    [40, 7],
    [40, 8],
    [40, 11],
    [40, 41],
    [31, 6],
    [12, 5],
    [4, 5],
  ])('for %i bits in %i parts miss all that differ at least once', (radius, parts) => {
    const masks = covering(radius, parts)
    const next = numbers(radius * 100 + parts)
    for (let round = 0; round < 300; round += 1) {
      // Anywhere, or within a run of the hash.
      const run = [256, radius + 1, 64][round % 3] ?? 256
      const start = Math.abs(next()) % 256
      const differing = new Set<number>()
      while (differing.size < radius) differing.add((start + (Math.abs(next()) % run)) % 256)
      const missed = masks.some(({ offset, bits }) =>
        [...differing].every((bit) => {
          const place = bit - offset * 8
          return place < 0 || place >= 64 || (bits & (1n << BigInt(place))) === 0n
        }),
      )
      expect(missed).toBe(true)
    }
  })

  test('hold about half the bits of their part, so that different hashes seldom agree', () => {
    for (const { bits } of covering(40, 7)) {
      const count = bits.toString(2).replaceAll('0', '').length
      expect(count).toBeGreaterThanOrEqual(14)
      expect(count).toBeLessThanOrEqual(24)
    }
  })
})

describe('near pairs', () => {
  test.each([8000, 300])('across two sides of %i: all planted ones, and nothing else', (count) => {
    const [left, right] = [randomHashes(count, 1), randomHashes(count, 2)]
    const planted = Array.from({ length: 246 }, (_, index) =>
      plant(
        left,
        right,
        { left: index, right: count - 1 - index, distance: index % 41 },
        [101, 1, 7][index % 3] ?? 1,
      ),
    )
    expect(sorted(nearPairs(left, right, 40))).toEqual(sorted([planted]))
  })

  test('within one side, each pair once, the lower index first', () => {
    const hashes = randomHashes(12_000, 3)
    const planted = Array.from({ length: 123 }, (_, index) =>
      plant(hashes, hashes, { left: index, right: 11_000 + index, distance: index % 41 }, 37),
    )
    expect(sorted(nearPairs(hashes, null, 40))).toEqual(planted)
  })

  test.each([0, 5, 20, 64, 100])('within %i bits are the same as comparing all with all', (radius) => {
    const [left, right] = [randomHashes(6000, 4), randomHashes(6000, 5)]
    for (let index = 0; index < 130; index += 1) {
      plant(left, right, { left: index, right: index, distance: index }, 3)
    }
    expect(sorted(nearPairs(left, right, radius))).toEqual(allPairs(left, right, radius))
  })

  test('hashes that mostly agree are found as well', () => {
    // All of a kind but for 60 bits.
    const left = randomHashes(5000, 6).map((word, at) => (at % hashWords < 2 ? word : 7))
    const right = randomHashes(5000, 7).map((word, at) => (at % hashWords < 2 ? word : 7))
    expect(sorted(nearPairs(left, right, 16))).toEqual(allPairs(left, right, 16))
  })

  test('more pairs in one bucket than there is room for', () => {
    const same = new Int32Array(300 * hashWords)
    const machine = new JoinMachine(same, same.slice())
    const [mask] = covering(40, 7)
    if (mask === undefined) throw new Error('no mask')
    const pairs = new Set<string>()
    for (const found of machine.pairsAgreeing(mask, 0)) {
      for (let at = 0; at < found.length; at += 2) pairs.add(`${found[at]} ${found[at + 1]}`)
    }
    expect(pairs.size).toBe(300 * 300)
  })

  test('nothing has no neighbours', () => {
    expect([...nearPairs(new Int32Array(0), randomHashes(5, 1), 40)].flat()).toEqual([])
    expect([...nearPairs(randomHashes(5, 1), new Int32Array(0), 40)].flat()).toEqual([])
    expect([...nearPairs(new Int32Array(0), null, 40)].flat()).toEqual([])
  })
})
