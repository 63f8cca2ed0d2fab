import type { Candidate } from '../hashes/search.ts'
import { fromBase64, toBase64 } from './cache-segment.ts'

/** An image, by index, that shares local features with another one. */
export interface Shared {
  image: number
  mirrored: boolean
  /** Of the matches, in millionths: by it the images are chosen that are looked at more closely. */
  weight: number
  /**
   * Features that agree on one arrangement, over the root of how many the image has: with many some agree by chance. In
   * millionths; 0 where too few do.
   */
  agreeing: number
}

/** What a search has found among some images, by index into the digests of their bytes. */
export interface FoundPairs {
  digests: readonly string[]
  /** For each image those behind it whose hashes lie near. */
  near: readonly (readonly Candidate[])[]
  /** For each image those before it that share details with it; those that weigh most first. */
  shared: readonly (readonly Shared[])[]
}

const digestLength = 64

/** The same as the cache keeps it. */
export interface PackedPairs {
  /** 64 hex digits each, without gaps. */
  digests: string
  /** Words in base64: for each image how many others, then number, orientation and distance of each. */
  near: string
  /** For each image how many others, then image, mirrored, weight and agreeing of each. */
  shared: string
}

export function packPairs({ digests, near, shared }: FoundPairs): PackedPairs {
  return {
    digests: digests.join(''),
    near: packLists(near, ({ b, orientation, distance }) => [b, orientation, distance]),
    shared: packLists(shared, ({ image, mirrored, weight, agreeing }) => [
      image,
      Number(mirrored),
      weight,
      agreeing,
    ]),
  }
}

function packLists<T>(lists: readonly (readonly T[])[], wordsOf: (one: T) => number[]): string {
  const words = lists.flatMap((list) => [list.length, ...list.flatMap(wordsOf)])
  return toBase64(Int32Array.from(words))
}

export function unpackPairs(packed: PackedPairs): FoundPairs {
  const count = Math.floor(packed.digests.length / digestLength)
  const digests = Array.from({ length: count }, (_, index) =>
    packed.digests.slice(index * digestLength, (index + 1) * digestLength),
  )
  return {
    digests,
    near: unpackLists(packed.near, count, (next, a) => ({
      ...{ a, b: next(), orientation: next(), distance: next() },
    })),
    shared: unpackLists(packed.shared, count, (next) => ({
      ...{ image: next(), mirrored: next() === 1, weight: next(), agreeing: next() },
    })),
  }
}

function unpackLists<T>(packed: string, count: number, one: (next: () => number, list: number) => T): T[][] {
  const words = fromBase64(packed)
  let at = 0
  const next = () => words[at++] ?? 0
  return Array.from({ length: count }, (_, list) => Array.from({ length: next() }, () => one(next, list)))
}
