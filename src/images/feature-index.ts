import { descriptorWords, turns } from './descriptor.ts'
import type { LocalFeatures } from './local-features.ts'
import { descriptorDistance, type Match } from './matching.ts'
import { levels } from './planes.ts'

/** Matches of one image's features with those of another. */
export interface Meeting {
  image: number
  mirrored: boolean
  matches: Match[]
}

/** One hash table for each word of the descriptor. */
const tables = descriptorWords
/**
 * Bits of 256 in which descriptors that meet may differ. Those of one place in two copies differ by 1 (JPEG) to 23
 * (random resized crop) in the median, the nearest ones of another photo by 34 to 42, and by 16 in 1 of 100.
 */
const widest = 40
/** Of one slot, the latest so many are looked at: what is everywhere tells nothing apart. */
const longestChain = 24
/** Bins of the differences of direction and of size (levels of the pyramid) between two features. */
const directions = turns / 4
const sizes = 2 * levels + 1
const bins = new Float64Array(directions * sizes + 1)
/** Fewer matches are left to chance. */
const leastMatches = 3

/**
 * Finds similar descriptors by locality-sensitive hashing (Indyk and Motwani, STOC 1998): those that agree in all bits
 * of one sample of a word meet in its table. Images are asked for and added one after the other, so that every pair
 * is seen once. Takes 76 bytes a feature.
 */
export class FeatureIndex {
  private readonly heads: Int32Array[]
  private readonly chains: Int32Array[]
  private readonly masks: readonly number[]
  private readonly shift: number
  private readonly descriptors: Int32Array
  private readonly places: Uint8Array
  private readonly owners: Int32Array
  /** First feature of each image. */
  private readonly starts: number[] = []
  private readonly seen: Int32Array
  /** Of each image, as it is and mirrored. */
  private readonly votes: Int32Array
  /** Where the last hit of each stands among the hits of the query. */
  private readonly latest: Int32Array
  /** Of the last query: four numbers a hit, see `keepHit`, and how many numbers there are. */
  private hits = new Int32Array(4 * 4096)
  private end = 0
  /** Of the last query: twice the images with enough hits, plus 1 for mirrored ones. */
  private keys: number[] = []
  private used = 0
  private queries = 0

  /** `capacity`: features of all images that will be added. */
  constructor(images: number, capacity: number) {
    this.votes = new Int32Array(2 * images)
    this.latest = new Int32Array(2 * images)
    const bits = Math.min(24, Math.max(10, 1 + Math.ceil(Math.log2(Math.max(1, capacity)))))
    this.shift = 32 - bits
    this.masks = Array.from({ length: tables }, (_, table) => sampleOf(bits, table + 1))
    this.heads = Array.from({ length: tables }, () => new Int32Array(2 ** bits).fill(-1))
    this.chains = Array.from({ length: tables }, () => new Int32Array(capacity))
    this.descriptors = new Int32Array(capacity * descriptorWords)
    this.places = new Uint8Array(4 * capacity)
    this.owners = new Int32Array(capacity)
    this.seen = new Int32Array(capacity)
  }

  /**
   * Of the images added before, the `most` that share most similar features with this one in one relation of direction
   * and size, those first (weak geometric consistency; Jegou, Douze and Schmid, "Hamming Embedding and Weak Geometric
   * Consistency", ECCV 2008). Each feature counts once for an image, with the most similar one there.
   */
  meetings(features: LocalFeatures, most: number): Meeting[] {
    this.findHits(features)
    const { keys } = this
    const weights = new Map<number, number>()
    for (const key of keys) {
      // An image with many features is met by chance more often.
      const count = (this.starts[(key >> 1) + 1] ?? this.used) - (this.starts[key >> 1] ?? 0)
      weights.set(key, this.weightOf(key, features) / Math.sqrt(count))
    }
    const weightOf = (key: number) => weights.get(key) ?? 0
    const best = keys.sort((x, y) => weightOf(y) - weightOf(x) || x - y).slice(0, most)
    return best.map((key) => {
      const meeting: Meeting = { image: key >> 1, mirrored: key % 2 === 1, matches: [] }
      for (let at = this.latest[key] ?? -1; at >= 0; at = this.hits[at + 3] ?? -1) {
        const to = (this.hits[at + 1] ?? 0) - (this.starts[meeting.image] ?? 0)
        meeting.matches.push({ from: this.hits[at] ?? 0, to })
      }
      return meeting
    })
  }

  private findHits(features: LocalFeatures): void {
    this.votes.fill(0, 0, 2 * this.starts.length)
    this.latest.fill(-1, 0, 2 * this.starts.length)
    this.keys = []
    this.end = 0
    for (const mirrored of [0, 1]) {
      for (let from = 0; from < features.count; from += 1) this.near(features, from, mirrored)
    }
  }

