import type { Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { lookClosely } from '../../../src/images/compare/close-look.ts'
import { type CloseImage, lookAtPair } from '../../../src/images/compare/close-pair.ts'
import { closeUpOf } from '../../../src/images/compare/close-up.ts'
import { decode } from '../../../src/images/decode/decode.ts'
import { photo } from '../photo.ts'

const [width, height] = [480, 400]

async function closeImage(image: Sharp): Promise<CloseImage> {
  const { raster } = await decode(await image.jpeg({ quality: 90 }).toBuffer())
  return { luma: raster, closeUp: closeUpOf(raster) }
}

const part = (index = 0) =>
  photo(width, height, index).extract({ left: 100, top: 60, width: 300, height: 250 })
/** Where the part lies, and where the photo lies in the part; nearly, as thumbnails tell it. */
const into = [300 / width, 0.003, 100 / width, -0.002, 250 / height, 60 / height - 0.003]
const outOf = [width / 300, 0, -100 / 300, 0.004, height / 250, -60 / 250]

describe('a crop of 0.39 of the photo is compared at the same resolution', () => {
  test.each([
    ['in its photo', part, () => photo(width, height), into],
    ['its photo in it', () => photo(width, height), part, outOf],
  ])('%s', async (_, first, second, map) => {
    const [one, other] = [await closeImage(first()), await closeImage(second())]
    const look = lookAtPair(one, other, Float64Array.from(map))
    expect(look.agreeing).toBeGreaterThan(0.9)
    expect(look.tiles).toBeGreaterThan(100)
    const small = await closeImage(part())
    const whole = await closeImage(photo(width, height))
    const atOneSide = lookClosely(small.closeUp, whole.closeUp, Float64Array.from(into))
    expect(look.agreeing).toBeGreaterThan(atOneSide.agreeing + 0.1)
  })

  test.each([1, 7, 20])('a crop of photo %i agrees with little of another one', async (index) => {
    const other = await closeImage(part(index))
    const { agreeing } = lookAtPair(other, await closeImage(photo(width, height)), Float64Array.from(into))
    expect(agreeing).toBeLessThan(0.15)
  })

  test('a map that leads beyond the photo is cut at its edge', async () => {
    const far = Float64Array.of(0.6, 0, 0.9, 0, 0.6, 1.2)
    const look = lookAtPair(await closeImage(part()), await closeImage(photo(width, height)), far)
    expect(look.agreeing).toBeLessThan(0.15)
  })
})
