import sharp, { type JpegOptions } from 'sharp'
import { expect, test } from 'vitest'
import { decodeScaled } from '../../../src/images/decode/jpeg-turbo.ts'
import { Random } from '../../../src/model/random.ts'

const random = new Random(1, 'pictures')

/** Waves in three colours, with as much noise on them. */
function picture(width: number, height: number, noise: number): Buffer {
  const rgb = Buffer.alloc(width * height * 3)
  for (let at = 0; at < rgb.length; at += 1) {
    const [x, y, c] = [Math.floor(at / 3) % width, Math.floor(at / 3 / width), at % 3]
    const wave = 128 + 100 * Math.sin(x / (17 + 5 * c)) * Math.cos(y / (23 - 4 * c))
    rgb[at] = Math.min(255, Math.max(0, wave + noise * (random.below(256) - 128)))
  }
  return rgb
}

const jpegOf = (rgb: Buffer, width: number, height: number, options: JpegOptions) =>
  sharp(rgb, { raw: { width, height, channels: 3 } })
    .jpeg(options)
    .toBuffer()

test.each([
  [64, 64, 90, 0],
  [1, 1, 90, 0],
  [33, 17, 100, 1],
  [200, 151, 50, 1],
  [130, 47, 1, 1],
  [47, 130, 100, 9],
])(
  'decodes %i x %i at quality %i to the pixels of libjpeg-turbo in assembly',
  async (width, height, quality, noise) => {
    // Tables of codes of their own and those of the standard, in turns.
    for (const [progressive, optimiseCoding] of [
      [false, true],
      [true, true],
      [false, false],
    ] as const) {
      const options = { quality, progressive, optimiseCoding, chromaSubsampling: '4:4:4' }
      const jpeg = await jpegOf(picture(width, height, noise), width, height, options)
      const expected = await sharp(jpeg).raw().toBuffer()
      expect(Buffer.compare(decodeScaled(jpeg, { width, height }, 1) ?? Buffer.alloc(0), expected)).toBe(0)
    }
  },
)

test.each(['4:4:4', '4:2:0'])('reduces %s to about the means of squares', async (chromaSubsampling) => {
  for (const [width, height] of [
    [128, 96],
    [131, 93],
  ] as const) {
    const rgb = picture(width, height, 0)
    const jpeg = await jpegOf(rgb, width, height, { quality: 98, chromaSubsampling })
    for (const factor of [1, 2, 4, 8] as const) {
      const pixels = decodeScaled(jpeg, { width, height }, factor)
      const [wide, high] = [Math.ceil(width / factor), Math.ceil(height / factor)]
      expect(pixels).toHaveLength(3 * wide * high)
      let off = 0
      for (let y = 0; y < Math.floor(height / factor); y += 1) {
        for (let at = 0; at < 3 * Math.floor(width / factor); at += 1) {
          let sum = 0
          for (let i = 0; i < factor ** 2; i += 1) {
            const [down, across] = [Math.floor(i / factor), i % factor]
            sum +=
              rgb[3 * ((y * factor + down) * width + Math.floor(at / 3) * factor + across) + (at % 3)] ?? 0
          }
          off = Math.max(off, Math.abs((pixels?.[3 * y * wide + at] ?? Number.NaN) - sum / factor ** 2))
        }
      }
      expect(off).toBeLessThan(12)
    }
  }
})

test('nothing comes of a truncated file or of noise, and the next one is decoded as before', async () => {
  const size = { width: 64, height: 48 }
  const jpeg = await jpegOf(picture(64, 48, 0), 64, 48, { quality: 90 })
  const before = decodeScaled(jpeg, size, 2)?.slice()
  expect(before).toHaveLength(3 * 32 * 24)
  expect(decodeScaled(jpeg.subarray(0, jpeg.length / 2), size, 2)).toBeNull()
  expect(decodeScaled(Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]), size, 2)).toBeNull()
  expect(decodeScaled(new Uint8Array(0), size, 2)).toBeNull()
  expect(decodeScaled(jpeg, { width: 65, height: 48 }, 2)).toBeNull()
  expect(decodeScaled(jpeg, size, 2)).toEqual(before)
})

test('a file cut anywhere is refused, though the rest of it lies behind from the time before', async () => {
  const size = { width: 200, height: 151 }
  const jpeg = await jpegOf(picture(200, 151, 0.3), 200, 151, { quality: 90 })
  const start = jpeg.indexOf(Buffer.from([0xff, 0xda]))
  for (let cut = start; cut < jpeg.length - 2; cut += Math.ceil((jpeg.length - start) / 50)) {
    expect(decodeScaled(jpeg, size, 2)).not.toBeNull()
    expect(decodeScaled(jpeg.subarray(0, cut), size, 2)).toBeNull()
  }
})

test('a marker in the middle of the data is no end of them', async () => {
  const size = { width: 200, height: 151 }
  const jpeg = await jpegOf(picture(200, 151, 0.3), 200, 151, { quality: 90 })
  for (const share of [0.3, 0.5, 0.9]) {
    const marked = Buffer.from(jpeg)
    marked.set([0xff, 0xd9], Math.floor(share * jpeg.length))
    expect(decodeScaled(marked, size, 2)).toBeNull()
  }
})
