import path from 'node:path'
import { parseArgs } from 'node:util'
import { ImageCache } from '../../src/images/cache/cache.ts'
import { lookCloser } from '../../src/images/near-duplicates/closer.ts'
import type { Compared } from '../../src/images/near-duplicates/compared.ts'
import type { Comparable } from '../../src/images/near-duplicates/copies.ts'
import { compareDrawings } from '../../src/images/near-duplicates/drawn-pairs.ts'
import { gradePairs } from '../../src/images/near-duplicates/grade.ts'
import { comparePairs } from '../../src/images/near-duplicates/near.ts'
import { silent } from '../../src/model/progress.ts'
import { ImageSet, photoOf, photosOf } from './photos.ts'
import { transforms } from './transforms.ts'

/**
 * At which stage copies are lost, on the photos that are not scored: not proposed, not aligned, not looked at closely,
 * refused. `npx tsx bench/near-duplicates/stages.ts [--set trashnet] [--photos 120] [--scored] [--names] [--transform NAME...]`
 */
const { values } = parseArgs({
  options: {
    set: { type: 'string', default: 'trashnet' },
    photos: { type: 'string', default: '120' },
    scored: { type: 'boolean', default: false },
    names: { type: 'boolean', default: false },
    transform: { type: 'string', multiple: true, default: [...transforms] },
  },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')

/** Where a true pair ends up, with the numbers that decided. */
function stageOf(pair: Compared | undefined): string {
  if (pair === undefined) return 'not proposed'
  const { verdict, look, distance, drawn } = pair
  const numbers = `distance ${distance}, score ${verdict.score.toFixed(2)}, upper ${verdict.upper.toFixed(2)}`
  if (verdict.map === null) return 'not aligned'
  if (drawn !== undefined)
    return `drawing refused: ${numbers}, worst ${drawn.worst.toFixed(2)}, colour ${drawn.colour.toFixed(1)}`
  if (look === undefined) return `no close look: ${numbers}`
  if (look === null) return `not read: ${numbers}`
  const { agreeing, tiles, breadth, grain, covering } = look
  const grained = grain === null ? 'none' : `${grain.median.toFixed(2)} (${grain.least.toFixed(2)})`
  const seen = `agreeing ${agreeing.toFixed(2)} of ${tiles}, breadth ${breadth.toFixed(3)}, grain ${grained}, covering ${covering.here} and ${covering.there}`
  return `refused: ${numbers}, ${seen}`
}

const folder = path.join(root, 'data', values.set)
const names = (await photosOf(folder, { tuning: !values.scored })).slice(0, Number(values.photos))
const set = new ImageSet()
const originals = await set.addPhotos(folder, names)
const work = { progress: silent, signal: new AbortController().signal, cacheDir: null, jobs: 1, seed: 0 }

for (const transform of values.transform) {
  const copies = await set.addCopies(folder, names, transform)
  const images: Comparable[] = [...originals, ...copies]
  const cache = new ImageCache(null)
  const { pairs, calibration } = await comparePairs(images, cache, work)
  const looked = await lookCloser(images, compareDrawings(images, pairs), { cache, read: set.read }, work)
  const graded = gradePairs(looked, calibration)
  const reported = new Set(graded.map(({ pair }) => pair))
  const certain = graded.filter(({ grade }) => grade === 'near-identical').map(({ pair }) => pair)
  const isTrue = ({ a, b }: Compared) => photoOf(images[a]) === photoOf(images[b])
  const byPhoto = new Map(looked.filter(isTrue).map((pair) => [pair.a, pair]))
  const lost = originals.flatMap((image, index) => {
    const pair = byPhoto.get(index)
    return pair !== undefined && reported.has(pair)
      ? []
      : [
          {
            name: photoOf(image),
            stage: stageOf(pair),
            features: image.look.featureCount,
            of: copies[index]?.look.featureCount,
          },
        ]
  })
  const counts = new Map<string, number>()
  for (const { stage } of lost)
    counts.set(stage.split(':')[0] ?? '', (counts.get(stage.split(':')[0] ?? '') ?? 0) + 1)
  const recall = (1 - lost.length / names.length).toFixed(3)
  const sure = (certain.filter(isTrue).length / names.length).toFixed(3)
  const kinds = [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ')
  process.stdout.write(`${transform}: ${recall} (${sure}); ${kinds}\n`)
  if (values.names)
    for (const { name, stage, features, of } of lost)
      process.stdout.write(`  ${name} (${features}, ${of} features) ${stage}\n`)
  for (const pair of graded.map(({ pair }) => pair).filter((pair) => !isTrue(pair)))
    process.stdout.write(
      `  false: ${images[pair.a]?.fact.path} ${images[pair.b]?.fact.path} ${stageOf(pair)}\n`,
    )
  set.forget(copies)
}
