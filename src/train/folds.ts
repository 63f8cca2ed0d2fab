import type { SplitName } from '../model/fix.ts'
import { groupBy } from '../model/group-by.ts'
import type { Random } from '../model/random.ts'

/** A sample as far as its place in a cross-validation goes. */
export interface Foldable {
  side: SplitName
  /** Class index. */
  label: number
  /** Samples of one group share a fold: copies of one photo, pictures of one patient. */
  group: string
}

/**
 * A fold, 0 to `count - 1`, for every sample: groups whole, and of each side and class about equally many in every
 * fold (greedy: the largest groups first, each where its classes are rarest).
 */
export function foldsOf(samples: readonly Foldable[], count: number, random: Random): number[] {
  const groups = groupBy(samples.keys(), (i) => samples[i]?.group)
  const folds = samples.map(() => 0)
  const sizes = new Array<number>(count).fill(0)
  const strata = new Map<string, number[]>()
  const stratumOf = (i: number) => `${samples[i]?.side} ${samples[i]?.label}`
  const countsOf = (stratum: string) => {
    const known = strata.get(stratum) ?? new Array<number>(count).fill(0)
    strata.set(stratum, known)
    return known
  }
  for (const members of random.shuffled([...groups.values()]).sort((a, b) => b.length - a.length)) {
    const own = members.map((i) => countsOf(stratumOf(i)))
    const load = sizes.map((size, fold) => ({
      fold,
      size,
      alike: own.reduce((sum, counts) => sum + (counts[fold] ?? 0), 0),
    }))
    const { fold = 0 } = load.sort((a, b) => a.alike - b.alike || a.size - b.size || a.fold - b.fold)[0] ?? {}
    for (const [place, i] of members.entries()) {
      folds[i] = fold
      const counts = own[place]
      if (counts !== undefined) counts[fold] = (counts[fold] ?? 0) + 1
    }
    sizes[fold] = (sizes[fold] ?? 0) + members.length
  }
  return folds
}
