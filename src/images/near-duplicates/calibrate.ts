import type { DuplicateGrade } from '../../model/images.ts'
import { linksOfChains } from './chains.ts'

/** A pair of images, by index, and how alike they looked after alignment. */
export interface Scored {
  a: number
  b: number
  /** -1..1, see `Verdict`. */
  score: number
}

export interface Calibration {
  /** null: not the same photo, or not to be told in this data set. */
  grade(score: number): Extract<DuplicateGrade, 'near-identical' | 'probable'> | null
  /** How many pairs of different photos are expected to look at least so alike in the whole data set. */
  falsePositives(score: number): number
}

/**
 * Scores that are never enough. Other shots of one scene (the same crate of fruit, the same shelf) reached 0.88 among
 * photos of groceries; a foil of trashnet that was photographed twice without being moved has 0.889.
 */
const least = { nearIdentical: 0.9, probable: 0.885 }
/** Expected false pairs per pair of images at which a grade ends, and in sets too small for such rates in all. */
const rates = { nearIdentical: 1e-7, probable: 1e-6 }
const inAll = { nearIdentical: 0.05, probable: 0.5 }
/** And expected false pairs per pair that is reported. */
const worstShare = 0.05
/** Step of the search for a limit, on Fisher's scale, and its end. */
const search = { step: 0.02, end: 4 }

/** Below a limit, on Fisher's scale: where no score lies so near, the tail has ended before it. */
const gap = 0.25

/** The highest scores of different photos that the tail is drawn through. */
const topmost = 16
/** Tail of different photos on Fisher's scale before the data set is seen; it weighs as much as so many pairs. */
const prior = { from: 0.2, scale: 0.07, weight: 4 }

/**
 * Limits for one data set. How alike its different photos look is seen from the pairs below the limit: an exponential
 * tail through the highest of their scores says how many would lie beyond it (peaks over a threshold; Pickands, Ann.
 * Statist. 3(1), 1975; on Fisher's scale). The limit is the lowest at which that is few enough: where look-alikes
 * abound, it lies beyond them, in the gap before the copies, or nowhere. Links of chains (neighbouring slices, digits,
 * lids: each looks like the next) count as different photos.
 */
export function calibrate(pairs: readonly Scored[], images: number): Calibration {
  const compared = (images * (images - 1)) / 2
  const sorted = [...pairs].sort((x, y) => x.score - y.score)
  let limit = fisher(least.probable)
  let tail = tailBelow(limit, sorted)
  for (; limit < search.end; limit += search.step) {
    tail = tailBelow(limit, sorted)
    const allowed = Math.max(inAll.probable, Math.min(rates.probable * compared, worstShare * tail.found))
    if (expected(tail, limit) <= allowed) break
  }
  const known = tail
  const [probable, nearIdentical] = [limit, Math.max(limit, fisher(least.nearIdentical))]
  const falsePositives = (score: number) => expected(known, fisher(score))
  return {
    grade: (score) => {
      if (fisher(score) < probable || limit >= search.end) return null
      const certain =
        fisher(score) >= nearIdentical &&
        falsePositives(score) <= Math.max(inAll.nearIdentical, rates.nearIdentical * compared)
      return certain ? 'near-identical' : 'probable'
    },
    falsePositives,
  }
}

/** `count` pairs of different photos beyond `from`, their number falling by e with every `scale`. */
interface Tail {
  from: number
  count: number
  scale: number
  /** Pairs that are taken for copies. */
  found: number
}

const fisher = (score: number) => Math.atanh(Math.min(0.99999, Math.max(-0.99999, score)))

const expected = ({ from, count, scale }: Tail, z: number): number =>
  count * Math.min(1, Math.exp(-(z - from) / scale))

/** The tail of different photos if all beyond `limit` but chains are copies; `sorted` by score. */
function tailBelow(limit: number, sorted: readonly Scored[]): Tail {
  const linked = sorted.filter(({ score }) => fisher(score) >= limit)
  const chained = linksOfChains(linked)
  const below = sorted.slice(0, sorted.length - linked.length)
  const scores = [...below, ...chained].map(({ score }) => fisher(score)).sort((x, y) => y - x)
  const top = scores.slice(0, topmost)
  const from = Math.max(prior.from, top.at(-1) ?? 0)
  const excesses = top.filter((z) => z > from).map((z) => z - from)
  const sum = excesses.reduce((total, excess) => total + excess, 0)
  const mean = (sum + prior.weight * prior.scale) / (excesses.length + prior.weight)
  // Only scores that press against the limit may go on beyond it.
  const pressed = chained.length === 0 && (top[0] ?? 0) > limit - gap
  const end = pressed ? limit : Number.POSITIVE_INFINITY
  const count = Math.max(1, excesses.length)
  return { from, count, scale: untruncated(mean, end - from), found: linked.length - chained.length }
}

/**
 * The scale of an exponential distribution whose part below `length` has this mean: scores beyond the limit are not
 * among the different photos, and a flat tail must not be taken for one that ends there.
 */
function untruncated(mean: number, length: number): number {
  if (length === Number.POSITIVE_INFINITY) return mean
  if (mean >= 0.49 * length) return 25 * length
  let [low, high] = [mean, 25 * length]
  for (let step = 0; step < 40; step += 1) {
    const scale = (low + high) / 2
    if (scale - length / Math.expm1(length / scale) < mean) low = scale
    else high = scale
  }
  return low
}
