import { expect, test } from 'vitest'
import { jpegQuality } from '../../../src/images/decode/jpeg-quality.ts'
import { photo } from '../photo.ts'

test('the quality that an encoder was given is read back from its tables', async () => {
  for (const quality of [20, 50, 75, 90, 95, 100]) {
    const plain = await photo().jpeg({ quality }).toBuffer()
    // Rounding of the 64 steps, and their floor of 1, cost a point at the ends of the scale.
    expect(Math.abs((jpegQuality(plain) ?? 0) - quality)).toBeLessThanOrEqual(1)
    expect(jpegQuality(await photo().jpeg({ quality, progressive: true }).toBuffer())).toBe(
      jpegQuality(plain),
    )
  }
})

test('only a JPEG has one, and only if its tables are whole', async () => {
  expect(jpegQuality(await photo().png().toBuffer())).toBeNull()
  expect(jpegQuality(await photo().webp().toBuffer())).toBeNull()
  expect(jpegQuality(new Uint8Array())).toBeNull()
  const whole = await photo().jpeg({ quality: 80 }).toBuffer()
  const table = whole.indexOf(Buffer.from([0xff, 0xdb]))
  expect(jpegQuality(whole.subarray(0, table + 40))).toBeNull()
  expect(jpegQuality(whole.subarray(0, table + 5 + 64))).toBe(80)
  const loop = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xff, 0xff, 0xff])
  expect(jpegQuality(loop)).toBeNull()
})

test('tables of 16 bits, several in one segment, and fill bytes before a marker', () => {
  const wide = Array.from({ length: 64 }, () => [0, 58]).flat()
  const other = Array.from({ length: 64 }, () => 1)
  const tables = [1, ...other, 16, ...wide]
  const length = tables.length + 2
  const bytes = [0xff, 0xd8, 0xff, 0xff, 0xff, 0xdb, length >> 8, length & 255, ...tables]
  // 64 steps of 58 are as coarse as the standard's table, which is quality 50.
  expect(jpegQuality(Uint8Array.from(bytes))).toBe(50)
})
