import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { decode } from '../../../src/images/decode/decode.ts'
import { UndecodableImage } from '../../../src/images/decode/decoded.ts'
import { decodeJpeg } from '../../../src/images/decode/jpeg.ts'
import { decodePixels } from '../../../src/images/decode/pixels.ts'
import { rasterOf, reduction } from '../../../src/images/decode/raster.ts'
import { bmpOf, photo } from '../photo.ts'

/** Mean absolute difference in grey levels between what was decoded and the photo. */
async function differenceTo(bytes: Uint8Array): Promise<number> {
  const [one, other] = [await decodePixels(bytes), await decodePixels(await photo().png().toBuffer())]
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

  test.each([
    [
      8,
      'Qk1gAAAAAAAAAEoAAAAoAAAABgAAAAMAAAABAAgAAQAAABYAAAAAAAAAAAAAAAUAAAAAAAAAAAAAAAAA/wAA/wAA/wAAACjIyAADAQADAgMEAAAAAAICAAQCAAAGAwAB',
      '333333 002222 111234',
    ],
    [
      4,
      'Qk2CAAAAAAAAAHYAAAAoAAAABgAAAAIAAAABAAQAAgAAAAwAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAA/wAA/wAA/wAAACjIyAAJCQkACQkJAAkJCQAJCQkACQkJAAkJCQAJCQkACQkJAAkJCQAJCQkACQkJAAMSAAMjQAAABkEAAQ==',
      '414141 121234',
    ],
  ])('bmp of %i bits packed as runs, as Pillow 13 reads it', async (_, text, rows) => {
    const palette = ['0,0,0', '255,0,0', '0,255,0', '0,0,255', '200,200,40']
    const bytes = Buffer.from(text, 'base64')
    const { pixels } = await decodePixels(bytes)
    const indices = Array.from({ length: pixels.length / 3 }, (_, at) =>
      palette.indexOf(pixels.slice(at * 3, at * 3 + 3).join(',')),
    )
    expect(indices.join('')).toBe(rows.replaceAll(' ', ''))
    await expect(decodePixels(bytes.subarray(0, -2))).rejects.toThrow('is cut short (truncated BMP)')
  })

  test('grey images become RGB with equal channels', async () => {
    for (const bytes of [
      await photo().greyscale().png().toBuffer(),
      await photo().greyscale().toColourspace('grey16').png().toBuffer(),
      await photo().greyscale().jpeg().toBuffer(),
    ]) {
      const { pixels, width, height } = await decodePixels(bytes)
      expect(pixels).toHaveLength(width * height * 3)
      expect([pixels[3000], pixels[3001]]).toEqual([pixels[3002], pixels[3002]])
    }
  })

  test('images that differ in transparency alone have the same pixels and other digests', async () => {
    const digest = async (image: Sharp) => (await decode(await image.png().toBuffer())).pixelDigest
    const opaque = await digest(photo())
    expect(await digest(photo().ensureAlpha(1))).toBe(opaque)
    const [clear, clearer] = [await digest(photo().ensureAlpha(0.5)), await digest(photo().ensureAlpha(0.2))]
    expect(new Set([opaque, clear, clearer]).size).toBe(3)
  })

  test.each([
    ['RGB', () => photo()],
    ['RGB of 16 bits', () => photo().toColourspace('rgb16')],
    ['grey', () => photo().greyscale()],
    ['grey of 16 bits', () => photo().greyscale().toColourspace('grey16')],
  ])('opacity of %s', async (_, image) => {
    const [plain, half] = [await image().png().toBuffer(), await image().ensureAlpha(0.5).png().toBuffer()]
    const [one, other] = [await decodePixels(plain), await decodePixels(half)]
    expect(one.opacity).toBeNull()
    expect(new Set(other.opacity)).toEqual(new Set([127]))
    expect(Buffer.from(other.pixels).equals(one.pixels)).toBe(true)
    expect([(await decode(plain)).transparent, (await decode(half)).transparent]).toEqual([false, true])
  })

  test('a colour profile changes nothing, as in training frameworks', async () => {
    const plain = await photo().png().toBuffer()
    const profiled = await sharp(plain).withIccProfile('p3', { attach: true }).png().toBuffer()
    const raw = await sharp(profiled, { ignoreIcc: true }).removeAlpha().raw().toBuffer()
    expect(Buffer.from((await decodePixels(profiled)).pixels).equals(raw)).toBe(true)
  })

  test.each(['jpeg', 'png'] as const)('the pixels of a %s outlive the next image', async (format) => {
    const bytes = (index: number) => photo(300, 200, index).toFormat(format).toBuffer()
    const { raster } = await decode(await bytes(0))
    const copies = () => [new Uint8Array(raster.rgb), new Uint8Array(raster.luma)]
    const before = copies()
    await decode(await bytes(1))
    expect(copies()).toEqual(before)
  })

  test('EXIF orientation is applied and told', async () => {
    const bytes = await photo().withMetadata({ orientation: 6 }).jpeg().toBuffer()
    expect(await decode(bytes)).toMatchObject({ orientation: 6, width: 64, height: 96 })
  })
})

