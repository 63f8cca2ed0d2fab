import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { exifOf } from '../../../src/images/decode/exif.ts'

const written = {
  IFD0: { Make: 'Canon ', Model: 'EOS R6' },
  IFD2: {
    DateTimeOriginal: '2024:05:06 07:08:09',
    SubSecTimeOriginal: '25',
    OffsetTimeOriginal: '+02:00',
    BodySerialNumber: '0123',
  },
  IFD3: {
    GPSLatitudeRef: 'S',
    GPSLatitude: '33/1 51/1 30/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '151/1 12/1 40/1',
  },
}
const read = {
  ...{ make: 'Canon', model: 'EOS R6', bodySerial: '0123', imageUniqueId: null },
  takenMs: Date.UTC(2024, 4, 6, 5, 8, 9, 250),
  place: { latitude: -33.8583, longitude: 151.2111 },
}

const grey = (exif: Parameters<Sharp['withExif']>[0]) =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } }).withExif(exif)

describe('what libvips wrote is read', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('from %s', async (format) => {
    expect(exifOf(await grey(written).toFormat(format).toBuffer())).toEqual(read)
  })

  test('from a TIFF file, big-endian', () => {
    expect(exifOf(tiff([[0x0110, 2, 3, 0x41420000]]))).toMatchObject({ model: 'AB', takenMs: null })
    const photo = tiff([[0xa420, 2, 3, 0x43440000]]).subarray(8)
    expect(exifOf(tiff([[0x8769, 4, 1, 26]], photo))).toMatchObject({ model: null, imageUniqueId: 'CD' })
  })

  test('without an offset the clock is read as UTC; what is absent is null', async () => {
    const file = await grey({ IFD2: { DateTimeOriginal: '2024:05:06 07:08:09' } })
      .jpeg()
      .toBuffer()
    const nothing = { make: null, model: null, bodySerial: null, imageUniqueId: null, place: null }
    expect(exifOf(file)).toEqual({ ...nothing, takenMs: Date.UTC(2024, 4, 6, 7, 8, 9) })
  })

  test('a file without any yields null', async () => {
    const plain = sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } })
    expect(exifOf(await plain.jpeg().toBuffer())).toBeNull()
    expect(exifOf(new Uint8Array())).toBeNull()
  })

  test('values that cannot be are left out', async () => {
    const file = await grey({
      IFD0: { Make: 'x' },
      IFD2: { DateTimeOriginal: '0000:00:00 00:00:00' },
      IFD3: { GPSLatitude: '95/1 0/1 0/1', GPSLongitude: '1/0 0/1 0/1' },
    })
      .jpeg()
      .toBuffer()
    expect(exifOf(file)).toMatchObject({ make: 'x', takenMs: null, place: null })
  })
})

/** A TIFF header and one directory of `[tag, type, count, value]`. */
function tiff(entries: [number, number, number, number][], tail: Uint8Array = new Uint8Array()): Buffer {
  const block = Buffer.alloc(10 + entries.length * 12 + 4)
  block.write('MM\0*', 'latin1')
  block.writeUInt32BE(8, 4)
  block.writeUInt16BE(entries.length, 8)
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    block.writeUInt16BE(tag, 10 + i * 12)
    block.writeUInt16BE(type, 12 + i * 12)
    block.writeUInt32BE(count, 14 + i * 12)
    block.writeUInt32BE(value, 18 + i * 12)
  }
  return Buffer.concat([block, tail])
}

describe('hostile blocks', () => {
  test('a directory that points to itself, texts that claim gigabytes, offsets beyond the end', () => {
    expect(exifOf(tiff([[0x8769, 4, 1, 8]]))).toBeNull()
    expect(exifOf(tiff([[0x010f, 2, 0xffffffff, 26]], Buffer.alloc(9999, 'A\u001b[31m')))?.make).toHaveLength(
      128,
    )
    expect(exifOf(tiff([[0x010f, 2, 20, 0xfffffff0]]))).toBeNull()
  })

  test('entries that all claim the whole block take no time', () => {
    const entries = Array.from({ length: 5400 }, (_, i): [number, number, number, number] => [i, 1, 65000, 8])
    const started = performance.now()
    expect(exifOf(tiff(entries))).toBeNull()
    expect(performance.now() - started).toBeLessThan(500)
  })

  test('whatever is cut off or overwritten, nothing is thrown', async () => {
    for (const format of ['jpeg', 'png', 'webp', 'tiff'] as const) {
      const file = await grey(written).toFormat(format).toBuffer()
      const head = file.subarray(0, 700)
      for (let at = 0; at < head.length; at += 1) {
        exifOf(file.subarray(0, at))
        for (const byte of [0, 0x7f, 0xff]) {
          const damaged = Buffer.from(file)
          damaged[at] = byte
          const exif = exifOf(damaged)
          expect((exif?.make ?? '').length).toBeLessThanOrEqual(128)
        }
      }
    }
  })
})
