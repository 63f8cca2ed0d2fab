import type { DuplicatePair } from '../../model/images.ts'
import type { WorkContext } from '../../model/progress.ts'
import type { ImageCache } from '../cache/cache.ts'
import { lookCloser, type ReadAgain } from './closer.ts'
import type { Comparable } from './copies.ts'
import { compareDrawings } from './drawn-pairs.ts'
import { type Graded, gradePairs } from './grade.ts'
import { comparePairs } from './near.ts'

/** Up to so many pairs between two groups of copies are listed one by one; of larger ones those of the first copy. */
const listed = 64

/**
 * All pairs of files that show the same photo, `a < b` by path, in no particular order. `groups` are the images with
 * the same pixels together, by path; one of each takes part in the search for near-duplicates, for all of them.
 * @throws the signal's reason when it is aborted
 */
export async function duplicatePairs(
  groups: readonly Comparable[][],
  known: Known,
  work: WorkContext,
): Promise<DuplicatePair[]> {
  const first = groups.flatMap((group) => group.slice(0, 1))
  const near = await gradedPairs(first, known, work)
  return [...groups.flatMap(exactPairs), ...near.flatMap((pair) => nearPairs(groups, pair))]
}

/** What is remembered of images, and how they are read again. */
interface Known {
  cache: ImageCache
  read: ReadAgain
}

/**
 * Pairs of images with different pixels that show the same photo: searched for, calibrated, looked at closely where that is
 * needed; drawings in a way of their own.
 * @throws the signal's reason when it is aborted
 */
export async function gradedPairs(
  images: readonly Comparable[],
  known: Known,
  work: WorkContext,
): Promise<Graded[]> {
  const { pairs, calibration } = await comparePairs(images, known.cache, work)
  const looked = await lookCloser(images, compareDrawings(images, pairs), known, work)
  return gradePairs(looked, calibration)
}

/** The pairs of a group with the same pixels. */
function exactPairs(group: readonly Comparable[]): DuplicatePair[] {
  return crossing(group, group).map(([a, b]) => ({
    a: a.fact.path,
    b: b.fact.path,
    grade: a.fact.bytesDigest === b.fact.bytesDigest ? 'same-bytes' : 'same-pixels',
    distance: 0,
    correlation: 1,
    orientation: 'none',
    falsePositives: 0,
  }))
}

function nearPairs(
  groups: readonly Comparable[][],
  { pair: { a, b, distance, verdict }, grade, falsePositives }: Graded,
): DuplicatePair[] {
  const { correlation, orientation } = verdict
  return crossing(groups[a] ?? [], groups[b] ?? []).map(([one, other]) => {
    const turned = one.fact.path > other.fact.path
    const [x, y] = turned ? [other, one] : [one, other]
    return {
      a: x.fact.path,
      b: y.fact.path,
      grade,
      distance,
      correlation,
      orientation: turned ? inverse(orientation) : orientation,
      falsePositives,
    }
  })
}

/** Only quarter turns are not their own inverse. */
function inverse(orientation: DuplicatePair['orientation']): DuplicatePair['orientation'] {
  if (orientation === 'rotate-90') return 'rotate-270'
  return orientation === 'rotate-270' ? 'rotate-90' : orientation
}

/** Pairs of one from each group, or of two of the same group. */
function crossing(left: readonly Comparable[], right: readonly Comparable[]): [Comparable, Comparable][] {
  const all = left.length * right.length <= listed ** 2
  return left.flatMap((one, index) => {
    const others = left === right ? left.slice(index + 1) : right
    const named = all || index === 0 ? others : others.slice(0, 1)
    return named.map((other): [Comparable, Comparable] => [one, other])
  })
}
