import { fromBase64, toBase64 } from './cache-segment.ts'

/** An image, by index, that shares local features with another one. */
export interface Shared {
  image: number
  mirrored: boolean
  /** Of the matches, in hundredths: by it the images are chosen that are looked at more closely. */
  weight: number
  /**
   * Features that agree on one arrangement, over the root of how many the image has: with many some agree by chance. In
   * millionths; 0 where too few do.
   */
  agreeing: number
}

/** What a search has found: for each of some images, by the digest of their bytes, with which it shares details. */
export interface SharedDetails {
  digests: readonly string[]
  /** By index into `digests`; those that weigh most first. */
  shared: readonly (readonly Shared[])[]
}

const digestLength = 64

/** What a search has shared, as the cache keeps it. */
export interface PackedDetails {
  /** 64 hex digits each, without gaps. */
  digests: string
  /** Words in base64: for each image how many others, then image, mirrored, weight and agreeing of each. */
  shared: string
}

export function packDetails({ digests, shared }: SharedDetails): PackedDetails {
  const words = shared.flatMap((others) => [
    others.length,
    ...others.flatMap(({ image, mirrored, weight, agreeing }) => [image, Number(mirrored), weight, agreeing]),
  ])
  return { digests: digests.join(''), shared: toBase64(Int32Array.from(words)) }
}

export function unpackDetails(packed: PackedDetails): SharedDetails {
  const words = fromBase64(packed.shared)
  const count = Math.floor(packed.digests.length / digestLength)
  const digests = Array.from({ length: count }, (_, index) =>
    packed.digests.slice(index * digestLength, (index + 1) * digestLength),
  )
  let at = 0
  const next = () => words[at++] ?? 0
  const one = (): Shared => ({ image: next(), mirrored: next() === 1, weight: next(), agreeing: next() })
  const shared = digests.map(() => Array.from({ length: next() }, one))
  return { digests, shared }
}
