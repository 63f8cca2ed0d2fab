import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { ImageCache } from '../../src/images/cache/cache.ts'
import { gradedPairs } from '../../src/images/near-duplicates/pairs.ts'
import { silent } from '../../src/model/progress.ts'
import { Random } from '../../src/model/random.ts'
import { ImageSet, photoOf } from './photos.ts'
import { copyOf } from './transforms.ts'

/**
 * Pairs reported among the images of any folder, and how many changed copies are found among them: for sets of drawings.
 * `npx tsx bench/near-duplicates/drawings.ts FOLDER [--limit 2000] [--copies 200] [--transform NAME...] [--sheet FILE.png]`
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    limit: { type: 'string', default: '2000' },
    copies: { type: 'string', default: '200' },
    transform: {
      type: 'string',
      multiple: true,
      default: ['resize', 'JPEG 50', 'flip horizontal', 'brightness'],
    },
    sheet: { type: 'string' },
  },
})
const [folder] = positionals
if (folder === undefined) throw new Error('name a folder')
const work = { progress: silent, signal: new AbortController().signal, cacheDir: null, jobs: 1, seed: 0 }

const all = (await readdir(folder, { recursive: true })).filter((name) => /\.(png|jpe?g)$/i.test(name)).sort()
const names = new Random(5, 'drawings').shuffled(all).slice(0, Number(values.limit))
const set = new ImageSet()
/** On white, as they are looked at; of several that are the same the first. */
const flattened = new Map<string, Buffer>()
for (const name of names) {
  const bytes = await sharp(await readFile(path.join(folder, name)))
    .flatten({ background: 'white' })
    .png()
    .toBuffer()
  const key = bytes.toString('base64')
  if (!flattened.has(key)) flattened.set(key, bytes)
}
const drawings = [...flattened.values()]
const images = await Promise.all(drawings.map((bytes, index) => set.add(bytes, `${index}@`)))

const graded = await gradedPairs(images, { cache: new ImageCache(null), read: set.read }, work)
process.stdout.write(`${images.length} images: ${graded.length} pairs reported\n`)
for (const { pair, grade } of graded)
  process.stdout.write(
    `  ${pair.a} ${pair.b} ${grade} ${JSON.stringify({ d: pair.distance, s: pair.verdict.score.toFixed(3), look: pair.look })}\n`,
  )

const random = new Random(6, 'drawings')
for (const transform of values.transform) {
  const some = new Random(7, transform).shuffled([...drawings.keys()]).slice(0, Number(values.copies))
  const copies = []
  for (const index of some) {
    const { data, info } = await sharp(drawings[index])
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    copies.push(
      await set.add(
        await copyOf({ data, width: info.width, height: info.height }, transform, random),
        `${index}@${transform}`,
      ),
    )
  }
  const both = [...images, ...copies]
  const found = await gradedPairs(both, { cache: new ImageCache(null), read: set.read }, work)
  const right = found.filter(({ pair }) => photoOf(both[pair.a]) === photoOf(both[pair.b])).length
  process.stdout.write(`${transform}: ${right} of ${some.length} copies found\n`)
  set.forget(copies)
}

if (values.sheet !== undefined) {
  const [side, columns] = [96, 8]
  const cells = await Promise.all(
    graded.flatMap(({ pair }, index) =>
      [pair.a, pair.b].map(async (image, second) => ({
        input: await sharp(drawings[image])
          .resize(side, side, { fit: 'contain', background: 'white' })
          .png()
          .toBuffer(),
        left: (index % columns) * (2 * side + 16) + second * side,
        top: Math.floor(index / columns) * (side + 8),
      })),
    ),
  )
  const size = {
    width: columns * (2 * side + 16),
    height: Math.max(1, Math.ceil(graded.length / columns)) * (side + 8),
  }
  await sharp({ create: { ...size, channels: 3, background: '#ddd' } })
    .composite(cells)
    .png()
    .toFile(values.sheet)
}
