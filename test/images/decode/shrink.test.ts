import { expect, test } from 'vitest'
import { lumaOf } from '../../../src/images/decode/luma.ts'
import { shrink, shrinkTwice } from '../../../src/images/decode/shrink.ts'
import { Random } from '../../../src/model/random.ts'

const noise = (length: number) => {
  const random = new Random(1, 'noise')
  return Uint8Array.from({ length }, () => random.below(256))
}

/** How far two intervals overlap. */
const overlap = (a: number, b: number, from: number, to: number) =>
  Math.max(0, Math.min(b, to) - Math.max(a, from))

test.each([
  [128, 128, 64],
  [200, 131, 128],
  [256, 192, 128],
  [384, 130, 128],
  [500, 400, 128],
  [513, 600, 128],
  [31, 300, 64],
  [7, 5, 64],
  [1, 1, 64],
  [1, 400, 128],
  [5000, 3, 64],
  [3, 1_000_000, 4],
])('shrinks %i x %i to the means over the areas of %i cells a side', (width, height, side) => {
  const luma = noise(width * height)
  const thumb = shrink(luma, width, height, side)
  expect(thumb).toHaveLength(side * side)
  for (const cell of [0, 1, side - 1, side * (side - 1), side * side - 1, 5 * 3]) {
    const [left, top] = [((cell % side) * width) / side, (Math.floor(cell / side) * height) / side]
    const [right, bottom] = [left + width / side, top + height / side]
    let sum = 0
    for (let y = Math.floor(top); y < Math.min(height, Math.ceil(bottom + 1)); y += 1)
      for (let x = Math.floor(left); x < Math.min(width, Math.ceil(right + 1)); x += 1)
        sum += overlap(x, x + 1, left, right) * overlap(y, y + 1, top, bottom) * (luma[y * width + x] ?? 0)
    const mean = (sum * side * side) / (width * height)
    expect(Math.abs((thumb[cell] ?? Number.NaN) - mean)).toBeLessThan(0.5001)
  }
})

test('a thumbnail of half the side holds means of four bytes, halves rounded up', () => {
  const whole = shrink(noise(200 * 131), 200, 131, 128).slice()
  const { detail, small } = shrinkTwice(noise(200 * 131), 200, 131)
  expect(detail).toEqual(whole)
  const mean = (at: number) => {
    const from = 2 * (Math.floor(at / 64) * 128 + (at % 64))
    return [0, 1, 128, 129].reduce((sum, next) => sum + (detail[from + next] ?? 0), 0) / 4
  }
  expect(small).toEqual(Uint8Array.from({ length: 64 * 64 }, (_, at) => Math.round(mean(at))))
})

test.each([1, 2, 3, 5, 1000, 65_536, 65_537, 200_001])('luma of %i pixels', (pixels) => {
  const rgb = noise(3 * pixels)
  const luma = lumaOf(rgb)
  expect(luma).toHaveLength(pixels)
  const exact = (at: number) =>
    0.299 * (rgb[3 * at] ?? 0) + 0.587 * (rgb[3 * at + 1] ?? 0) + 0.114 * (rgb[3 * at + 2] ?? 0)
  const off = luma.findIndex((value, at) => Math.abs(value - exact(at)) > 0.51)
  expect(off).toBe(-1)
})

test('black is 0 and white is 255', () => {
  expect(lumaOf(new Uint8Array(6))).toEqual(new Uint8Array(2))
  expect(lumaOf(new Uint8Array(15).fill(255))).toEqual(new Uint8Array(5).fill(255))
})
