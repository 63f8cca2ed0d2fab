import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ImageCache } from '../../src/images/cache/cache.ts'
import type { Comparable } from '../../src/images/near-duplicates/copies.ts'
import { gradedPairs } from '../../src/images/near-duplicates/pairs.ts'
import { silent } from '../../src/model/progress.ts'
import { ImageSet, photoOf, photosOf } from './photos.ts'
import { transforms } from './transforms.ts'

/**
 * Recall per transform, false pairs and cost of the search in one large set: all photos of grocery and trashnet, changed copies
 * of those that are scored (or of others, for tuning), and images of further folders until there are `size` in all.
 * `npx tsx bench/near-duplicates/large.ts [--size 2185] [--fill FOLDER...] [--photos 300] [--tuning] [--transform NAME...]`
 */
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '2185' },
    fill: { type: 'string', multiple: true, default: [] },
    photos: { type: 'string', default: '300' },
    tuning: { type: 'boolean', default: false },
    transform: { type: 'string', multiple: true, default: [...transforms] },
  },
})
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
const sets = ['grocery', 'trashnet']
const folderOf = (set: string) => path.join(root, 'data', set)

const images = new ImageSet()
/** Those that get copies, by set. */
const sources = new Map<string, string[]>()
const photos: Comparable[] = []
for (const set of sets) {
  const own = await photosOf(folderOf(set), values)
  const chosen = own.slice(0, Number(values.photos))
  sources.set(set, chosen)
  const others = await photosOf(folderOf(set), { tuning: !values.tuning })
  photos.push(...(await images.addPhotos(folderOf(set), [...own, ...others])))
}
const copied = [...sources.values()].reduce((sum, names) => sum + names.length, 0)
const fillers: Comparable[] = []
for (const folder of values.fill) {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(jpe?g|png)$/i.test(name))
  const room = Number(values.size) - photos.length - copied - fillers.length
  if (room > 0) fillers.push(...(await images.addPhotos(folder, names.sort().slice(0, room))))
}

const fillerNames = new Set(fillers.map(photoOf))
const rows: string[] = []
const strangePairs = new Map<string, Set<string>>()
let distinct = 0
for (const transform of values.transform) {
  const copies = new Map<string, Comparable[]>()
  for (const [set, names] of sources) copies.set(set, await images.addCopies(folderOf(set), names, transform))
  // By content, as in a set whose names mean nothing.
  const all = [...photos, ...fillers, ...[...copies.values()].flat()].sort((x, y) =>
    x.fact.bytesDigest < y.fact.bytesDigest ? -1 : 1,
  )
  const before = process.cpuUsage()
  const work = { progress: silent, signal: new AbortController().signal, cacheDir: null, jobs: 1, seed: 0 }
  const graded = await gradedPairs(all, { cache: new ImageCache(null), read: images.read }, work)
  const { user, system } = process.cpuUsage(before)
  const found = new Map<string, string>()
  for (const { pair, grade } of graded) {
    const [one, other] = [photoOf(all[pair.a]), photoOf(all[pair.b])].sort()
    if (one === undefined || other === undefined) continue
    if (one === other) found.set(one, grade)
    else {
      const kind = `${fillerNames.has(one) || fillerNames.has(other) ? 'with further images' : 'photos'}, ${grade}`
      strangePairs.set(kind, (strangePairs.get(kind) ?? new Set()).add(`${one} ${other}`))
    }
  }
  distinct += (all.length * (all.length - 1)) / 2 - copied
  const cells = [...sources.values()].map((names) => {
    const grades = names.map((name) => found.get(name)).filter((grade) => grade !== undefined)
    const certain = grades.filter((grade) => grade === 'near-identical').length
    return `${(grades.length / names.length).toFixed(3)} (${(certain / names.length).toFixed(3)})`
  })
  const peak = Math.round(process.resourceUsage().maxRSS / 1024)
  rows.push(`| ${transform} | ${cells.join(' | ')} | ${((user + system) / 1e6).toFixed(1)} | ${peak} |`)
  process.stderr.write(`${all.length} images ${rows.at(-1)}\n`)
  for (const made of copies.values()) images.forget(made)
}
process.stdout.write(
  `| ${photos.length + fillers.length + copied} images | ${sets.join(' | ')} | processor seconds | peak MiB |\n|---|---|---|---|---|\n${rows.join('\n')}\n`,
)
for (const [kind, pairs] of strangePairs)
  process.stdout.write(`\n${kind}: ${pairs.size} in ${distinct} pairs: ${[...pairs].sort().join(', ')}\n`)
