import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import rule from '../rules/leakage/same-group.ts'
import { gatherImages } from '../src/images/gather.ts'
import { unwrap } from '../src/judge/unwrap.ts'
import type { Dataset, Sample } from '../src/model/dataset.ts'
import type { FindingDraft } from '../src/model/finding.ts'
import type { SplitName } from '../src/model/fix.ts'
import type { ImageFacts } from '../src/model/images.ts'
import { Random } from '../src/model/random.ts'
import { burst, type Jitter, photosBelow, shotsOf } from '../test/support/shots.ts'
import { workContext } from '../test/support/work.ts'

/**
 * leakage/same-group on photos of DOCTOR_TEST_DATA: recall on bursts that were planted on both sides of a split, and
 * false alarms under the same names where they mean nothing. Every burst is four shots of one photo of which the middle moved; names and sides
 * are drawn anew for each seed. `npx tsx bench/groups.ts [seeds]`
 */
const seeds = Number(process.argv[2] ?? '20')
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')

const folders = ['grocery/tomato', 'grocery/pepper', 'trashnet/train/cardboard', 'trashnet/train/glass']
const perFolder = 40
const shotsEach = 4
const jitters: [string, Jitter][] = [
  ['90 % of the frame, the middle moved by up to 6 %', burst],
  ['70 %, moved, turned by up to 15 degrees', { shown: 0.7, degrees: 15, brightness: 0.2, moved: 0.06 }],
  ['60 %, moved', { shown: 0.6, degrees: 0, brightness: 0.15, moved: 0.06 }],
]

/** Bursts by class: the paths of their shots. */
type Bursts = string[][][]

/** Shots of the photos, read once; paths are `class/photo_shot.jpg`. */
async function burstsOf(jitter: Jitter): Promise<{ bursts: Bursts; images: ImageFacts }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'doctor-bench-'))
  const random = new Random(0, 'bench', 'shots')
  const bursts: Bursts = []
  for (const [label, from] of folders.entries()) {
    const own: string[][] = []
    for (const [number, photo] of photosBelow(path.join(root ?? '', 'data', from))
      .slice(0, perFolder)
      .entries()) {
      const shots = await shotsOf(photo, shotsEach, random, jitter)
      const names = shots.map((_, shot) => `${label}-${number}-${shot}.jpg`)
      for (const [shot, bytes] of shots.entries())
        await writeFile(path.join(folder, names[shot] ?? ''), bytes)
      own.push(names)
    }
    bursts.push(own)
  }
  const samples = bursts.flat(2).map((path): Sample => ({ path, split: 'all', label: null, group: null }))
  const project = { root: folder, given: folder, config: {}, files: [], problems: [] }
  const images = await gatherImages(project, { samples, origin: '', classFolders: [] }, workContext())
  await rm(folder, { recursive: true })
  return { bursts, images }
}

/** File on disk -> its place in the dataset. */
type Names = Map<string, { split: SplitName; label: string; name: string }>

/** `torn` bursts of the classes, in turn, lie on both sides; as many again, and five of each class, lie whole on one. */
function tornNames(bursts: Bursts, torn: number, random: Random): Names {
  const names: Names = new Map()
  for (const [label, own] of bursts.entries()) {
    const tornHere = Math.ceil((torn - label) / bursts.length)
    const some = random.shuffled(own).slice(0, 2 * tornHere + 5)
    for (const [clip, shots] of some.entries()) {
      const whole: SplitName = random.uniform() < 0.25 ? 'validation' : 'train'
      for (const [shot, file] of shots.entries()) {
        const split = clip >= tornHere ? whole : shot === shots.length - 1 ? 'validation' : 'train'
        names.set(file, { split, label: `${label}`, name: `clip${label * 100 + clip}_${shot * 5}` })
      }
    }
  }
  return names
}

