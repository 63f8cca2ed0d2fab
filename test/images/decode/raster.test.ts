import { expect, test } from 'vitest'
import { rasterOf, reduction } from '../../../src/images/decode/raster.ts'

test.each([
  [100, 300, 1],
  [255, 999, 1],
  [256, 256, 2],
  [384, 512, 2],
  [4000, 3000, 16],
  [1, 9000, 1],
])('an image of %i x %i is reduced by %i', (width, height, factor) => {
  expect(reduction(width, height)).toBe(factor)
})

test('each pixel is the mean of its square, at the edges of what is there', () => {
  // 3 x 3 pixels, reduced by 2: squares of 4, 2, 2 and 1 pixels.
  const grey = [0, 10, 50, 20, 30, 70, 100, 120, 250]
  const pixels = Uint8Array.from(grey.flatMap((value) => [value, value / 2, 0]))
  const { width, height, rgb, luma } = rasterOf(pixels, 3, 3, 2)
  expect([width, height]).toEqual([2, 2])
  expect([...rgb]).toEqual([15, 8, 0, 60, 30, 0, 110, 55, 0, 250, 125, 0])
  expect([...luma]).toEqual([9, 36, 65, 148])
})

test('an image that is not reduced keeps its pixels', () => {
  const pixels = Uint8Array.from([255, 0, 0, 0, 255, 0, 0, 0, 255])
  expect(rasterOf(pixels, 3, 1, 1)).toEqual({
    width: 3,
    height: 1,
    rgb: pixels,
    luma: Uint8Array.from([76, 150, 29]),
  })
})
