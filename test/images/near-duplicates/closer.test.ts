import { expect, test } from 'vitest'
import { ImageCache } from '../../../src/images/cache/cache.ts'
import { inMemory } from '../../../src/images/cache/stored-look.ts'
import { closeSide } from '../../../src/images/compare/close-up.ts'
import { decode } from '../../../src/images/decode/decode.ts'
import { contentOf } from '../../../src/images/look/content.ts'
import type { Calibration } from '../../../src/images/near-duplicates/calibrate.ts'
import { lookCloser, type ReadAgain } from '../../../src/images/near-duplicates/closer.ts'
import type { Compared } from '../../../src/images/near-duplicates/compared.ts'
import type { Comparable } from '../../../src/images/near-duplicates/copies.ts'
import { gradePairs } from '../../../src/images/near-duplicates/grade.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { workContext } from '../../support/work.ts'
import { photo } from '../photo.ts'

/** Two photos and a copy of the first, with what their bytes are read from. */
async function images(width: number, height: number) {
  const encoded = [photo(width, height, 0), photo(width, height, 5), photo(width, height, 0).greyscale()]
  const bytes = await Promise.all(encoded.map((image) => image.jpeg().toBuffer()))
  const all: Comparable[] = []
  for (const [index, file] of bytes.entries()) {
    const content = await contentOf(file, `${index}`.repeat(64))
    if (!('look' in content)) throw new Error(content.fact.reason)
    all.push({ fact: { ...content.fact, path: `${index}` }, look: inMemory(content.look) })
  }
  const asked: string[] = []
  const read: ReadAgain = async ({ path }) => {
    asked.push(path)
    const file = bytes[Number(path)]
    return file === undefined ? null : (await decode(file, closeSide)).raster
  }
  return { all, read, asked }
}

const pair = (a: number, b: number, score = 0.85, distance = 100): Compared => ({
  a,
  b,
  distance,
  verdict: {
    correlation: score,
    score,
    upper: 0.95,
    overlap: 1,
    orientation: 'none',
    map: [1, 0, 0, 0, 1, 0],
  },
})

/** As in sets whose look-alikes reach high: thumbnails say nothing below 0.95. */
const calibration: Calibration = {
  grade: (score) => (score > 0.95 ? 'probable' : null),
  falsePositives: () => 3,
}

test('a copy is told by a close look, another photo is not, and both are remembered', async () => {
  const { all, read, asked } = await images(360, 300)
  const cacheDir = await temporaryFolder()
  const cache = new ImageCache(cacheDir)
  const pairs = [pair(0, 1), pair(0, 2)]
  expect(gradePairs(pairs, calibration)).toEqual([])
  const looked = await lookCloser(all, pairs, { cache, read }, workContext())
  expect(asked).toEqual(['0', '1', '2'])
  const graded = gradePairs(looked, calibration)
  expect(graded.map(({ pair: { a, b }, grade }) => [a, b, grade])).toEqual([[0, 2, 'near-identical']])
  expect(graded[0]?.falsePositives).toBeLessThan(0.001)
  cache.close()
  const later = new ImageCache(cacheDir)
  expect(await lookCloser(all, pairs, { cache: later, read }, workContext())).toEqual(looked)
  expect(asked.length).toBe(3)
  later.close()
})

test('a close look overrules the calibration, but says nothing of small images and of those that are gone', async () => {
  const { all, read } = await images(360, 300)
  const known = { cache: new ImageCache(null), read }
  const alike = [pair(0, 1, 0.96)]
  expect(gradePairs(alike, calibration)).toMatchObject([{ grade: 'probable', falsePositives: 3 }])
  expect(gradePairs(await lookCloser(all, alike, known, workContext()), calibration)).toEqual([])
  const gone = { cache: new ImageCache(null), read: async () => null }
  expect(gradePairs(await lookCloser(all, alike, gone, workContext()), calibration)).toMatchObject([
    { grade: 'probable', falsePositives: 3 },
  ])
  const small = await images(150, 120)
  const again = { cache: new ImageCache(null), read: small.read }
  const looked = await lookCloser(small.all, alike, again, workContext())
  expect(gradePairs(looked, calibration)).toMatchObject([{ grade: 'probable', falsePositives: 3 }])
})

test('images are read again for open pairs alone', async () => {
  const { all, read, asked } = await images(360, 300)
  const known = { cache: new ImageCache(null), read }
  const plain = pair(0, 2, 0.95, 10)
  const unlike = pair(0, 1, 0.3)
  expect(await lookCloser(all, [plain, unlike], known, workContext())).toEqual([plain, unlike])
  expect(asked).toEqual([])
})
