import { descriptorWords } from './descriptor.ts'
import type { LocalFeatures } from './local-features.ts'
import { descriptorDistance, type Match } from './matching.ts'

/** Matches of one image's features with those of another. */
export interface Meeting {
  image: number
  mirrored: boolean
  matches: Match[]
}

/** One hash table for each word of the descriptor. */
const tables = descriptorWords
/** Bits of 256: farther descriptors that meet in a table are of different places. */
const widest = 48
/** Of one slot, the latest so many are looked at: what is everywhere tells nothing apart. */
const longestChain = 24
/** Fewer matches are left to chance. */
const leastMatches = 4

/**
 * Finds similar descriptors by locality-sensitive hashing (Indyk and Motwani, STOC 1998): those that agree in all bits
 * of one sample of a word meet in its table. Images are asked for and added one after the other, so that every pair
 * is seen once. Takes 68 bytes a feature.
 */
export class FeatureIndex {
  private readonly heads: Int32Array[]
  private readonly chains: Int32Array[]
  private readonly masks: readonly number[]
  private readonly shift: number
  private readonly descriptors: Int32Array
  private readonly owners: Int32Array
  /** First feature of each image. */
  private readonly starts: number[] = []
  private readonly seen: Int32Array
  /** Of each image, as it is and mirrored. */
  private readonly votes: Int32Array
  private used = 0
  private queries = 0

  /** `capacity`: features of all images that will be added. */
  constructor(images: number, capacity: number) {
    this.votes = new Int32Array(2 * images)
    const bits = Math.min(24, Math.max(10, 1 + Math.ceil(Math.log2(Math.max(1, capacity)))))
    this.shift = 32 - bits
    this.masks = Array.from({ length: tables }, (_, table) => sampleOf(bits, table + 1))
    this.heads = Array.from({ length: tables }, () => new Int32Array(2 ** bits).fill(-1))
    this.chains = Array.from({ length: tables }, () => new Int32Array(capacity))
    this.descriptors = new Int32Array(capacity * descriptorWords)
    this.owners = new Int32Array(capacity)
    this.seen = new Int32Array(capacity)
  }

  /** Of the images added before, the `most` that share most similar features with this one, those first. */
  meetings(features: LocalFeatures, most: number): Meeting[] {
    this.votes.fill(0, 0, 2 * this.starts.length)
    const hits: number[] = []
    const keys = new Set<number>()
    for (const mirrored of [0, 1]) {
      for (let from = 0; from < features.count; from += 1) {
        this.near(features, from, mirrored, (id) => {
          const key = 2 * (this.owners[id] ?? 0) + mirrored
          const votes = (this.votes[key] ?? 0) + 1
          this.votes[key] = votes
          if (votes === leastMatches) keys.add(key)
          hits.push(key, from, id)
        })
      }
    }
    const votesOf = (key: number) => this.votes[key] ?? 0
    const best = [...keys].sort((x, y) => votesOf(y) - votesOf(x) || x - y).slice(0, most)
    const meetings = best.map((key): Meeting => ({ image: key >> 1, mirrored: key % 2 === 1, matches: [] }))
    const byKey = new Map(best.map((key, at) => [key, meetings[at]]))
    for (let at = 0; at < hits.length; at += 3) {
      const meeting = byKey.get(hits[at] ?? 0)
      if (meeting === undefined) continue
      const to = (hits[at + 2] ?? 0) - (this.starts[meeting.image] ?? 0)
      meeting.matches.push({ from: hits[at + 1] ?? 0, to })
    }
    return meetings
  }

  /** Makes the next image known; images are numbered in order. */
  add(features: LocalFeatures): void {
    const image = this.starts.length
    this.starts.push(this.used)
    this.descriptors.set(features.descriptors, this.used * descriptorWords)
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

  private near(features: LocalFeatures, from: number, mirrored: number, found: (id: number) => void): void {
    this.queries += 1
    const swap = mirrored * (descriptorWords / 2)
    for (let table = 0; table < tables; table += 1) {
      const slot = this.slot(table, features.descriptors[from * descriptorWords + (table ^ swap)] ?? 0)
      const chain = this.chains[table]
      let id = this.heads[table]?.[slot] ?? -1
      for (let length = 0; id >= 0 && length < longestChain; length += 1, id = chain?.[id] ?? -1) {
        if (this.seen[id] === this.queries) continue
        this.seen[id] = this.queries
        const distance = descriptorDistance(features.descriptors, from, this.descriptors, id, mirrored === 1)
        if (distance <= widest) found(id)
      }
    }
  }
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