  /**
   * Writes a hit: feature asked for, feature found, distance, place of the hit before of the same image (`latest` has
   * the last one). Of several hits of one feature in one image the nearest stays.
   */
  private keepHit(key: number, from: number, id: number, distance: number): void {
    const last = this.latest[key] ?? -1
    if (last >= 0 && this.hits[last] === from) {
      if (distance >= (this.hits[last + 2] ?? 0)) return
      this.hits[last + 1] = id
      this.hits[last + 2] = distance
      return
    }
    this.latest[key] = this.end
    const votes = (this.votes[key] ?? 0) + 1
    this.votes[key] = votes
    if (votes === leastMatches) this.keys.push(key)
    if (this.end === this.hits.length) {
      const larger = new Int32Array(2 * this.end)
      larger.set(this.hits)
      this.hits = larger
    }
    this.hits[this.end] = from
    this.hits[this.end + 1] = id
    this.hits[this.end + 2] = distance
    this.hits[this.end + 3] = last
    this.end += 4
  }

  /** The weight of the hits of an image that agree best: what looks nearly the same says far more than what is a bit alike. */
  private weightOf(key: number, { places }: LocalFeatures): number {
    const { hits } = this
    bins.fill(0)
    let most = 0
    for (let at = this.latest[key] ?? -1; at >= 0; at = hits[at + 3] ?? -1) {
      const [from, id] = [4 * (hits[at] ?? 0), 4 * (hits[at + 1] ?? 0)]
      const turn = (places[from + 3] ?? 0) * (key % 2 === 1 ? -1 : 1)
      const direction = (((this.places[id + 3] ?? 0) - turn + 2 * turns) % turns) >> 2
      const size = (this.places[id + 2] ?? 0) - (places[from + 2] ?? 0) + levels
      most = Math.max(most, addToBins(direction, size, (widest + 4 - (hits[at + 2] ?? 0)) ** 2))
    }
    return most
  }

  /** Makes the next image known; images are numbered in order. */
  add(features: LocalFeatures): void {
    const image = this.starts.length
    this.starts.push(this.used)
    this.descriptors.set(features.descriptors, this.used * descriptorWords)
    this.places.set(features.places, 4 * this.used)
    for (let index = 0; index < features.count; index += 1, this.used += 1) {
      this.owners[this.used] = image
      for (let table = 0; table < tables; table += 1) {
        const slot = this.slot(table, features.descriptors[index * descriptorWords + table] ?? 0)
        const [heads, chain] = [this.heads[table], this.chains[table]]
        if (heads === undefined || chain === undefined) continue
        chain[this.used] = heads[slot] ?? -1
        heads[slot] = this.used
      }
    }
  }

  private slot(table: number, word: number): number {
    return Math.imul(word & (this.masks[table] ?? 0), 0x9e3779b1) >>> this.shift
  }

  private near(features: LocalFeatures, from: number, mirrored: number): void {
    this.queries += 1
    const swap = mirrored * (descriptorWords / 2)
    const limits = { mirrored: mirrored === 1, most: widest }
    for (let table = 0; table < tables; table += 1) {
      const slot = this.slot(table, features.descriptors[from * descriptorWords + (table ^ swap)] ?? 0)
      const chain = this.chains[table]
      let id = this.heads[table]?.[slot] ?? -1
      for (let length = 0; id >= 0 && length < longestChain; length += 1, id = chain?.[id] ?? -1) {
        if (this.seen[id] === this.queries) continue
        this.seen[id] = this.queries
        const distance = descriptorDistance(features.descriptors, from, this.descriptors, id, limits)
        if (distance <= widest) this.keepHit(2 * (this.owners[id] ?? 0) + mirrored, from, id, distance)
      }
    }
  }
}

/** Adds to the bins of a direction and a size, and returns the largest sum among them: neighbouring bins overlap by half. */
function addToBins(direction: number, size: number, weight: number): number {
  let most = 0
  for (const row of [direction, (direction + 1) % directions]) {
    for (let bin = row * sizes + size; bin <= row * sizes + size + 1; bin += 1) {
      const sum = (bins[bin] ?? 0) + weight
      bins[bin] = sum
      if (sum > most) most = sum
    }
  }
  return most
}

/** A word with `bits` ones, from a fixed xorshift32. */
function sampleOf(bits: number, seed: number): number {
  let state = Math.imul(seed, 0x9e3779b1)
  let mask = 0
  for (let ones = 0; ones < bits; ) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const bit = 1 << (state & 31)
    if ((mask & bit) !== 0) continue
    mask |= bit
    ones += 1
  }
  return mask
}
