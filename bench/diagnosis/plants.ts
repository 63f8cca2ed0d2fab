import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { Random } from '../../src/model/random.ts'
import { shotsOf } from '../../test/support/shots.ts'
import type { Planned } from './photos.ts'

/** The bytes of a planned file. */
export const bytesOf = ({ content }: Planned): Promise<Uint8Array> =>
  content.kind === 'photo' ? readFile(content.file) : Promise.resolve(content.bytes)

/** Saved once more, a little smaller: what passes through a phone or a web page. */
async function resaved(file: Planned): Promise<Uint8Array> {
  const image = sharp(await bytesOf(file))
  const { width } = await image.metadata()
  return image
    .resize(Math.round(width * 0.9))
    .jpeg({ quality: 70 })
    .toBuffer()
}

const drawn = (files: readonly Planned[], share: number, random: Random): Planned[] =>
  random.shuffled(files).slice(0, Math.round(files.length * share))

/** Copies of a share of the validation photos get into training, under names of their own. */
export async function leakCopies(files: readonly Planned[], share: number, seed: number): Promise<Planned[]> {
  const random = new Random(seed, 'copies')
  const leaked = drawn(
    files.filter(({ split }) => split === 'val'),
    share,
    random,
  )
  const copies = leaked.map(
    async (file, index): Promise<Planned> => ({
      ...file,
      split: 'train',
      name: `web_${random.below(1e6)}_${index}.jpg`,
      content: { kind: 'bytes', bytes: await resaved(file) },
    }),
  )
  return [...files, ...(await Promise.all(copies))]
}

/** Every photo becomes a burst of shots; three of each burst are trained on and the fourth is validated on. */
export async function leakBursts(files: readonly Planned[], seed: number): Promise<Planned[]> {
  const random = new Random(seed, 'bursts')
  const shots: Planned[] = []
  for (const [clip, file] of files.entries()) {
    if (file.content.kind !== 'photo') continue
    const burst = await shotsOf(file.content.file, 4, random)
    for (const [shot, bytes] of burst.entries())
      shots.push({
        ...file,
        split: shot < 3 ? 'train' : 'val',
        name: `clip${clip}_${shot * 5}.jpg`,
        content: { kind: 'bytes', bytes },
      })
  }
  return shots
}

/** A share of the training photos is there once more, under another label. */
export async function contradict(files: readonly Planned[], share: number, seed: number): Promise<Planned[]> {
  const random = new Random(seed, 'contradictions')
  const labels = [...new Set(files.map(({ label }) => label))]
  const chosen = drawn(
    files.filter(({ split }) => split === 'train'),
    share,
    random,
  )
  const copies = chosen.map(
    async (file, index): Promise<Planned> => ({
      ...file,
      label: otherOf(labels, file.label, random),
      name: `again_${random.below(1e6)}_${index}.jpg`,
      content: { kind: 'bytes', bytes: await bytesOf(file) },
    }),
  )
  return [...files, ...(await Promise.all(copies))]
}

/** A share of all photos lies in the folder of another class. */
export function mislabel(files: readonly Planned[], share: number, seed: number): Planned[] {
  const random = new Random(seed, 'wrong labels')
  const labels = [...new Set(files.map(({ label }) => label))]
  const chosen = new Set(drawn(files, share, random))
  return files.map((file) =>
    chosen.has(file) ? { ...file, label: otherOf(labels, file.label, random) } : file,
  )
}

function otherOf(labels: readonly string[], label: string, random: Random): string {
  const others = labels.filter((one) => one !== label)
  return others[random.below(others.length)] ?? label
}

/** One validation photo is in training as well, and one photo is a PNG called .jpg. */
export async function bystanders(files: readonly Planned[]): Promise<Planned[]> {
  const leaked = files.find(({ split }) => split === 'val')
  const renamed = files.find(({ split }) => split === 'train')
  if (leaked === undefined || renamed === undefined) return [...files]
  const png = await sharp(await bytesOf(renamed))
    .png()
    .toBuffer()
  return [
    ...files.map(
      (file): Planned => (file === renamed ? { ...file, content: { kind: 'bytes', bytes: png } } : file),
    ),
    {
      ...leaked,
      split: 'train',
      name: 'extra.jpg',
      content: { kind: 'bytes', bytes: await bytesOf(leaked) },
    },
  ]
}
