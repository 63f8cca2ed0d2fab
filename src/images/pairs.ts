import type { DuplicatePair } from '../model/images.ts'
import type { WorkContext } from '../model/progress.ts'
import type { ImageCache } from './cache.ts'
import type { Comparable } from './copies.ts'
import { hashWords } from './dct-hash.ts'
import { orientations } from './orientation.ts'
import { type Candidate, candidates, type Hashes } from './search.ts'
import { type Verdict, verify } from './verify.ts'

/** Up to so many pairs between two groups of copies are listed one by one; of larger ones those of the first copy. */
const listed = 64

/**
 * All pairs of files that show the same photo, `a < b` by path, in no particular order. `groups` are the images with
 * the same pixels together, by path; one of each takes part in the search for near-duplicates, for all of them.
 * @throws the signal's reason when it is aborted
 */
export async function duplicatePairs(
  groups: readonly Comparable[][],
  cache: ImageCache,
  work: WorkContext,
): Promise<DuplicatePair[]> {
  const pairs = groups.flatMap(exactPairs)
  const stage = work.progress.start('Comparing images', groups.length, 'images')
  const first = groups.flatMap((group) => group.slice(0, 1))
  let sinceBreath = performance.now()
  for (const near of candidates(hashesOf(first))) {
    for (const candidate of near) pairs.push(...nearPairs(groups, first, candidate, cache))
    stage.advance()
    if (performance.now() - sinceBreath < 50) continue
    // Lets signals and the progress display have their turn.
    await new Promise((resolve) => setImmediate(resolve))
    work.signal.throwIfAborted()
    sinceBreath = performance.now()
  }
  stage.finish()
  return pairs
}

function hashesOf(images: readonly Comparable[]): Hashes {
  const stride = orientations.length * hashWords
  const dct = new Int32Array(images.length * stride)
  const block = new Int32Array(images.length * hashWords)
  for (const [index, { look }] of images.entries()) {
    dct.set(look.dct, index * stride)
    block.set(look.block, index * hashWords)
  }
  return { dct, block, count: images.length }
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
  }))
}

function nearPairs(
  groups: readonly Comparable[][],
  first: readonly Comparable[],
  candidate: Candidate,
  cache: ImageCache,
): DuplicatePair[] {
  const [a, b] = [first[candidate.a], first[candidate.b]]
  const orientation = orientations[candidate.orientation]?.name
  if (a === undefined || b === undefined || orientation === undefined) return []
  const { grade, correlation } = verdictOn(a, b, candidate, cache)
  if (grade === null) return []
  const { distance } = candidate
  return crossing(groups[candidate.a] ?? [], groups[candidate.b] ?? []).map(([one, other]) => {
    const turned = one.fact.path > other.fact.path
    const [x, y] = turned ? [other, one] : [one, other]
    return {
      a: x.fact.path,
      b: y.fact.path,
      grade,
      distance,
      correlation,
      orientation: turned ? inverse(orientation) : orientation,
    }
  })
}

/** Only quarter turns are not their own inverse. */
function inverse(orientation: DuplicatePair['orientation']): DuplicatePair['orientation'] {
  if (orientation === 'rotate-90') return 'rotate-270'
  return orientation === 'rotate-270' ? 'rotate-90' : orientation
}

function verdictOn(a: Comparable, b: Comparable, candidate: Candidate, cache: ImageCache): Verdict {
  const key = `${a.fact.bytesDigest} ${b.fact.bytesDigest} ${candidate.orientation}`
  const known = cache.verdict(key)
  if (known !== undefined) return known
  const verdict = verify(a.look.thumb(), b.look.thumb(), candidate)
  cache.rememberVerdict(key, verdict)
  return verdict
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
