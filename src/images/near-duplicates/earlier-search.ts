import type { FoundPairs, Shared } from '../cache/search-record.ts'
import { isCut, type KnownNeighbours } from '../hashes/search.ts'

/** Where more than one in so many images is new, the search begins anew: it would save little. */
const fewestKnown = 4

/**
 * Sets of up to so many images are searched whole for shared details, in a second or so: then what is found does not depend
 * on what was found before. In larger ones an earlier search is gone on from, see `sharedDetails`.
 */
export const searchedWhole = 1000

/** What an earlier search found that still holds, by image. */
export interface Known extends KnownNeighbours {
  /** As far as both images are still there; null for new images. */
  shared: readonly (readonly Shared[] | null)[]
  /** Whether the set is so small that it is searched whole in any case. */
  whole: boolean
}

/** For images by the digests of their bytes. */
export function knownOf(
  digests: readonly string[],
  earlier: FoundPairs | undefined,
  whole = searchedWhole,
): Known {
  const then = new Map(earlier?.digests.map((digest, index) => [digest, index]))
  const before = digests.map((digest) => then.get(digest) ?? -1)
  const small = digests.length <= whole
  const anew = small || tooManyNew(before)
  const shared = anew ? digests.map(() => null) : sharedNow(before, earlier)
  const kept = longestRise(before)
  const moved = before.flatMap((_, image) => (kept.has(image) ? [] : [image]))
  if (moved.length * fewestKnown > digests.length)
    return { shared, whole: small, near: digests.map(() => null), moved: [...digests.keys()] }
  return { shared, whole: small, near: nearNow(before, kept, earlier), moved }
}

const tooManyNew = (before: readonly number[]) =>
  before.filter((index) => index === -1).length * fewestKnown > before.length

function sharedNow(before: readonly number[], earlier: FoundPairs | undefined): Known['shared'] {
  const now = new Map(before.map((index, image) => [index, image]))
  return before.map((index) => {
    if (index === -1) return null
    return (earlier?.shared[index] ?? []).flatMap((one) => {
      const image = now.get(one.image)
      return image === undefined ? [] : [{ ...one, image }]
    })
  })
}

/** A list from which an image is gone may have had more than it kept. */
function nearNow(
  before: readonly number[],
  kept: ReadonlySet<number>,
  earlier: FoundPairs | undefined,
): Known['near'] {
  const now = new Map([...kept].map((image) => [before[image] ?? -1, image]))
  return before.map((index, a) => {
    if (!kept.has(a)) return null
    const then = earlier?.near[index] ?? []
    const left = then.flatMap((candidate) => {
      const b = now.get(candidate.b)
      return b === undefined ? [] : [{ ...candidate, a, b }]
    })
    return isCut(then) && left.length < then.length ? null : left
  })
}

/**
 * The images of a longest part that stands in the order of before; -1 is left out. (Patience sorting: Schensted, Longest
 * increasing and decreasing subsequences, 1961.)
 */
function longestRise(before: readonly number[]): Set<number> {
  /** Of the rises of each length, the image at the end of the lowest. */
  const ends: number[] = []
  const previous = new Int32Array(before.length)
  for (const [image, index] of before.entries()) {
    if (index === -1) continue
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((before[ends[middle] ?? 0] ?? 0) < index) low = middle + 1
      else high = middle
    }
    previous[image] = low === 0 ? -1 : (ends[low - 1] ?? -1)
    ends[low] = image
  }
  const rise: number[] = []
  for (let image = ends.at(-1) ?? -1; image !== -1; image = previous[image] ?? -1) rise.push(image)
  return new Set(rise.reverse())
}
