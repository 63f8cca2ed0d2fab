import path from 'node:path'
import { parseArgs } from 'node:util'
import { ImageCache } from '../src/images/cache/cache.ts'
import type { Comparable } from '../src/images/near-duplicates/copies.ts'
import { gradedPairs } from '../src/images/near-duplicates/pairs.ts'
import { silent } from '../src/model/progress.ts'
import { lookAlikes } from './near-duplicates/look-alikes.ts'
import { ImageSet, photoOf, photosOf } from './near-duplicates/photos.ts'
import { transforms } from './near-duplicates/transforms.ts'

/**
 * Recall per transform and false pairs of the search for near-duplicates, on photos of DOCTOR_TEST_DATA that no limit
 * was chosen on, see `photosOf`.
 * `npx tsx bench/near-duplicates.ts [--set NAME...] [--photos 300] [--tuning] [--transform NAME...] [--skip-look-alikes]`
 */
const { values } = parseArgs({
  options: {
    set: { type: 'string', multiple: true, default: ['grocery', 'trashnet'] },
    photos: { type: 'string', default: '300' },
    tuning: { type: 'boolean', default: false },
    transform: { type: 'string', multiple: true, default: [...transforms] },
    'skip-look-alikes': { type: 'boolean', default: false },
  },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')

/** Pairs among the photos as they are that show one scene twice; each was looked at. They count neither way. */
const sameScene: readonly RegExp[] = []

interface Score {
  copies: number
  nearIdentical: number
  found: number
  /** Pairs of different photos, and how many of them were reported at each grade. */
  distinct: number
  falseNearIdentical: number
  falsePairs: Set<string>
}

async function compare(images: readonly Comparable[], read: ImageSet['read']) {
  const work = { progress: silent, signal: new AbortController().signal, cacheDir: null, jobs: 1, seed: 0 }
  const graded = await gradedPairs(images, { cache: new ImageCache(null), read }, work)
  return graded.map(({ pair: { a, b }, grade }) => ({ a, b, grade }))
}

function scoreOf(images: readonly Comparable[], pairs: Awaited<ReturnType<typeof compare>>): Score {
  const copies = images.length / 2
  const score: Score = {
    copies,
    nearIdentical: 0,
    found: 0,
    distinct: (images.length * (images.length - 1)) / 2 - copies,
    falseNearIdentical: 0,
    falsePairs: new Set(),
  }
  for (const { a, b, grade } of pairs) {
    const [one, other] = [photoOf(images[a]), photoOf(images[b])].sort()
    if (one === other) {
      score.found += 1
      if (grade === 'near-identical') score.nearIdentical += 1
    } else if (!sameScene.some((scene) => scene.test(`${one} ${other}`))) {
      score.falsePairs.add(`${one} ${other}`)
      if (grade === 'near-identical') score.falseNearIdentical += 1
    }
  }
  return score
}

async function measure(set: string, names: readonly string[]): Promise<Map<string, Score>> {
  const folder = path.join(root ?? '', 'data', set)
  const images = new ImageSet()
  const originals = await images.addPhotos(folder, names)
  const scores = new Map<string, Score>()
  for (const transform of values.transform) {
    const copies = await images.addCopies(folder, names, transform)
    const all = [...originals, ...copies]
    const score = scoreOf(all, await compare(all, images.read))
    images.forget(copies)
    scores.set(transform, score)
    process.stderr.write(`${set}, ${transform}: ${row(score)} ${[...score.falsePairs].join(', ')}\n`)
  }
  return scores
}

const share = (count: number, of: number) => (count / of).toFixed(3)
const row = ({ copies, nearIdentical, found, falsePairs, falseNearIdentical }: Score) =>
  `${share(found, copies)} (${share(nearIdentical, copies)}), ${falsePairs.size} (${falseNearIdentical})`

const results = new Map<string, Map<string, Score>>()
for (const set of values.set) {
  const photos = await photosOf(path.join(root, 'data', set), values)
  results.set(set, await measure(set, photos.slice(0, Number(values.photos))))
}
process.stdout.write(`| | ${[...results.keys()].join(' | ')} |\n|---|${'---|'.repeat(results.size)}\n`)
for (const transform of values.transform) {
  const cells = [...results.values()].map((scores) => {
    const score = scores.get(transform)
    return score === undefined
      ? ''
      : `${share(score.found, score.copies)} (${share(score.nearIdentical, score.copies)})`
  })
  process.stdout.write(`| ${transform} | ${cells.join(' | ')} |\n`)
}
for (const [set, scores] of results) {
  const all = [...scores.values()]
  const distinct = all.reduce((sum, score) => sum + score.distinct, 0)
  const [probable, certain] = [
    all.reduce((sum, score) => sum + score.falsePairs.size, 0),
    all.reduce((sum, score) => sum + score.falseNearIdentical, 0),
  ]
  const pairs = `${probable} false of ${distinct} distinct pairs, ${certain} of them near-identical`
  process.stdout.write(
    `\n${set}: ${pairs}: ${[...new Set(all.flatMap((score) => [...score.falsePairs]))].join(', ')}\n`,
  )
}
if (!values['skip-look-alikes']) {
  process.stdout.write('\n| look-alikes | images | reported pairs |\n|---|---|---|\n')
  for (const { name, files } of await lookAlikes(path.join(root, 'data/trashnet'))) {
    const set = new ImageSet()
    const images = await Promise.all(files.map((bytes, index) => set.add(bytes, `${name} ${index}@`)))
    const pairs = await compare(images, set.read)
    process.stdout.write(`| ${name} | ${images.length} | ${pairs.length} |\n`)
  }
}
