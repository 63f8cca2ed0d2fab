import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { rasterOf, reduction } from '../../../src/images/decode/raster.ts'
import { shrink, thumbSide } from '../../../src/images/decode/shrink.ts'
import { appearanceOf } from '../../../src/images/look/appearance.ts'
import { photo } from '../photo.ts'

async function look(image: Sharp) {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const raster = rasterOf(data, width, height, reduction(width, height))
  return appearanceOf(shrink(raster.luma, raster.width, raster.height, thumbSide), raster)
}

const usual = () => photo(320, 240)

test('exposure moves brightness and both ends', async () => {
  const [plain, dark, bright] = [
    await look(usual()),
    await look(usual().linear(0.2, 0)),
    await look(usual().linear(0.2, 200)),
  ]
  expect(dark.brightness).toBeCloseTo(0.2 * plain.brightness, -1)
  expect(dark.brightest).toBeLessThan(60)
  expect(bright.darkest).toBeGreaterThanOrEqual(200)
  expect(plain.darkest).toBeLessThan(plain.brightness)
  expect(plain.brightest).toBeGreaterThan(plain.brightness)
})

test('blur takes the sharpness away, whatever the size of the image', async () => {
  const [plain, large, blurred] = [
    await look(usual()),
    await look(photo(640, 480)),
    await look(usual().blur(12)),
  ]
  expect(large.sharpness / plain.sharpness).toBeGreaterThan(0.9)
  expect(large.sharpness / plain.sharpness).toBeLessThan(1.1)
  expect(blurred.sharpness).toBeLessThan(0.25 * plain.sharpness)
})

test('a frame has one colour, the edge of a photo has many', async () => {
  const framed = usual().extend({ top: 4, bottom: 4, left: 4, right: 4, background: '#ff8000' })
  expect((await look(framed)).border).toEqual({ red: 255, green: 128, blue: 0, spread: 0 })
  expect((await look(usual())).border.spread).toBeGreaterThan(10)
})

test('one pixel is all border', async () => {
  const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: '#102030' } })
  expect(await look(pixel)).toEqual({
    brightness: 29,
    darkest: 29,
    brightest: 29,
    sharpness: 0,
    border: { red: 16, green: 32, blue: 48, spread: 0 },
  })
})
