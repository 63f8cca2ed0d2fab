import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp, { type Sharp } from 'sharp'
import outlier from '../rules/images/quality-outlier.ts'
import shortcut from '../rules/images/shortcut.ts'
import { contentOf } from '../src/images/look/content.ts'
import { unwrap } from '../src/judge/unwrap.ts'
import type { Dataset, Sample } from '../src/model/dataset.ts'
import type { DecodedImage } from '../src/model/images.ts'
import { Random } from '../src/model/random.ts'
import { framed } from '../test/support/framed.ts'

/**
 * Planted shortcuts and spoilt photos among real ones (DOCTOR_TEST_DATA): what images/shortcut and
 * images/quality-outlier name, there and in random parts of the untouched sets: `npx tsx bench/images.ts`
 */
const root = process.env.DOCTOR_TEST_DATA
if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')

type Change = (photo: Sharp, size: { width: number; height: number }) => Sharp

const jpeg = (photo: Sharp) => photo.jpeg({ quality: 90 })

/** What is done to every image of the first class; the others are encoded anew as they are. */
const shortcuts: Record<string, Change> = {
  nothing: jpeg,
  PNG: (photo) => photo.png(),
  'JPEG quality 70': (photo) => photo.jpeg({ quality: 70 }),
  'JPEG quality 95': (photo) => photo.jpeg({ quality: 95 }),
  '256 x 256': (photo) => jpeg(photo.resize(256, 256, { fit: 'fill' })),
  'black frame of 8 pixels': (photo, size) => jpeg(framed(8, 'black')(photo, size)),
  'without colour': (photo) => jpeg(photo.greyscale()),
  'brightness x 0.5': (photo) => jpeg(photo.linear(0.5, 0)),
  'brightness x 1.2': (photo) => jpeg(photo.linear(1.2, 0)),
}

/** What is done to five photos each. */
const spoils: Record<string, Change> = {
  'far too dark (x 0.12)': (photo) => photo.linear(0.12, 0),
  'nearly white': (photo) => photo.linear(0.12, 225),
  'blurred (sigma 2.5 % of the side)': (photo, size) => photo.blur(0.025 * Math.min(size.width, size.height)),
  'blurred (sigma 5 % of the side)': (photo, size) => photo.blur(0.05 * Math.min(size.width, size.height)),
  'a strip of 6:1': (photo, { width }) => photo.resize(width, Math.round(width / 6), { fit: 'fill' }),
}

interface Photo {
  file: string
  label: string
  image: DecodedImage
}

async function read(bytes: Buffer, file: string): Promise<Photo> {
  const { fact } = await contentOf(bytes, file)
  if (!fact.ok) throw new Error(`${file} ${fact.reason}`)
  return { file, label: path.basename(path.dirname(file)), image: { ...fact, path: file } }
}

async function changed(file: string, change: Change): Promise<Photo> {
  return read(await change(sharp(file), await sharp(file).metadata()).toBuffer(), file)
}

/** What a rule says of photos, three of four of them in training. */
function sayings(rule: typeof shortcut, photos: readonly Photo[], seed: number) {
  const random = new Random(seed, 'splits')
  const samples = photos.map(({ file, label }): Sample => {
    return { path: file, split: random.below(4) > 0 ? 'train' : 'validation', label, group: null }
  })
  const dataset: Dataset = { origin: 'folders', samples, classFolders: [], manifests: [], problems: [] }
  const images = { images: new Map(photos.map(({ file, image }) => [file, image])), clusters: [] }
  const facts = { dataset: { ok: true, value: dataset }, images: { ok: true, value: images } } as const
  return [...rule.check(unwrap(facts))]
}

const every = <T>(count: number, of: (index: number) => T) => Array.from({ length: count }, (_, i) => of(i))

for (const set of ['grocery', 'trashnet']) {
  const folder = path.join(root, 'data', set)
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.jpg')).sort()
  const photos = await Promise.all(
    files.map(async (name) => read(await readFile(path.join(folder, name)), path.join(folder, name))),
  )
  const classes = [...new Set(photos.map(({ label }) => label))].sort()
  for (const rule of [shortcut, outlier]) {
    const alarms = every(40, (seed) => {
      const random = new Random(seed, 'part', set)
      const some = random.shuffled(classes).slice(0, 2 + random.below(classes.length - 1))
      const share = 0.2 + 0.1 * random.below(9)
      const part = photos.filter(({ label }) => some.includes(label) && random.below(1000) < 1000 * share)
      return sayings(rule, part, seed)
    }).flat()
    const whole = sayings(rule, photos, 0).length
    console.log(`${set}, untouched: ${rule.id} ${whole} findings, in 40 random parts ${alarms.length}`)
  }
  for (const [name, change] of Object.entries(shortcuts)) {
    const said: string[] = []
    for (const first of [0, 1, 2]) {
      const three = every(3, (i) => classes[(first + i) % classes.length] ?? '')
      const chosen = three.flatMap((label, place) => {
        const own = photos.filter((photo) => photo.label === label)
        const sixty = new Random(5, label).shuffled(own).slice(0, 60)
        return sixty.map(({ file }) => changed(file, place === 0 ? change : jpeg))
      })
      const found = sayings(shortcut, await Promise.all(chosen), first)
      const named = found.map(({ evidence, message }) => {
        const right = message.startsWith(`"${three[0]}" can`)
        return `${String(evidence?.property)}${right ? '' : ' (of another class)'}`
      })
      said.push(named.join(' and ') || 'silent')
    }
    console.log(`${set}, a class ${name}: ${said.join(', ')}`)
  }
  const chosen = new Random(3, 'photos', set).shuffled(photos).slice(0, 300)
  const kinds = Object.entries(spoils).flatMap((kind) => every(5, () => kind))
  const spoilt = await Promise.all(
    chosen.map(({ file }, i) => {
      const spoil = kinds[i]?.[1]
      return changed(file, (photo, size) => jpeg(spoil === undefined ? photo : spoil(photo, size)))
    }),
  )
  for (const { message, locations } of sayings(outlier, spoilt, 0)) {
    const planted = locations.map((place) => kinds[spoilt.findIndex(({ file }) => file === place.path)]?.[0])
    console.log(`${set}, 300 photos, spoilt ones among them: ${message}: ${planted.join(', ')}`)
  }
}
