import type { SplitName } from '../model/fix.ts'
import { Random } from '../model/random.ts'
import { type Foldable, foldsOf } from './folds.ts'
import { trainHead } from './head/train.ts'
import { judgeRecipe } from './recipe.ts'
import { preparation } from './standardise.ts'

/** A labelled sample with its pooled features. */
export interface Learnable extends Foldable {
  features: Float32Array
}

export interface CrossValidation {
  /** Number of classes. */
  classes: number
  seed: number
  /** Called before each head; what it throws ends the work. */
  before(): Promise<void>
  /** Called after each head. */
  trained(): void
}

const FOLDS = 5
/** Heads are averaged over so many draws of the folds: a single one leaves chance in the probabilities. */
const DRAWS = 3

/** What the heads of each side learn from: its own side, and those left of it in the course of a project. */
const teachers: Record<SplitName, readonly SplitName[]> = {
  train: ['train'],
  validation: ['train', 'validation'],
  test: ['train', 'validation', 'test'],
  all: ['all'],
}

/**
 * Class probabilities of every sample by heads that learned neither from it nor from its group (stratified
 * cross-validation); null for a sample of a class too small to be in every fold's training part. Training samples
 * are judged by training samples alone, so that a fix of training labels owes nothing to the evaluation data that it
 * is tried on; evaluation samples are also judged by the training data.
 */
export async function outOfFold(
  samples: readonly Learnable[],
  options: CrossValidation,
): Promise<(number[] | null)[]> {
  const sums = samples.map(() => new Float64Array(options.classes))
  const judged = sidesOf(samples).map((side) => ({ side, pool: poolOf(samples, side) }))
  for (let draw = 0; draw < DRAWS; draw++) {
    const folds = foldsOf(samples, FOLDS, new Random(options.seed, 'folds', draw))
    for (const { side, pool } of judged) {
      for (let fold = 0; fold < FOLDS; fold++) {
        const targets = pool.filter((i) => folds[i] === fold && samples[i]?.side === side)
        if (targets.length === 0) continue
        await options.before()
        const learned = pool.filter((i) => folds[i] !== fold)
        const predict = learn(
          learned.flatMap((i) => samples[i] ?? []),
          options,
          draw,
        )
        for (const i of targets) add(sums[i], predict(samples[i]?.features ?? new Float32Array()))
        options.trained()
      }
    }
  }
  return sums.map((row) =>
    row.some((value) => value > 0) ? Array.from(row, (value) => value / DRAWS) : null,
  )
}

/** How many heads {@link outOfFold} trains, at most. */
export const headsFor = (samples: readonly Foldable[]): number => sidesOf(samples).length * FOLDS * DRAWS

function learn(train: readonly Learnable[], options: CrossValidation, draw: number) {
  const { classes, seed } = options
  const prepare = preparation(train.map(({ features }) => features))
  const data = train.map(({ features, label }) => ({ label, views: [prepare(features)] }))
  const head = trainHead({ classes, train: data, validation: [] }, judgeRecipe, seed + draw)
  return (features: Float32Array) => head.predict(prepare(features))
}

const sidesOf = (samples: readonly Foldable[]): SplitName[] =>
  [...new Set(samples.map(({ side }) => side))].sort()

/** Indices of what the heads of a side learn from, without classes that are too rare among it. */
export function poolOf(samples: readonly Foldable[], side: SplitName): number[] {
  const pool = [...samples.keys()].filter((i) => teachers[side].includes(samples[i]?.side ?? side))
  const groups = new Map<number, Set<string>>()
  for (const i of pool) {
    const { label = -1, group = '' } = samples[i] ?? {}
    groups.set(label, (groups.get(label) ?? new Set()).add(group))
  }
  return pool.filter((i) => (groups.get(samples[i]?.label ?? -1)?.size ?? 0) >= FOLDS)
}

function add(sum: Float64Array | undefined, values: Float64Array): void {
  values.forEach((value, k) => {
    if (sum !== undefined) sum[k] = (sum[k] ?? 0) + value
  })
}
