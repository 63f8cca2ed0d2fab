import { expect, test } from 'vitest'
import { descriptorWords } from '../../../src/images/features/descriptor.ts'
import { nearestDescriptors } from '../../../src/images/features/descriptor-search.ts'
import { ones } from '../../../src/images/hashes/hamming.ts'
import { copies, noise } from '../../support/descriptors.ts'

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
