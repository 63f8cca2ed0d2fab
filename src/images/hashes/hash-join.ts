import { covering, type Mask, mostShare } from './covering.ts'
import { hashWords } from './dct-hash.ts'
import { HashTable } from './hamming.ts'
import { JoinMachine } from './join-machine.ts'

/** A pair of hashes: their indices on the left and on the right, and the bits in which they differ. */
export interface NearPair {
  left: number
  right: number
  distance: number
}

/** Nanoseconds, measured: to compare two hashes, to compare one in a bucket, to file one into its bucket. */
const cost = { compare: 2, verify: 12, file: 20 }

/**
 * Every pair of a 256-bit hash on the left and one on the right that differ by at most `radius` bits, each once, in no
 * particular order; without `right`, every pair within `left`, the lower index on the left. Exact. Compares all with
 * all where that is quicker: for few hashes and large radii. Yields what each step has found, often nothing, so that
 * the caller may stop or show progress. Takes some 60 bytes for each hash.
 */
export function* nearPairs(
  left: Int32Array,
  right: Int32Array | null,
  radius: number,
): Generator<NearPair[]> {
  const masks = cheapestCovering(radius, left.length / hashWords, (right ?? left).length / hashWords)
  yield* masks === null ? compareAll(left, right, radius) : compareAgreeing(left, right, { radius, masks })
}

/** null when comparing all with all is cheaper. */
function cheapestCovering(radius: number, left: number, right: number): Mask[] | null {
  let best: number | null = null
  let least = cost.compare * left * right
  for (let parts = 5; parts <= Math.min(64, radius + 1); parts += 1) {
    const share = (radius + 1) / parts - 1
    if (Math.ceil(share) > mostShare) continue
    const bits = 256 / parts / (share === 0 ? 1 : 2)
    const passes = parts * (2 ** (share + 1) - 1)
    const each = passes * (cost.file * (left + right) + (cost.verify * left * right) / 2 ** bits)
    if (each < least) {
      best = parts
      least = each
    }
  }
  return best === null ? null : covering(radius, best)
}

function* compareAll(left: Int32Array, right: Int32Array | null, radius: number): Generator<NearPair[]> {
  const table = new HashTable(right ?? left)
  for (let index = 0; index < left.length / hashWords; index += 1) {
    const found: NearPair[] = []
    const query = left.subarray(index * hashWords, (index + 1) * hashWords)
    table.near(query, { from: right === null ? index + 1 : 0, radius }, (other, distance) => {
      found.push({ left: index, right: other, distance })
    })
    yield found
  }
}

function* compareAgreeing(
  left: Int32Array,
  right: Int32Array | null,
  { radius, masks }: { radius: number; masks: readonly Mask[] },
): Generator<NearPair[]> {
  const machine = new JoinMachine(left, right)
  const agreements = new Agreements(left, right ?? left, masks)
  const enough =
    (cost.compare / cost.verify) * (left.length / hashWords) * ((right ?? left).length / hashWords)
  for (const [index, mask] of masks.entries()) {
    for (const pairs of machine.pairsAgreeing(mask, radius)) {
      const found: NearPair[] = []
      for (let at = 0; at < pairs.length; at += 2) {
        const [one = 0, other = 0] = pairs.subarray(at, at + 2)
        // Pairs are found once for every mask that they agree in.
        if (agreements.first(one, other) !== index) continue
        found.push({ left: one, right: other, distance: agreements.distance(one, other) })
      }
      yield found
    }
    if (machine.compared <= enough) continue
    // Hashes of a kind, so that masks tell few of them apart.
    for (const found of compareAll(left, right, radius)) {
      yield found.filter((pair) => agreements.first(pair.left, pair.right) > index)
    }
    return
  }
}

/** Which masks two hashes agree in. */
class Agreements {
  private readonly left: Words
  private readonly right: Words
  private readonly masks: { offset: number; low: number; high: number }[]

  constructor(left: Int32Array, right: Int32Array, masks: readonly Mask[]) {
    this.left = new Words(left)
    this.right = new Words(right)
    this.masks = masks.map(({ offset, bits }) => {
      return { offset, low: Number(BigInt.asIntN(32, bits)), high: Number(BigInt.asIntN(32, bits >> 32n)) }
    })
  }

  /** Index of the first mask that the two agree in; -1 if there is none. */
  first(one: number, other: number): number {
    return this.masks.findIndex(({ offset, low, high }) => {
      const differing = (at: number) => this.left.at(one, at) ^ this.right.at(other, at)
      return (differing(offset) & low) === 0 && (differing(offset + 4) & high) === 0
    })
  }

  distance(one: number, other: number): number {
    let bits = 0
    for (let word = 0; word < hashWords; word += 1) {
      for (
        let rest = this.left.at(one, word * 4) ^ this.right.at(other, word * 4);
        rest !== 0;
        rest &= rest - 1
      )
        bits += 1
    }
    return bits
  }
}

/** Hashes to be read at any byte. */
class Words {
  private readonly view: DataView

  constructor({ buffer, byteOffset, byteLength }: Int32Array) {
    this.view = new DataView(buffer, byteOffset, byteLength)
  }

  /** Four bytes of a hash, little-endian as in WebAssembly. */
  at(hash: number, offset: number): number {
    return this.view.getInt32(hash * hashWords * 4 + offset, true)
  }
}
