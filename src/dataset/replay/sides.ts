import { type Cut, cutHead, cutTail } from './keras-cut.ts'
import { datasetEndings, generatorEndings, kerasFiles } from './keras-files.ts'
import type { KnownSplit } from './known-split.ts'

export type Sides =
  | { ok: true; of: ReadonlyMap<string, 'train' | 'validation'> }
  | { ok: false; reason: string }

/**
 * The side of each file that Keras reads, by its path in the folder (POSIX).
 * @param folder absolute
 */
export async function sidesOf(split: KnownSplit, folder: string): Promise<Sides> {
  const generator = split.kind === 'keras-generator'
  const listing = {
    endings: generator ? generatorEndings : datasetEndings,
    // `flow_from_directory` takes every folder for a class.
    hidden: generator,
    classes: split.classes,
  }
  const files = await kerasFiles(folder, listing)
  if (files === null) return { ok: false, reason: 'it names a class that has no folder' }
  const cut = generator
    ? cutClasses(files, split.fraction)
    : cutTail(files.flat(), split.fraction, split.seed)
  if (cut.train.length === 0 || cut.validation.length === 0)
    return { ok: false, reason: 'there are too few files for both sides' }
  const of = new Map<string, 'train' | 'validation'>()
  for (const file of cut.train) of.set(file, 'train')
  for (const file of cut.validation) of.set(file, 'validation')
  return { ok: true, of }
}

function cutClasses(files: readonly string[][], fraction: number): Cut<string> {
  const cuts = files.map((list) => cutHead(list, fraction))
  return {
    train: cuts.flatMap(({ train }) => train),
    validation: cuts.flatMap(({ validation }) => validation),
  }
}
