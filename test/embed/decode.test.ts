import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { decodeSquare } from '../../src/embed/decode.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const colour = sharp({
  create: { width: 40, height: 30, channels: 3, background: { r: 200, g: 100, b: 50 } },
})

/** A bitmap of 2x2 pixels, all of one colour, rows padded to 4 bytes. */
function bitmap(red: number, green: number, blue: number): Buffer {
  const bytes = Buffer.alloc(70)
  bytes.write('BM')
  bytes.writeUInt32LE(70, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(2, 18)
  bytes.writeInt32LE(2, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  for (const at of [54, 57, 62, 65]) bytes.set([blue, green, red], at)
  return bytes
}

test.each([
  ['photo.jpg', () => colour.clone().jpeg().toBuffer(), [200, 100, 50]],
  ['palette.png', () => colour.clone().png({ palette: true }).toBuffer(), [200, 100, 50]],
  ['alpha.png', () => colour.clone().ensureAlpha(0.5).png().toBuffer(), [200, 100, 50]],
  ['grey.jpg', () => colour.clone().greyscale().jpeg().toBuffer(), [128, 128, 128]],
  ['deep.png', () => colour.clone().toColourspace('grey16').png().toBuffer(), [128, 128, 128]],
  ['print.jpg', () => colour.clone().toColourspace('cmyk').jpeg().toBuffer(), [200, 95, 30]],
  ['old.bmp', async () => bitmap(200, 100, 50), [200, 100, 50]],
])('%s becomes a square of RGB', async (name, make, [red = 0, green = 0, blue = 0]) => {
  const folder = await temporaryFolder({ [name]: await make() })
  const pixels = await decodeSquare(await readFile(path.join(folder, name)), 75)
  expect(pixels).toHaveLength(75 * 75 * 3)
  const middle = (37 * 75 + 37) * 3
  for (const [i, value] of [red, green, blue].entries()) {
    expect(Math.abs((pixels[middle + i] ?? 0) - value)).toBeLessThan(12)
  }
})

test('what is no image is refused', async () => {
  const folder = await temporaryFolder({ 'page.jpg': '<html>' })
  await expect(decodeSquare(await readFile(path.join(folder, 'page.jpg')), 75)).rejects.toThrow()
})
