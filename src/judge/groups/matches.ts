import { groupBy } from '../../model/group-by.ts'
import { apart } from '../splits.ts'
import type { Grouping, Photo } from './grouping.ts'

/** Bounds on the work: matches and strangers of one stratum. */
const mostMatches = 80
const mostStrangers = 120

/** The photos of one group on one side of one stratum. */
export interface Block {
  group: string
  photos: Photo[]
}

/** Blocks of the same groups on two sides: row `i` and column `i` belong together, further columns are strangers. */
export interface Matches {
  rows: Block[]
  columns: Block[]
}

/** The comparable blocks of the groups, by class, sides and stratum; each group is matched once. */
export function matchesOf({ groups, strata }: Grouping, photos: readonly Photo[]): Matches[] {
  const stratumOf = ({ sample }: Photo) =>
    groups.has(sample.path) && sample.split !== 'all'
      ? JSON.stringify([sample.split, sample.label, strata.get(sample.path) ?? ''])
      : undefined
  const blocks = new Map<string, Map<string, Block>>()
  for (const [stratum, members] of groupBy(photos, stratumOf)) {
    const own = groupBy(members, ({ sample }) => groups.get(sample.path))
    blocks.set(stratum, new Map([...own].map(([group, photos]) => [group, { group, photos }])))
  }
  const matched = new Set<string>()
  const result: Matches[] = []
  for (const pair of sidesOf(blocks)) {
    // The side with more groups has more strangers to offer.
    const [one = pair[0], other = pair[1]] = [...pair].sort((a, b) => a.size - b.size)
    const common = [...one].filter(([group]) => other.has(group) && !matched.has(group))
    const rows = spread(common, mostMatches)
    const strangers = [...other].filter(([group]) => !one.has(group))
    const columns = [
      ...rows.flatMap(([group]) => other.get(group) ?? []),
      ...spread(strangers, mostStrangers - rows.length).map(([, block]) => block),
    ]
    if (rows.length === 0 || columns.length < 3) continue
    for (const [group] of common) matched.add(group)
    result.push({ rows: rows.map(([, block]) => block), columns })
  }
  return result
}

/** Pairs of strata of one class on two sides, those with the most groups in common first. */
function sidesOf(
  blocks: ReadonlyMap<string, Map<string, Block>>,
): [Map<string, Block>, Map<string, Block>][] {
  const sides = [...blocks].map(([stratum, own]) => {
    const photo = [...own.values()][0]?.photos[0]
    return { stratum, own, split: photo?.sample.split ?? 'all', label: photo?.sample.label ?? null }
  })
  const pairs = sides.flatMap((one, at) =>
    sides.slice(at + 1).flatMap((other) => {
      if (one.label !== other.label || !apart(one.split, other.split)) return []
      const common = [...one.own.keys()].filter((group) => other.own.has(group)).length
      return common === 0
        ? []
        : [{ common, pair: [one.own, other.own] as [Map<string, Block>, Map<string, Block>] }]
    }),
  )
  return pairs.sort((a, b) => b.common - a.common).map(({ pair }) => pair)
}

/** Up to `most` of the values, evenly spread. */
export function spread<T>(values: readonly T[], most: number): T[] {
  if (values.length <= most) return [...values]
  return Array.from(
    { length: Math.max(0, most) },
    (_, i) => values[Math.floor((i * values.length) / most)],
  ).filter((value) => value !== undefined)
}
