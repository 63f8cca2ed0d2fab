import { expect, test } from 'vitest'
import { descriptorWords } from '../../../src/images/features/descriptor.ts'
import { DescriptorTables, nearestDescriptors } from '../../../src/images/features/descriptor-search.ts'
import { ones } from '../../../src/images/hashes/hamming.ts'
import { Random } from '../../../src/model/random.ts'

const random = new Random(1, 'descriptors')

const noise = (count: number) =>
  Int32Array.from({ length: count * descriptorWords }, () => random.below(2 ** 32) | 0)

/** The same descriptors with a number of their bits turned; mirrored: with their halves exchanged. */
function copies(of: Int32Array, bits: number, mirrored: boolean): Int32Array {
  const half = mirrored ? descriptorWords / 2 : 0
  const made = of.map((_, i) => of[i ^ half] ?? 0)
  for (let at = 0; at < made.length; at += descriptorWords) {
    for (const bit of random.shuffled(Array.from({ length: 256 }, (_, i) => i)).slice(0, bits)) {
      const word = at + (bit >> 5)
      made[word] = (made[word] ?? 0) ^ (1 << (bit & 31))
    }
  }
  return made
}

function distance(a: Int32Array, from: number, b: Int32Array, to: number, mirrored: boolean): number {
  const half = mirrored ? descriptorWords / 2 : 0
  let bits = 0
  for (let word = 0; word < descriptorWords; word += 1) {
    const one = a[from * descriptorWords + (word ^ half)] ?? 0
    bits += ones(one ^ (b[to * descriptorWords + word] ?? 0))
  }
  return bits
}

test.each([false, true])('finds the nearest descriptor, mirrored: %s', (mirrored) => {
  const a = noise(60)
  const b = new Int32Array([...noise(20), ...copies(a.subarray(0, 40 * descriptorWords), 30, mirrored)])
  const expected = Array.from({ length: 60 }, (_, from) => {
    const distances = Array.from({ length: 60 }, (_, to) => distance(a, from, b, to, mirrored))
    const least = Math.min(...distances)
    return least <= 56 ? distances.indexOf(least) : -1
  })
  expect([...nearestDescriptors(a, b, { mirrored, most: 56 })]).toEqual(expected)
  expect(expected.slice(0, 40)).toEqual(Array.from({ length: 40 }, (_, i) => 20 + i))
  expect(expected.slice(40)).toEqual(new Array(20).fill(-1))
})

test('of equally near descriptors the first', () => {
  const one = noise(1)
  const three = new Int32Array([...noise(1), ...one, ...one])
  expect([...nearestDescriptors(one, three, { mirrored: false, most: 10 })]).toEqual([1])
  expect([...nearestDescriptors(one, new Int32Array(0), { mirrored: false, most: 256 })]).toEqual([-1])
})

test.each([false, true])('tables find copies and nothing beyond the radius, mirrored: %s', (mirrored) => {
  const known = noise(500)
  const tables = new DescriptorTables(500, 100, 24)
  tables.add(known.subarray(0, 300 * descriptorWords))
  tables.add(known.subarray(300 * descriptorWords))
  expect(tables.slice(299, 302)).toEqual(known.slice(299 * descriptorWords, 302 * descriptorWords))
  const query = copies(known.subarray(400 * descriptorWords), 12, mirrored)
  const found = new Set<number>()
  tables.near(query, { mirrored, most: 40, longest: 24 }, (from, id, bits) => {
    expect(bits).toBe(distance(query, from, known, id, mirrored))
    expect(bits).toBeLessThanOrEqual(40)
    if (id === 400 + from) found.add(from)
  })
  // A copy is missed where all eight words have a turned bit in the sample of their table.
  expect(found.size).toBeGreaterThan(90)
  tables.near(query, { mirrored: !mirrored, most: 40, longest: 24 }, () => expect.unreachable())
})

test('of one slot only the latest are looked at', () => {
  const same = noise(1)
  const tables = new DescriptorTables(50, 1, 24)
  for (let i = 0; i < 50; i += 1) tables.add(same)
  const found = new Set<number>()
  tables.near(same, { mirrored: false, most: 0, longest: 24 }, (_, id) => found.add(id))
  expect([...found].sort((x, y) => x - y)).toEqual(Array.from({ length: 24 }, (_, i) => 26 + i))
})

test('what was expected meets the same descriptors as if all had been made known', () => {
  const known = noise(2000)
  const query = new Int32Array([
    ...copies(known.subarray(0, 20 * descriptorWords), 12, false),
    ...copies(known.subarray(20 * descriptorWords, 40 * descriptorWords), 12, true),
  ])
  const [all, some] = [new DescriptorTables(2000, 40, 24), new DescriptorTables(2000, 40, 24)]
  some.expect(query)
  all.add(known)
  some.add(known)
  for (const mirrored of [false, true]) {
    const hits = [all, some].map((tables) => {
      const found: number[][] = []
      tables.near(query, { mirrored, most: 256, longest: 24 }, (...hit) => found.push(hit))
      return found
    })
    expect(hits[0]?.length).toBeGreaterThan(20)
    expect(hits[1]).toEqual(hits[0])
  }
})
