import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { decode } from '../../src/images/decode.ts'
import { UndecodableImage } from '../../src/images/decoded.ts'
import { bmpOf, photo } from './photo.ts'

/** Mean absolute difference in grey levels between what was decoded and the photo. */
async function differenceTo(bytes: Uint8Array): Promise<number> {
  const [one, other] = [await decode(bytes), await decode(await photo().png().toBuffer())]
  expect([one.width, one.height, one.pixels.length]).toEqual([other.width, other.height, other.pixels.length])
  let sum = 0
  for (const [index, value] of one.pixels.entries()) sum += Math.abs(value - (other.pixels[index] ?? 0))
  return sum / one.pixels.length
}

describe('formats', () => {
  test.each([
    ['jpeg', 3, () => photo().jpeg({ quality: 98 })],
    ['jpeg', 3, () => photo().jpeg({ quality: 98, progressive: true })],
    ['jpeg', 4, () => photo().toColourspace('cmyk').jpeg({ quality: 98 })],
    ['png', 3, () => photo().png()],
    ['png', 3, () => photo().toColourspace('rgb16').png()],
    ['png', 4, () => photo().ensureAlpha(0.3).png()],
    ['png', 3, () => photo().png({ palette: true })],
    ['webp', 3, () => photo().webp({ lossless: true })],
    ['gif', 3, () => photo().gif()],
    ['tiff', 3, () => photo().tiff({ compression: 'lzw' })],
    ['avif', 3, () => photo().avif({ quality: 90 })],
  ] as const)('%s of %i channels, variant %#', async (format, channels, encode) => {
    const bytes = await encode().toBuffer()
    expect(await decode(bytes)).toMatchObject({ format, channels, orientation: 1, width: 96, height: 64 })
    // CMYK without its profile is only roughly the same colour.
    expect(await differenceTo(bytes)).toBeLessThan(channels === 4 && format === 'jpeg' ? 12 : 4)
  })

  test.each([24, 32])('bmp of %i bits', async (bits) => {
    const bytes = await bmpOf(photo(), bits)
    expect(await decode(bytes)).toMatchObject({ format: 'bmp', channels: bits / 8, width: 96, height: 64 })
    expect(await differenceTo(bytes)).toBe(0)
  })

  test('grey images become RGB with equal channels', async () => {
    for (const bytes of [
      await photo().greyscale().png().toBuffer(),
      await photo().greyscale().toColourspace('grey16').png().toBuffer(),
      await photo().greyscale().jpeg().toBuffer(),
    ]) {
      const { pixels, width, height } = await decode(bytes)
      expect(pixels).toHaveLength(width * height * 3)
      expect([pixels[3000], pixels[3001]]).toEqual([pixels[3002], pixels[3002]])
    }
  })

  test('a colour profile changes nothing, as in training frameworks', async () => {
    const plain = await photo().png().toBuffer()
    const profiled = await sharp(plain).withIccProfile('p3', { attach: true }).png().toBuffer()
    const raw = await sharp(profiled, { ignoreIcc: true }).removeAlpha().raw().toBuffer()
    expect(Buffer.from((await decode(profiled)).pixels).equals(raw)).toBe(true)
  })

  test('EXIF orientation is applied and told', async () => {
    const bytes = await photo().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect(await decode(bytes)).toMatchObject({ orientation: 6, width: 64, height: 96 })
  })
})

describe('what cannot be decoded', () => {
  const cut = async (encoded: Sharp, share: number) => {
    const bytes = await encoded.toBuffer()
    return bytes.subarray(0, Math.floor(bytes.length * share))
  }
  test.each([
    ['nothing', async () => Buffer.alloc(0), 'the file is empty (0 bytes)'],
    ['text', async () => Buffer.from('<!DOCTYPE html><p>404 Not Found'), 'is not an image (unknown content)'],
    ['a pickle', async () => Buffer.from([0x80, 4, 0x95, 0, 0, 1, 2]), 'is not an image (unknown content)'],
    [
      'a drawing',
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      'is SVG, not an image to train on',
    ],
    ['a JPEG cut at 95 %', () => cut(photo().jpeg(), 0.95), 'is cut short (truncated JPEG)'],
    ['a JPEG cut at 3 %', () => cut(photo().jpeg(), 0.03), 'is cut short (truncated JPEG)'],
    [
      'a progressive JPEG cut at half',
      () => cut(photo().jpeg({ progressive: true }), 0.5),
      'is cut short (truncated JPEG)',
    ],
    ['a PNG cut at half', () => cut(photo().png(), 0.5), 'is cut short (truncated PNG)'],
    ['a WebP cut at half', () => cut(photo().webp(), 0.5), 'cannot be decoded (damaged WebP)'],
    [
      'a BMP cut at half',
      async () => (await bmpOf(photo(), 24)).subarray(0, 9000),
      'is cut short (truncated BMP)',
    ],
    ['two letters', async () => Buffer.from('BM'), 'is cut short (truncated BMP)'],
  ])('%s', async (_, make, reason) => {
    const fault = await decode(await make()).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(UndecodableImage)
    expect(fault).toHaveProperty('message', reason)
  })

  test('an image of more pixels than memory is refused without being decoded', async () => {
    const header = await photo().png().toBuffer()
    header.writeUInt32BE(60000, 16)
    header.writeUInt32BE(60000, 20)
    await expect(decode(header)).rejects.toThrow(UndecodableImage)
  })

  test('reasons do not depend on what is decoded beside', async () => {
    const broken = await cut(photo().jpeg(), 0.6)
    const text = Buffer.from('no image')
    const reasons = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        decode(index % 2 === 0 ? broken : text).catch((error: Error) => error.message),
      ),
    )
    expect(new Set(reasons.filter((_, index) => index % 2 === 0))).toEqual(
      new Set(['is cut short (truncated JPEG)']),
    )
    expect(new Set(reasons.filter((_, index) => index % 2 === 1))).toEqual(
      new Set(['is not an image (unknown content)']),
    )
  })
})
