import path from 'node:path'
import { Random } from '../../src/model/random.ts'
import { photosBelow } from '../../test/support/shots.ts'

export const dataNames = ['grocery', 'trashnet'] as const
export type DataName = (typeof dataNames)[number]

/** A file of a project, and what it is made of. */
export interface Planned {
  split: 'train' | 'val'
  label: string
  name: string
  content: { kind: 'photo'; file: string } | { kind: 'bytes'; bytes: Uint8Array }
}

/** Pairs of trashnet that were published with one photo twice, three of them under two labels. */
const publishedTwice = new Set(
  ['glass115', 'metal91', 'glass176', 'plastic152', 'glass389', 'plastic332', 'metal122', 'metal57'].map(
    (name) => `${name}.jpg`,
  ),
)

/** Without the photos that were published twice: nothing is wrong with what is left, as far as we know. */
export const withoutTwins = (classes: ReadonlyMap<string, Sides>): Map<string, Sides> => {
  const single = (files: readonly string[]) =>
    files.filter((file) => !publishedTwice.has(path.basename(file)))
  return new Map(
    [...classes].map(([label, { train, val }]) => [label, { train: single(train), val: single(val) }]),
  )
}

/** The photos of one class by the side that they were published on. */
export type Sides = Record<Planned['split'], string[]>

/**
 * The photos of a data set by class. Sides as they were published (test photos count as validation): neither set has
 * shots of one scene across them, while random splits of the grocery photos have a few; four photos of trashnet are
 * there twice.
 */
export function photosByClass(data: DataName): Map<string, Sides> {
  const root = process.env.DOCTOR_TEST_DATA
  if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
  const folder = path.join(root, 'data', data)
  const classes = new Map<string, Sides>()
  for (const file of photosBelow(folder)) {
    // grocery/banana/train__Banana_001.jpg, trashnet/train/glass/glass12.jpg
    const published = /(train|val|test)(?:__|\/)/.exec(path.relative(folder, file))?.[1]
    const label = path.basename(path.dirname(file))
    const sides = classes.get(label) ?? { train: [], val: [] }
    sides[published === 'train' ? 'train' : 'val'].push(file)
    classes.set(label, sides)
  }
  return classes
}

/** So many photos of each class for training and for validation, drawn at random. */
export function drawSplit(
  classes: ReadonlyMap<string, Sides>,
  perClass: Record<Planned['split'], number>,
  seed: number,
): Planned[] {
  const random = new Random(seed, 'split')
  const draw = (split: Planned['split'], label: string, files: readonly string[]) =>
    random
      .shuffled(files)
      .slice(0, perClass[split])
      .map((file): Planned => ({ split, label, name: path.basename(file), content: { kind: 'photo', file } }))
  return [...classes].flatMap(([label, sides]) => [
    ...draw('train', label, sides.train),
    ...draw('val', label, sides.val),
  ])
}
