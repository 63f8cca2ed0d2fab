import type { Pipeline, Split } from '../../model/pipeline.ts'
import type { TrainingSetup } from '../../model/setup.ts'
import { isSeed } from './random-state.ts'

/** A split of a folder of classes whose every fact is known. */
export interface KnownSplit {
  kind: 'keras-directory' | 'keras-generator'
  /** Share of validation, between 0 and 1. */
  fraction: number
  /** null without shuffling. */
  seed: number | null
  /** The classes in the order in which they are read; null for all folders by name. */
  classes: readonly string[] | null
  /** For people: `image_dataset_from_directory(validation_split=0.2, seed=123)`. */
  written: string
}

export type SplitInCode =
  | { ok: true; file: string; known: KnownSplit }
  | { ok: false; file: string; reason: string }

/**
 * How the code splits the folder whose pipelines `reads` tells; null when no code splits anything. Several pipelines and programs must make
 * one and the same split.
 */
export function splitOfFolderInCode(
  setups: readonly TrainingSetup[],
  reads: (pipeline: Pipeline, file: string) => boolean,
): SplitInCode | null {
  const uses = setups.flatMap(({ file, pipelines }) =>
    pipelines.filter((one) => reads(one, file)).map(({ split }) => ({ file, split })),
  )
  const cuts = uses.flatMap(({ file, split }) => (split === null ? [] : [{ file, split }]))
  const [first] = cuts
  if (first === undefined) return splitOfOtherFiles(setups)
  const files = [...new Set(cuts.map(({ file }) => file))]
  const { file } = first
  const whole = uses.find(({ split }) => split === null)
  if (whole !== undefined) return { ok: false, file, reason: `${whole.file} reads all of the folder as well` }
  const known = knownSplit(first.split)
  if (typeof known === 'string') return { ok: false, file, reason: known }
  for (const { split, file: other } of cuts) {
    const second = knownSplit(split)
    if (typeof second === 'string') return { ok: false, file: other, reason: second }
    if (!alike(known, second)) {
      const reason = other === file ? 'it splits the folder in two ways' : `${other} splits it in another way`
      return { ok: false, file, reason }
    }
  }
  return { ok: true, file: files.join(' and '), known }
}

/** A split of something that the code does not trace to a folder. */
function splitOfOtherFiles(setups: readonly TrainingSetup[]): SplitInCode | null {
  const found = setups.find(({ pipelines }) =>
    pipelines.some(
      ({ split, origin }) =>
        split !== null && split.kind !== 'take-skip' && !(origin.kind === 'directory' && origin.path.value),
    ),
  )
  return found === undefined
    ? null
    : { ok: false, file: found.file, reason: 'it is not clear which files it splits' }
}

const alike = (a: KnownSplit, b: KnownSplit) => JSON.stringify(a) === JSON.stringify(b)

/** The split, or why it cannot be replayed. */
function knownSplit(split: Split): KnownSplit | string {
  const { kind, fraction, seed, shuffle, classes, side } = split
  if (kind !== 'keras-directory' && kind !== 'keras-generator')
    return 'the order in which the files are listed before the split is not known'
  if (side !== 'train' && side !== 'validation') return 'the subset is not known'
  if (fraction.value === null || fraction.value <= 0 || fraction.value >= 1)
    return 'validation_split is not known'
  if (classes === undefined || classes.from === 'unknown')
    return 'which files are read, in which order, is not known'
  if (shuffle.value === null) return 'whether it shuffles is not known'
  const share = `validation_split=${fraction.value}`
  const order = { fraction: fraction.value, classes: classes.value }
  if (kind === 'keras-generator')
    return { kind, ...order, seed: null, written: `ImageDataGenerator(${share})` }
  if (!shuffle.value)
    return { kind, ...order, seed: null, written: `image_dataset_from_directory(${share}, shuffle=False)` }
  if (seed.value === null) return seed.from === 'unknown' ? 'the seed is not known' : 'it has no seed'
  if (!isSeed(seed.value)) return `numpy takes no seed of ${seed.value}`
  const written = `image_dataset_from_directory(${share}, seed=${seed.value})`
  return { kind, ...order, seed: seed.value, written }
}
