import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { type CloseLook, lookClosely } from '../../../src/images/compare/close-look.ts'
import { closeUpOf } from '../../../src/images/compare/close-up.ts'
import { decode } from '../../../src/images/decode/decode.ts'
import { Random } from '../../../src/model/random.ts'
import { photo, photos } from '../photo.ts'

const [width, height] = [360, 300]
const source = (index = 0): Sharp => photo(width, height, index)

async function closeUp(image: Sharp) {
  const { raster } = await decode(await image.jpeg({ quality: 90 }).toBuffer())
  return closeUpOf(raster)
}

const nudge = [0.004, -0.003, 0.003, 0.002, -0.004, -0.003]

/** `map`: where the first image lies in the second, as thumbnails tell it: nearly. */
async function look(first: Sharp, second: Sharp, map = [1, 0, 0, 0, 1, 0]): Promise<CloseLook> {
  const near = map.map((value, index) => value + (nudge[index] ?? 0))
  return lookClosely(await closeUp(first), await closeUp(second), Float64Array.from(near))
}

const crop = { left: 50, top: 20, width: 280, height: 240 }
const cropMap = [crop.width / width, 0, crop.left / width, 0, crop.height / height, crop.top / height]

/** The photo with its pixels moved along a smooth wave: parallax, which no affine map undoes. */
async function waved(image: Sharp, pixels: number): Promise<Sharp> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const moved = Buffer.alloc(data.length)
  for (let y = 0; y < info.height; y += 1) {
    for (let x = 0; x < info.width; x += 1) {
      const off = Math.round(pixels * Math.sin(x / 23) * Math.cos(y / 19))
      const from = y * info.width + Math.min(info.width - 1, Math.max(0, x + off))
      data.copy(moved, 3 * (y * info.width + x), 3 * from, 3 * from + 3)
    }
  }
  return sharp(moved, { raw: { width: info.width, height: info.height, channels: 3 } })
}

const caption = (text: string) => ({
  input: Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${text}</svg>`,
  ),
})

describe('copies agree nearly everywhere', () => {
  test.each<[string, () => Sharp | Promise<Sharp>]>([
    ['JPEG 30', async () => sharp(await source().jpeg({ quality: 30 }).toBuffer())],
    ['half the size', async () => sharp(await source().resize(180).jpeg().toBuffer())],
    ['more contrast', () => source().linear(1.3, -38)],
    ['grey and blurred', () => source().greyscale().blur(1.2)],
  ])('%s', async (_, copy) => {
    const { agreeing, tiles, breadth } = await look(await copy(), source())
    expect(agreeing).toBeGreaterThan(0.9)
    expect(tiles).toBeGreaterThan(100)
    expect(breadth).toBeGreaterThan(0.1)
  })

  test('cropped, from either side', async () => {
    const part = sharp(await source().png().toBuffer()).extract(crop)
    const { agreeing } = await look(part, source(), cropMap)
    expect(agreeing).toBeGreaterThan(0.7)
    const back = [
      width / crop.width,
      0,
      -crop.left / crop.width,
      0,
      height / crop.height,
      -crop.top / crop.height,
    ]
    expect((await look(source(), part.clone(), back)).agreeing).toBeGreaterThan(0.7)
  })

  test('a caption covers some tiles, the others still agree', async () => {
    const box =
      '<rect x="0" y="200" width="280" height="40" fill="white"/><path d="M9 230 h200 M9 215 h250" stroke="black" stroke-width="6"/>'
    const { agreeing } = await look(source().composite([caption(box)]), source())
    expect(agreeing).toBeGreaterThan(0.7)
    expect(agreeing).toBeLessThan(0.95)
  })
})

describe('what is no copy does not', () => {
  test('other photos', async () => {
    for (const index of [1, 7, 20]) {
      expect(photos.length).toBeGreaterThan(index)
      expect((await look(source(index), source())).agreeing).toBeLessThan(0.15)
    }
  })

  test('things that moved against each other by some pixels', async () => {
    const still = await look(await waved(source(), 0), source())
    expect(still.agreeing).toBeGreaterThan(0.9)
    expect((await look(await waved(source(), 5), source())).agreeing).toBeLessThan(0.5)
  })

  test('blank photos that share a caption agree in a narrow strip alone', async () => {
    const strip =
      '<path d="M9 230 h200 M9 215 h250 M30 222 v-14 M90 222 v-14 M150 222 v-14" stroke="black" stroke-width="5"/>'
    const blank = (grey: number) =>
      sharp({ create: { width, height, channels: 3, background: { r: grey, g: grey, b: grey } } })
    const shared = await look(blank(220).composite([caption(strip)]), blank(235).composite([caption(strip)]))
    expect(shared.agreeing).toBeGreaterThan(0.8)
    expect(shared.breadth).toBeLessThan(0.065)
  })

  test('blank photos with corners that were filled alike agree at the rim alone', async () => {
    const wedges =
      '<path d="M0 0 h160 L0 60 z M360 300 h-160 L360 240 z M360 0 v140 L300 0 z M0 300 v-140 L60 300 z"/>'
    const blank = (grey: number) =>
      sharp({ create: { width, height, channels: 3, background: { r: grey, g: grey, b: grey } } })
    const shared = await look(
      blank(220).composite([caption(wedges)]),
      blank(235).composite([caption(wedges)]),
    )
    expect(shared.agreeing).toBeGreaterThan(0.6)
    expect(shared.breadth).toBeLessThan(0.065)
  })

  test('nothing is said of images without texture', async () => {
    const flat = sharp({ create: { width, height, channels: 3, background: '#888' } })
    const covering = { here: 0, there: 0 }
    expect(await look(flat, source())).toEqual({ agreeing: 0, tiles: 0, breadth: 0, grain: null, covering })
  })
})

describe('photos of one plain thing on card', () => {
  /** The same thing on card, with the noise of an exposure of its own. */
  async function shot(seed: number): Promise<Sharp> {
    const random = new Random(seed, 'card')
    const thing =
      '<rect width="360" height="300" fill="#d8d4cc"/><path d="M150 90 h60 v30 h-20 v80 h-30 v-60 z" fill="#777"/>'
    const pixels = await sharp(caption(thing).input).removeAlpha().raw().toBuffer()
    for (let i = 0; i < pixels.length; i += 1)
      pixels[i] = Math.min(255, Math.max(0, (pixels[i] ?? 0) + 2 * random.normal()))
    return sharp(pixels, { raw: { width, height, channels: 3 } })
  }
  const box = caption(
    '<rect y="220" width="290" height="50" fill="white"/><path d="M9 230 h200 M9 255 h250 M30 222 v40" stroke="black" stroke-width="6"/>',
  )

  test('a copy shares the grain of the card, and what covers it stands in one of them alone', async () => {
    const { grain, covering } = await look((await shot(1)).composite([box]), await shot(1))
    expect(grain?.least).toBeGreaterThan(0.6)
    expect(covering.here).toBeGreaterThan(10)
    expect(covering.there).toBeLessThan(3)
  })

  test('a copy at JPEG 30 still shares some', async () => {
    const { grain } = await look(sharp(await (await shot(1)).jpeg({ quality: 30 }).toBuffer()), await shot(1))
    expect(grain === null ? 1 : grain.median).toBeGreaterThan(0.15)
  })

  test('another shot does not, whatever agrees', async () => {
    const { grain, agreeing } = await look((await shot(2)).composite([box]), (await shot(1)).composite([box]))
    expect(agreeing).toBeGreaterThan(0.6)
    expect(grain?.median).toBeLessThan(0.15)
    expect(grain?.least).toBeLessThan(0)
  })
})
