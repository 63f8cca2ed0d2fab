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

/** The photos of a data set by class, whatever split it was published with. */
export function photosByClass(data: DataName): Map<string, string[]> {
  const root = process.env.DOCTOR_TEST_DATA
  if (root === undefined) throw new Error('DOCTOR_TEST_DATA names no folder of photos')
  const classes = new Map<string, string[]>()
  for (const file of photosBelow(path.join(root, 'data', data))) {
    const label = path.basename(path.dirname(file))
    classes.set(label, [...(classes.get(label) ?? []), file])
  }
  return classes
}

/** So many photos of each class for training and for validation, drawn at random. */
export function drawSplit(
  classes: ReadonlyMap<string, readonly string[]>,
  perClass: { train: number; val: number },
  seed: number,
): Planned[] {
  const random = new Random(seed, 'split')
  return [...classes].flatMap(([label, files]) =>
    random
      .shuffled(files)
      .slice(0, perClass.train + perClass.val)
      .map(
        (file, index): Planned => ({
          split: index < perClass.train ? 'train' : 'val',
          label,
          name: path.basename(file),
          content: { kind: 'photo', file },
        }),
      ),
  )
}
