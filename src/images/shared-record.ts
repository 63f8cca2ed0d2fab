import { fromBase64, toBase64 } from './cache-segment.ts'

/** An image, by index, with which another one shares local features in one arrangement. */
export interface Shared {
  image: number
  mirrored: boolean
  /** Features that agree, over the root of how many the image has: with many some agree by chance. In millionths. */
  agreeing: number
}

/** What a search has found: for each of some images, by the digest of their bytes, with which it shares details. */
export interface SharedDetails {
  digests: readonly string[]
  /** By index into `digests`; those where most agrees first. */
  shared: readonly (readonly Shared[])[]
}

const digestLength = 64

/** What a search has shared, as the cache keeps it. */
export interface PackedDetails {
  /** 64 hex digits each, without gaps. */
  digests: string
  /** Words in base64: for each image how many others, then image, mirrored and agreeing of each of them. */
  shared: string
}

export function packDetails({ digests, shared }: SharedDetails): PackedDetails {
  const words = shared.flatMap((others) => [
    others.length,
    ...others.flatMap(({ image, mirrored, agreeing }) => [image, Number(mirrored), agreeing]),
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
  const shared = digests.map(() =>
    Array.from(
      { length: next() },
      (): Shared => ({ image: next(), mirrored: next() === 1, agreeing: next() }),
    ),
  )
  return { digests, shared }
}
