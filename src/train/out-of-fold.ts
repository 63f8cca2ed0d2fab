import type { SplitName } from '../model/fix.ts'
import { Random } from '../model/random.ts'
import { type Foldable, foldsOf } from './folds.ts'
import { leftOut, ROUNDS } from './left-out.ts'

/** A labelled sample with its pooled features. */
export interface Learnable extends Foldable {
  features: Float32Array
}

export interface CrossValidation {
  /** Number of classes. */
  classes: number
  seed: number
  /** Called before each round of heads; what it throws ends the work. */
  before(): Promise<void>
  /** What was said before of the same samples, whatever their sides; what is said now is added. */
  said?: Said
}

/** What heads say of each sample of a part, by the places of its samples. */
export type Said = Map<string, readonly Float64Array[]>

/** A class of fewer groups is not judged: too little is left of it when one is left out. */
const FEWEST_GROUPS = 5
/** More samples are judged in parts, because the work grows with the cube of their number. */
const LARGEST_PART = 1500

/** What the heads of each side learn from: its own side, and those left of it in the course of a project. */
const teachers: Record<SplitName, readonly SplitName[]> = {
  train: ['train'],
  validation: ['train', 'validation'],
  test: ['train', 'validation', 'test'],
  all: ['all'],
}

/**
 * Class probabilities of every sample by heads that learned neither from it nor from its group (leave-one-group-out
 * cross-validation); null for a sample of a class of too few groups. Training samples are judged by training samples
 * alone, so that a fix of training labels owes nothing to the evaluation data that it is tried on; evaluation samples
 * are also judged by the training data.
 */
export async function outOfFold(
  samples: readonly Learnable[],
  { classes, seed, before, said = new Map() }: CrossValidation,
): Promise<(number[] | null)[]> {
  const rows = samples.map((): number[] | null => null)
  for (const { side, part } of partsOf(samples, seed)) {
    const members = part.flatMap((i) => samples[i] ?? [])
    const lesson = {
      features: members.map(({ features }) => features),
      labels: members.map(({ label }) => label),
      groups: members.map(({ group }) => group),
      classes,
    }
    const known = part.join()
    const probabilities = said.get(known) ?? (await leftOut(lesson, before))
    said.set(known, probabilities)
    part.forEach((i, place) => {
      if (samples[i]?.side === side) rows[i] = Array.from(probabilities[place] ?? [])
    })
  }
  return rows
}

/** How often {@link outOfFold} calls `before`. */
export const roundsFor = (samples: readonly Foldable[], seed: number, said: Said = new Map()): number =>
  partsOf(samples, seed).filter(({ part }) => !said.has(part.join())).length * ROUNDS

/** The pool of each side, cut where it is large: groups whole, classes and sides evenly. */
function partsOf(samples: readonly Foldable[], seed: number): { side: SplitName; part: number[] }[] {
  const sides = [...new Set(samples.map(({ side }) => side))].sort()
  return sides.flatMap((side) => {
    const pool = poolOf(samples, side)
    const count = Math.ceil(pool.length / LARGEST_PART)
    const members = pool.flatMap((i) => samples[i] ?? [])
    const folds = foldsOf(members, count, new Random(seed, 'parts', side))
    const parts = Array.from({ length: count }, (_, fold) => pool.filter((_, place) => folds[place] === fold))
    return parts.filter((part) => part.some((i) => samples[i]?.side === side)).map((part) => ({ side, part }))
  })
}

/** Indices of what the heads of a side learn from, without classes that are too rare among it. */
function poolOf(samples: readonly Foldable[], side: SplitName): number[] {
  const pool = [...samples.keys()].filter((i) => teachers[side].includes(samples[i]?.side ?? side))
  const groups = new Map<number, Set<string>>()
  for (const i of pool) {
    const { label = -1, group = '' } = samples[i] ?? {}
    groups.set(label, (groups.get(label) ?? new Set()).add(group))
  }
  return pool.filter((i) => (groups.get(samples[i]?.label ?? -1)?.size ?? 0) >= FEWEST_GROUPS)
}