/** Bursts that each lie whole on one side, with numbers that begin anew on either. */
function repeatedNames(bursts: Bursts, random: Random): Names {
  const names: Names = new Map()
  for (const [label, own] of bursts.entries())
    for (const [at, shots] of random.shuffled(own).entries())
      for (const [shot, file] of shots.entries()) {
        const split: SplitName = at % 2 === 0 ? 'train' : 'validation'
        names.set(file, { split, label: `${label}`, name: `person${at >> 1}_${(at >> 1) * 4 + shot}` })
      }
  return names
}

/** Single shots with running numbers, in random order, every fifth for validation. */
function runningNames(bursts: Bursts, random: Random): Names {
  const names: Names = new Map()
  for (const [label, own] of bursts.entries())
    for (const [at, [file]] of random.shuffled(own).entries())
      if (file !== undefined)
        names.set(file, {
          split: at % 5 === 4 ? 'validation' : 'train',
          label: `${label}`,
          name: `IMG_${at}`,
        })
  return names
}

function findingsUnder(names: Names, { images, clusters }: ImageFacts): FindingDraft[] {
  const places = new Map(
    [...names].map(([file, { split, label, name }]) => [file, `${split}/${label}/${name}.jpg`]),
  )
  const placed = (file: string) => places.get(file) ?? ''
  const samples = [...names].map(
    ([file, { split, label }]): Sample => ({ path: placed(file), split, label, group: null }),
  )
  const dataset: Dataset = {
    samples: samples.sort((a, b) => (a.path < b.path ? -1 : 1)),
    origin: '',
    classFolders: [],
  }
  const facts: ImageFacts = {
    images: new Map(
      [...names.keys()].flatMap((file) => {
        const fact = images.get(file)
        return fact === undefined ? [] : [[placed(file), { ...fact, path: placed(file) }] as const]
      }),
    ),
    clusters: clusters
      .map(({ members, pairs }) => ({
        members: members.filter((file) => places.has(file)).map(placed),
        pairs: pairs
          .filter(({ a, b }) => places.has(a) && places.has(b))
          .map((pair) => ({ ...pair, a: placed(pair.a), b: placed(pair.b) })),
      }))
      .filter(({ pairs }) => pairs.length > 0),
  }
  return [
    ...rule.check(unwrap({ dataset: { ok: true, value: dataset }, images: { ok: true, value: facts } })),
  ]
}

const draws = (make: (random: Random) => Names, images: ImageFacts) =>
  Array.from({ length: seeds }, (_, seed) => findingsUnder(make(new Random(seed, 'bench', 'names')), images))

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

console.log(
  '| shots show | torn bursts | found in so many draws | torn bursts named, of those found | confidence |',
)
console.log('|---|---|---|---|---|')
const falseAlarms: string[] = []
for (const [name, jitter] of jitters) {
  const { bursts, images } = await burstsOf(jitter)
  for (const torn of [5, 10, 20]) {
    const found = draws((random) => tornNames(bursts, torn, random), images).filter(
      ({ length }) => length > 0,
    )
    const named = found.map((findings) =>
      Math.max(...findings.map(({ evidence }) => Number(evidence?.straddling ?? 0))),
    )
    const sure = found.map(([first]) => first?.confidence ?? 1)
    const numbers = found.length === 0 ? '- | -' : `${mean(named).toFixed(1)} | ${mean(sure).toFixed(2)}`
    console.log(`| ${name} | ${torn} | ${found.length} of ${seeds} | ${numbers} |`)
  }
  const count = (make: (random: Random) => Names) =>
    draws(make, images).filter(({ length }) => length > 0).length
  falseAlarms.push(
    `| ${name} | ${count((random) => repeatedNames(bursts, random))} of ${seeds} | ${count((random) => runningNames(bursts, random))} of ${seeds} |`,
  )
}
console.log(
  '\n| shots show | false alarms: numbers begin anew on each side | running numbers that mean nothing |\n|---|---|---|',
)
console.log(falseAlarms.join('\n'))