describe('the fast way for JPEG', () => {
  /** Largest and mean difference in grey levels between the luma that both ways find. */
  async function difference(bytes: Uint8Array) {
    const [fast, full] = [decodeJpeg(bytes), await decodePixels(bytes)]
    if (fast === null) throw new Error('went the thorough way')
    const seen = fast.raster.luma.slice()
    const { pixels, opacity: _, ...about } = full
    expect(fast).toMatchObject(about)
    const { luma } = rasterOf(pixels, about.width, about.height, reduction(about.width, about.height))
    expect(luma).toHaveLength(seen.length)
    const apart = seen.map((value, at) => Math.abs(value - (luma[at] ?? 0)))
    return { largest: Math.max(...apart), mean: apart.reduce((sum, value) => sum + value / apart.length, 0) }
  }

  test.each([
    ['as it is', 96, 64, (image: Sharp) => image.jpeg()],
    ['progressive', 300, 260, (image: Sharp) => image.jpeg({ progressive: true })],
    ['without subsampling', 300, 270, (image: Sharp) => image.jpeg({ chromaSubsampling: '4:4:4' })],
    ['grey', 300, 270, (image: Sharp) => image.greyscale().jpeg()],
    ['with restart markers and optimised tables', 600, 530, (image: Sharp) => image.jpeg({ mozjpeg: true })],
    ['reduced by 2', 301, 263, (image: Sharp) => image.jpeg()],
    ['reduced by 4', 523, 611, (image: Sharp) => image.jpeg()],
    ['reduced by 8', 1027, 1101, (image: Sharp) => image.jpeg()],
    ['reduced by 16', 2055, 2077, (image: Sharp) => image.jpeg({ quality: 60 })],
  ])('sees what the thorough way sees: %s', async (_, width, height, encode) => {
    const { largest, mean } = await difference(await encode(photo(width, height)).toBuffer())
    expect(mean).toBeLessThan(0.8)
    expect(largest).toBeLessThan(20)
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('applies EXIF orientation %i', async (orientation) => {
    const { mean } = await difference(
      await photo(300, 270).jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer(),
    )
    expect(mean).toBeLessThan(0.8)
  })

  test('leaves to the thorough way what it cannot read or has doubts about', async () => {
    const plain = await photo(300, 270).jpeg().toBuffer()
    const others = [
      await photo().toColourspace('cmyk').jpeg().toBuffer(),
      await photo().png().toBuffer(),
      Buffer.alloc(0),
      Buffer.from([0xff, 0xd8]),
      Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0xff]),
    ]
    for (const bytes of others) expect(decodeJpeg(bytes)).toBeNull()
    for (let length = 2; length < plain.length - 2; length += 97) {
      expect(decodeJpeg(plain.subarray(0, length))).toBeNull()
    }
    expect(decodeJpeg(plain)).not.toBeNull()
  })

  test('every file cut short is refused, wherever the cut', async () => {
    for (const progressive of [false, true]) {
      const whole = await photo(140, 130).jpeg({ progressive }).toBuffer()
      for (let length = 20; length < whole.length - 2; length += 211) {
        await expect(decode(whole.subarray(0, length))).rejects.toThrow(UndecodableImage)
      }
    }
  })

  test('bytes that do not belong behind the image do not matter', async () => {
    const bytes = Buffer.concat([await photo().jpeg().toBuffer(), Buffer.alloc(100, 7)])
    expect(await decode(bytes)).toMatchObject({ format: 'jpeg', width: 96, height: 64 })
  })

  test('any damage ends in a raster or a reason, and the next file is read as before', async () => {
    const whole = await photo(300, 270).jpeg().toBuffer()
    const before = await decode(whole)
    for (let at = 3; at < whole.length; at += 131) {
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at] ?? 0) ^ 0xff
      await decode(damaged).catch((fault: unknown) => expect(fault).toBeInstanceOf(UndecodableImage))
    }
    expect(await decode(whole)).toEqual(before)
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
