import type { Sharp } from 'sharp'
import type { Random } from '../../src/model/random.ts'
import type { Case } from './cases.ts'
import { allAtOnce } from './fine-tuning.ts'
import { redraw } from './planted/photos.ts'
import type { Photo, Sandbox } from './sandbox.ts'

const withoutColour = (image: Sharp) => image.greyscale().jpeg({ quality: 90 })

/** Laplacian of the eight neighbours: edges on black. */
const edges = { width: 3, height: 3, kernel: [-1, -1, -1, -1, 8, -1, -1, -1, -1] }

/** Labels that mean nothing: no network can learn them. */
async function mixLabels(sandbox: Sandbox, random: Random): Promise<void> {
  const { photos } = sandbox
  const labels = random.shuffled(photos.map(({ label }) => label))
  for (const [i, photo] of photos.entries()) {
    const other: Photo = { ...photo, label: labels[i] ?? photo.label, name: `${i}_${photo.name}` }
    await sandbox.move(photo, other)
  }
}

const fromScratch = allAtOnce('1e-3').replace("weights='imagenet'", 'weights=None')

/** Faults whose trials only a full probe has the time for. */
export const fullFaults: readonly Case[] = [
  {
    kind: 'edges without colour, all of the trunk frozen',
    rule: 'preprocessing/domain-mismatch',
    full: true,
    plant: (sandbox) => redraw(sandbox, (image) => withoutColour(image.convolve(edges))),
  },
  { kind: 'random weights', rule: 'fine-tuning/not-pretrained', full: true, program: fromScratch },
]

/** The same where there is nothing to learn. */
export const fullNulls: readonly Case[] = [
  {
    kind: 'grey photos under random labels, all of the trunk frozen',
    rule: 'preprocessing/domain-mismatch',
    full: true,
    async plant(sandbox, random) {
      await redraw(sandbox, withoutColour)
      await mixLabels(sandbox, random)
    },
  },
  {
    kind: 'random weights under random labels',
    rule: 'fine-tuning/not-pretrained',
    full: true,
    plant: mixLabels,
    program: fromScratch,
  },
]
