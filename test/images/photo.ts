import { readdirSync } from 'node:fs'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'

const folder = 'fixtures/grocery-clean/data/train'

/** The paths of the photos of the clean fixture: all different. */
export const photos = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.jpg'))
  .map((name) => path.join(folder, name))
  .sort()

/** A real photo from the fixtures, 96 x 64 pixels unless told otherwise. */
export function photo(width = 96, height = 64, index = 0): Sharp {
  return sharp(photos[index]).resize(width, height, { fit: 'fill' })
}

/** An uncompressed BMP of 24 or 32 bits a pixel, rows from the bottom up as is usual. */
export async function bmpOf(image: Sharp, bits: number): Promise<Buffer> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const bytes = bits / 8
  const stride = Math.ceil((info.width * bytes) / 4) * 4
  const bmp = Buffer.alloc(54 + stride * info.height)
  bmp.write('BM')
  bmp.writeUInt32LE(bmp.length, 2)
  bmp.writeUInt32LE(54, 10)
  bmp.writeUInt32LE(40, 14)
  bmp.writeInt32LE(info.width, 18)
  bmp.writeInt32LE(info.height, 22)
  bmp.writeUInt16LE(1, 26)
  bmp.writeUInt16LE(bits, 28)
  for (let y = 0; y < info.height; y += 1) {
    for (let x = 0; x < info.width; x += 1) {
      const from = (y * info.width + x) * 3
      const to = 54 + (info.height - 1 - y) * stride + x * bytes
      for (const channel of [0, 1, 2]) bmp[to + channel] = data[from + 2 - channel] ?? 0
      if (bytes === 4) bmp[to + 3] = 255
    }
  }
  return bmp
}
