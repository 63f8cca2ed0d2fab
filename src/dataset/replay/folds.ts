import type { RandomState } from './random-state.ts'
import { range } from './shuffle.ts'
import { byLabel, type Label, membersOf, type Sides } from './stratified.ts'
import { type Counts, shuffledSides } from './train-test-split.ts'

/**
 * One fold of sklearn's `KFold(splits)` over n samples (sklearn/model_selection/_split.py). Null where sklearn raises.
 * @param random shuffles first; null with `shuffle=False`
 * @param fold from 0
 */
export function kFold(n: number, splits: number, fold: number, random: RandomState | null): Sides | null {
  if (splits < 2 || splits > n || fold >= splits) return null
  const order = random === null ? range(n) : random.shuffle(range(n))
  const size = (at: number) => Math.floor(n / splits) + (at < n % splits ? 1 : 0)
  const from = range(fold).reduce((sum, at) => sum + size(at), 0)
  return apart(n, new Set(order.slice(from, from + size(fold))))
}

/** One fold of `StratifiedKFold(splits)`: each class is dealt to the folds by itself. */
export function stratifiedKFold(
  labels: readonly Label[],
  splits: number,
  fold: number,
  random: RandomState | null,
): Sides | null {
  const classes = membersOf(labels).map(([, members]) => members)
  if (splits < 2 || fold >= splits || classes.every((members) => members.length < splits)) return null
  const ordered = classes.flatMap((members, at) => members.map(() => at))
  const held = new Set<number>()
  for (const [at, members] of classes.entries()) {
    const folds = range(splits).flatMap((one) =>
      ordered.filter((of, place) => of === at && place % splits === one).map(() => one),
    )
    const dealt = random === null ? folds : random.shuffle(folds)
    for (const [place, member] of members.entries()) if (dealt[place] === fold) held.add(member)
  }
  return apart(labels.length, held)
}

/** One draw of `GroupShuffleSplit`: whole groups on each side. */
export function groupShuffle(groups: readonly Label[], counts: Counts, random: RandomState): Sides | null {
  const members = membersOf(groups).sort(([a], [b]) => byLabel(a, b))
  const sides = shuffledSides(members.length, counts, random, null)
  if (sides === null) return null
  const indices = (drawn: readonly number[]) => {
    const wanted = new Set(drawn)
    return members.flatMap(([, own], at) => (wanted.has(at) ? own : [])).sort((a, b) => a - b)
  }
  return { train: indices(sides.train), test: indices(sides.test) }
}

function apart(n: number, held: ReadonlySet<number>): Sides {
  return { train: range(n).filter((i) => !held.has(i)), test: range(n).filter((i) => held.has(i)) }
}
