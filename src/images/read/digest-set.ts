/** Bytes of a SHA-256 digest. */
const length = 32

/** A set of SHA-256 digests that threads can share: packed and sorted. */
export class DigestSet {
  /** `length` bytes for each digest. */
  readonly packed: Uint8Array

  constructor(packed: Uint8Array) {
    this.packed = packed
  }

  /** From digests as lower-case hex. */
  static of(digests: Iterable<string>): DigestSet {
    const sorted = [...digests].sort()
    const packed = new Uint8Array(new SharedArrayBuffer(sorted.length * length))
    for (const [index, digest] of sorted.entries()) packed.set(Buffer.from(digest, 'hex'), index * length)
    return new DigestSet(packed)
  }

  /** `digest` as bytes. */
  has(digest: Uint8Array): boolean {
    let [low, high] = [0, this.packed.length / length]
    while (low < high) {
      const middle = (low + high) >> 1
      const order = Buffer.compare(this.packed.subarray(middle * length, (middle + 1) * length), digest)
      if (order === 0) return true
      if (order < 0) low = middle + 1
      else high = middle
    }
    return false
  }
}
