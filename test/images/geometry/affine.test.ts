import { describe, expect, test } from 'vitest'
import { distortion } from '../../../src/images/geometry/affine.ts'

const square = { width: 1, height: 1 }
const wide = { width: 300, height: 200 }
const turned = (degrees: number, mirror: 1 | -1) => {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  return Float64Array.of(0.8 * mirror * cos, -0.8 * sin, 0.1, 0.8 * mirror * sin, 0.8 * cos, 0.2)
}

describe('distortion of a map', () => {
  test.each<[number, 1 | -1]>([
    [0, 1],
    [30, 1],
    [90, 1],
    [17, -1],
  ])('none when turned by %d degrees, mirrored %d, and made smaller', (degrees, mirror) => {
    expect(distortion(turned(degrees, mirror), square, square)).toBeCloseTo(0, 10)
  })

  test('the logarithm of how much more one side is stretched', () => {
    expect(distortion(Float64Array.of(1.2, 0, 0, 0, 0.9, 0), square, square)).toBeCloseTo(
      Math.log(1.2 / 0.9),
      10,
    )
  })

  test('about the tangent of a slant', () => {
    expect(distortion(Float64Array.of(1, 0.1, 0, 0, 1, 0), square, square)).toBeCloseTo(0.1, 3)
  })

  test('is that of the pixels: a quarter turn into a frame of the other shape distorts nothing', () => {
    const quarter = Float64Array.of(0, -1, 1, 1, 0, 0)
    expect(distortion(quarter, wide, { width: 200, height: 300 })).toBeCloseTo(0, 10)
    expect(distortion(quarter, wide, wide)).toBeCloseTo(2 * Math.log(1.5), 10)
  })

  test('without end of a map that flattens', () => {
    expect(distortion(Float64Array.of(1, 1, 0, 1, 1, 0), square, square)).toBe(Number.POSITIVE_INFINITY)
  })
})
