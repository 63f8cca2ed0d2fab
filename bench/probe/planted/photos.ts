import { readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import type { Random } from '../../../src/model/random.ts'
import { framed } from '../../../test/support/framed.ts'
import { shotsOf } from '../../../test/support/shots.ts'
import type { Case } from '../cases.ts'
import { orderedArrays, orderedFolder } from '../other-programs.ts'
import type { Photo, Sandbox } from '../sandbox.ts'

/** Of the validation photos, so many get a copy in training. */
const LEAKED = 48
/** Of each class so many scenes were photographed four times. */
const BURSTS = 6
/** Training photos that are touched: a third of those of a sandbox. */
const TOUCHED = 120

/** Pixels. */
const FRAME = 16

const another = (sandbox: Sandbox, { label }: Photo, random: Random): string =>
  random.shuffled(sandbox.classes.filter((name) => name !== label))[0] ?? label

async function leak(
  sandbox: Sandbox,
  random: Random,
  nameOf: (name: string) => string,
  change: (bytes: Uint8Array, i: number) => Promise<Uint8Array>,
): Promise<void> {
  for (const [i, photo] of sandbox.shuffled('val', random).slice(0, LEAKED).entries()) {
    const bytes = await change(await readFile(sandbox.pathOf(photo)), i)
    await sandbox.add({ ...photo, side: 'train', name: nameOf(photo.name) }, bytes)
  }
}

const leaks: Case[] = [
  {
    kind: 'leak by copies',
    rule: 'leakage/exact-duplicate',
    plant: (sandbox, random) =>
      leak(
        sandbox,
        random,
        (name) => `new_${name}`,
        async (bytes) => bytes,
      ),
  },
  {
    kind: 'leak by changed copies',
    rule: 'leakage/near-duplicate',
    plant: (sandbox, random) =>
      leak(
        sandbox,
        random,
        (name) => `new_${name}`,
        (bytes, i) => {
          const small = sharp(bytes)
            .flop(i % 2 === 0)
            .resize({ width: 220 })
          return small.modulate({ brightness: 1.1 }).jpeg({ quality: 60 }).toBuffer()
        },
      ),
  },
  {
    kind: 'leak by augmented copies',
    rule: 'leakage/augmented-copy',
    plant: (sandbox, random) =>
      leak(
        sandbox,
        random,
        (name) => name.replace('.jpg', '_flip.jpg'),
        (bytes) => sharp(bytes).flop().jpeg({ quality: 90 }).toBuffer(),
      ),
  },
  {
    kind: 'group on both sides',
    rule: 'leakage/same-group',
    async plant(sandbox, random) {
      const scenes = sandbox.shuffled('val', random).slice(0, BURSTS * sandbox.classes.length)
      for (const [i, photo] of scenes.entries()) {
        const shots = await shotsOf(sandbox.pathOf(photo), 4, random)
        for (const [shot, bytes] of shots.entries()) {
          const name = `clip${i}_${shot * 5}.jpg`
          await sandbox.add({ ...photo, side: shot === 3 ? 'val' : 'train', name }, bytes)
        }
        await sandbox.take(photo)
      }
    },
  },
]

const labels = (count: number): Case[] => [
  {
    kind: `${count} copies under two labels`,
    rule: 'labels/conflicting-duplicates',
    async plant(sandbox, random) {
      for (const photo of sandbox.shuffled('train', random).slice(0, count)) {
        const bytes = await readFile(sandbox.pathOf(photo))
        const label = another(sandbox, photo, random)
        await sandbox.add({ ...photo, label, name: `new_${photo.name}` }, bytes)
      }
    },
  },
  {
    kind: `${count} wrong copies beside two right ones`,
    rule: 'labels/conflicting-duplicates',
    async plant(sandbox, random) {
      for (const photo of sandbox.shuffled('train', random).slice(0, count)) {
        const bytes = await readFile(sandbox.pathOf(photo))
        const label = another(sandbox, photo, random)
        await sandbox.add({ ...photo, name: `again_${photo.name}` }, bytes)
        await sandbox.add({ ...photo, label, name: `new_${photo.name}` }, bytes)
      }
    },
  },
  {
    kind: `${count} wrong labels`,
    rule: 'labels/likely-mislabelled',
    async plant(sandbox, random) {
      for (const photo of sandbox.shuffled('train', random).slice(0, count))
        await sandbox.move(photo, { ...photo, label: another(sandbox, photo, random) })
    },
  },
]

const inClassOrder = (kind: string, program: string): Case => ({
  kind,
  rule: 'split/class-ordered-tail',
  plant: (sandbox) => sandbox.flatten(),
  program,
})
const cuts = [
  inClassOrder('tail of a folder in class order', orderedFolder),
  inClassOrder('tail of arrays in class order', orderedArrays),
]

/** Every photo of both sides as it is drawn anew. */
export async function redraw(
  sandbox: Sandbox,
  draw: (image: Sharp, photo: Photo) => Sharp | Promise<Sharp>,
): Promise<void> {
  for (const photo of sandbox.photos) {
    const drawn = await draw(sharp(await readFile(sandbox.pathOf(photo))), photo)
    const bytes = await drawn.toBuffer()
    await sandbox.take(photo)
    await sandbox.add(photo, bytes)
  }
}

/** Black frames over the edges of some photos of both sides; all are encoded anew, so that nothing else tells them. */
export const frames = (wanted: (photo: Photo, sandbox: Sandbox) => boolean) => (sandbox: Sandbox) =>
  redraw(sandbox, async (image, photo) => {
    const drawn = wanted(photo, sandbox) ? framed(FRAME, 'black')(image, await image.metadata()) : image
    return drawn.jpeg({ quality: 95 })
  })

const shortcut: Case = {
  kind: 'black frames around one class',
  rule: 'images/shortcut',
  plant: frames(({ label }, { classes }) => label === classes[0]),
}

/** Faults of the photos, of their labels and of how they are split. */
export const photoFaults: readonly Case[] = [...leaks, ...labels(TOUCHED), ...cuts, shortcut]
