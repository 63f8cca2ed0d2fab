import { Random } from '../../model/random.ts'
import type { Grouping, Photo } from './grouping.ts'
import { type Block, type Matches, matchesOf, spread } from './matches.ts'
import { type Layout, resemblance } from './resemblance.ts'

/** What the images say to a grouping. */
export interface Support {
  /** Straddling groups that were compared. */
  compared: number
  /** How often a group's photos across the split resemble each other more than strangers do, 0..1; 0.5 is chance. */
  above: number
  /** Mean resemblance across the split, of members and of strangers. */
  resemblance: number
  strangers: number
  /** What 19 of 20 strangers do not reach. */
  unlikely: number
  /** That chance does as well: from permutations, not corrected for the number of groupings tried. */
  pValue: number
}

/**
 * What counts as support: few groups prove little, a small effect is none whatever its p, and where names mean
 * nothing 1 in 100 is the share of false alarms.
 */
export const enough = { groups: 4, above: 0.8, pValue: 0.01 }
/** Permutations; the smallest p is 1 in so many and one. */
const permutations = 4999
/** Photos of a block on either side that are compared. */
const mostPhotos = 3

interface Comparison {
  /** How alike two photos are, -1..1. */
  alike?: (a: Layout, b: Layout) => number
  /** Pairs that prove nothing. */
  skip?: (a: Photo, b: Photo) => boolean
}

/** One value, or none for a pair to be skipped. */
type Compare = (a: Photo, b: Photo) => number[]

/**
 * Tests whether the groups mean anything across the split: photos of one group on two sides against photos of
 * different groups on the same two sides, of the same class and stratum. A permutation test: the matching of the
 * blocks is drawn anew. Blocks stay whole, so that photos which do resemble each other within one side prove
 * nothing. The statistic is the mean over groups of the share of strangers that resemble less (the effect size of
 * Mann and Whitney's U, van Elteren's form for strata). null where too little can be compared, and as soon as the mean
 * can no longer become `enough`: most groupings mean nothing, and comparing them takes longest.
 */
export function supportOf(
  grouping: Grouping,
  photos: readonly Photo[],
  { alike = resemblance, skip = () => false }: Comparison = {},
): Support | null {
  const compare = (a: Photo, b: Photo) => (skip(a, b) ? [] : [alike(a.layout, b.layout)])
  const all = matchesOf(grouping, photos)
  const shortfall = { sum: 0, most: (1 - enough.above) * all.reduce((sum, { rows }) => sum + rows.length, 0) }
  const strata: Ranks[] = []
  for (const matches of all) {
    const ranks = ranksOf(matches, compare, shortfall)
    if (ranks === null) return null
    strata.push(ranks)
  }
  const rows = strata.flatMap(({ own }) => own)
  if (rows.length === 0) return null
  const above = mean(rows.map(({ above }) => above))
  return {
    compared: rows.length,
    above,
    resemblance: mean(rows.map((row) => row.resemblance)),
    strangers: mean(rows.map(({ strangers }) => mean(strangers))),
    unlikely:
      rows.flatMap(({ strangers }) => strangers).sort((a, b) => a - b)[
        Math.floor(0.95 * rows.reduce((sum, { strangers }) => sum + strangers.length, 0))
      ] ?? 1,
    pValue: above < enough.above ? 1 : pValueOf(above, strata),
  }
}

/** The share of drawn matchings that do as well; the one that is there counts among them. Seeded: always the same. */
function pValueOf(above: number, strata: readonly Ranks[]): number {
  const random = new Random(0, 'groups')
  let asGood = 1
  for (let i = 0; i < permutations; i += 1) {
    let sum = 0
    let count = 0
    for (const { table, columns } of strata) {
      const order = random.shuffled(columns)
      for (const [row, line] of table.entries()) sum += line[order[row] ?? 0] ?? 0.5
      count += table.length
    }
    if (sum / count >= above - 1e-12) asGood += 1
  }
  return asGood / (permutations + 1)
}

/** Per row of a stratum: how its match, and each column, ranks among the row's others. */
interface Ranks {
  /** 0, 1, 2 ... */
  columns: number[]
  table: Float64Array[]
  own: { above: number; resemblance: number; strangers: number[] }[]
}

/** By how much the rows together have ranked below all, and by how much they may at most. */
interface Shortfall {
  sum: number
  most: number
}

/** null once the rows have fallen short. */
function ranksOf({ rows, columns }: Matches, compare: Compare, shortfall: Shortfall): Ranks | null {
  const known: number[] = []
  const table: Float64Array[] = []
  const own: Ranks['own'] = []
  for (const [i, row] of rows.entries()) {
    const line = columns.map((column) => betweenBlocks(row, column, compare))
    const resemblance = line[i] ?? Number.NaN
    if (Number.isNaN(resemblance)) continue
    const ranks = rankAll(line)
    const above = ranks[i] ?? 0.5
    const strangers = line.filter((value, column) => column !== i && !Number.isNaN(value))
    known.push(i)
    table.push(ranks)
    own.push({ above, resemblance, strangers })
    shortfall.sum += 1 - above
    if (shortfall.sum > shortfall.most + 1e-9) return null
  }
  // Rows whose match is unknown are gone: their columns stay as strangers, behind those that match.
  const order = [...known, ...columns.flatMap((_, column) => (known.includes(column) ? [] : [column]))]
  return {
    columns: [...order.keys()],
    table: table.map((line) => Float64Array.from(order, (column) => line[column] ?? 0.5)),
    own,
  }
}

/** The share of the other values that are less, ties half: 0..1. Unknown values rank in the middle. */
function rankAll(values: readonly number[]): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const others = known.length - 1
  return Float64Array.from(values, (value) => {
    if (Number.isNaN(value) || others === 0) return 0.5
    const less = lowerBound(known, value)
    const same = lowerBound(known, value, true) - less - 1
    return (less + same / 2) / others
  })
}

function lowerBound(sorted: readonly number[], value: number, above = false): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const at = sorted[middle] ?? 0
    if (at < value || (above && at === value)) low = middle + 1
    else high = middle
  }
  return low
}

/** Mean over up to three photos of either side; NaN when all pairs are to be skipped. */
function betweenBlocks(a: Block, b: Block, compare: Compare): number {
  const values = spread(a.photos, mostPhotos).flatMap((one) =>
    spread(b.photos, mostPhotos).flatMap((other) => compare(one, other)),
  )
  return values.length === 0 ? Number.NaN : mean(values)
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
