/** A choice of bits of a hash. */
export interface Mask {
  /** Bytes from the beginning of the hash to the 64-bit window that they lie in. */
  offset: number
  /** Of the window, the first bit lowest. */
  bits: bigint
}

/** A run of at most 57 bits of a hash. */
interface Part {
  offset: number
  /** Bits of the window before the run. */
  skipped: number
  width: number
  /** Two hashes that differ by so many bits of this run at most agree in all bits of at least one of its masks. */
  radius: number
}

const hashBits = 256
const windowBits = 64

/**
 * Masks such that any two 256-bit hashes that differ by up to `radius` bits agree in all bits of at least one. The
 * hash is divided into `count` parts, 5 to `radius + 1`. Of so many bits that differ, one part must have no more than its share (the pigeonhole principle, as in Norouzi, Punjani and Fleet, Fast
 * exact search in Hamming space with multi-index hashing, 2014). Within a part, a mask of about half its bits misses
 * all differing ones for at least one of `2^(share + 1) - 1` masks (Pagh, CoveringLSH: Locality-sensitive hashing
 * without false negatives, 2016): bit i is given a vector m(i), and mask v holds the bits with odd <m(i), v>; as
 * `share` vectors are orthogonal to some v other than 0, that mask holds none of the bits that differ.
 */
export function covering(radius: number, count: number): Mask[] {
  const edges = Array.from({ length: count + 1 }, (_, index) => Math.floor((index * hashBits) / count))
  return edges.slice(1).flatMap((to, index) => {
    const from = edges[index] ?? 0
    const offset = Math.min(Math.floor(from / 8), (hashBits - windowBits) / 8)
    const skipped = from - offset * 8
    return masksOf({ offset, skipped, width: to - from, radius: share(radius, count, index) })
  })
}

/** Radii of the parts add up to `radius + 1 - count`: one bit more in each part would be more than `radius`. */
function share(radius: number, count: number, index: number): number {
  const total = radius + 1 - count
  return Math.floor(total / count) + (index < total % count ? 1 : 0)
}

/** Feedback of linear shift registers that run through all states but 0 (primitive polynomials), by degree. */
const feedback = [0, 1, 0b11, 0b011, 0b0011, 0b00101, 0b000011, 0b0000011, 0b00011101]

/** The largest share of a part that there are masks for. */
export const mostShare = feedback.length - 2

function masksOf({ offset, skipped, width, radius }: Part): Mask[] {
  const vectors = radius === 0 ? [] : registerStates(radius + 1, width)
  return Array.from({ length: 2 ** (radius + 1) - 1 }, (_, index): Mask => {
    let bits = 0n
    for (let bit = 0; bit < width; bit += 1) {
      if (radius === 0 || odd((vectors[bit] ?? 0) & (index + 1))) bits |= 1n << BigInt(skipped + bit)
    }
    return { offset, bits }
  })
}

/** Successive states of a register: whatever the mask, about half of them have odd products with it. */
function registerStates(degree: number, count: number): number[] {
  let state = 1
  return Array.from({ length: count }, () => {
    const now = state
    state <<= 1
    if (state >> degree) state = (state & (2 ** degree - 1)) ^ (feedback[degree] ?? 0)
    return now
  })
}

function odd(value: number): boolean {
  let parity = 0
  for (let rest = value; rest > 0; rest &= rest - 1) parity ^= 1
  return parity === 1
}
