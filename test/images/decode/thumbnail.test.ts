import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { thumbnail } from '../../../src/images/decode/thumbnail.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { bmpOf, photo } from '../photo.ts'

test('a thumbnail is a small upright WebP, also of BMP and of damaged files', async () => {
  const jpeg = await photo(480, 320).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const root = await temporaryFolder({
    'turned.jpg': jpeg,
    'cut.jpg': jpeg.subarray(0, jpeg.length - 4000),
    'small.png': await photo(20, 10).png().toBuffer(),
    'old.bmp': await bmpOf(photo(480, 320), 24),
  })
  const sizes: [string, number, number][] = [
    ['turned.jpg', 107, 160],
    ['cut.jpg', 107, 160],
    ['small.png', 20, 10],
    ['old.bmp', 160, 107],
  ]
  for (const [file, width, height] of sizes) {
    const webp = await thumbnail(await readFile(`${root}/${file}`), 160)
    expect(await sharp(webp).metadata(), file).toMatchObject({ format: 'webp', width, height })
    expect(webp.length, file).toBeLessThan(12_000)
  }
})

test('a thumbnail of what is no image is an error', async () => {
  const root = await temporaryFolder({ 'text.jpg': 'no image' })
  await expect(thumbnail(await readFile(`${root}/text.jpg`), 160)).rejects.toThrow()
})
