import { turns } from './descriptor.ts'
import type { LocalFeatures } from './local-features.ts'
import { levels } from './planes.ts'

/**
 * Bits of 256 in which descriptors that meet may differ. Those of one place in two copies differ by 1 (JPEG) to 23
 * (random resized crop) in the median, the nearest ones of another photo by 34 to 42, and by 16 in 1 of 100.
 */
export const widest = 50
/** Fewer matches are left to chance. */
const leastMatches = 3
/** Numbers of a hit: feature asked for, feature found, distance, place of the hit before of the same image. */
const numbers = 4
const cells = widest + 1

/** Bins of the differences of direction and of size (levels of the pyramid) between two features. */
const directions = turns / 4
const sizes = 2 * levels + 1
const bins = new Float64Array(directions * sizes + 1)

/**
 * What one image's features have met. Keys are twice the number of the other image, plus 1 for its mirror image. Of each key
 * every feature has one hit, the nearest.
 */
export class FeatureHits {
  /** Keys with enough hits. */
  keys: number[] = []
  private readonly counts: Int32Array
  /** Where the last hit of each key stands; -1 for none. */
  private readonly latest: Int32Array
  private hits = new Int32Array(numbers * 4096)
  private end = 0

  constructor(images: number) {
    this.counts = new Int32Array(2 * images)
    this.latest = new Int32Array(2 * images)
  }

  /** Forgets all, for a query among so many images. */
  clear(images: number): void {
    this.counts.fill(0, 0, 2 * images)
    this.latest.fill(-1, 0, 2 * images)
    this.keys = []
    this.end = 0
  }

  /** Hits come feature by feature, in order. */
  add(key: number, from: number, id: number, distance: number): void {
    const last = this.latest[key] ?? -1
    if (last >= 0 && this.hits[last] === from) {
      if (distance >= (this.hits[last + 2] ?? 0)) return
      this.hits[last + 1] = id
      this.hits[last + 2] = distance
      return
    }
    this.latest[key] = this.end
    const count = (this.counts[key] ?? 0) + 1
    this.counts[key] = count
    if (count === leastMatches) this.keys.push(key)
    if (this.end === this.hits.length) {
      const larger = new Int32Array(2 * this.end)
      larger.set(this.hits)
      this.hits = larger
    }
    this.hits[this.end] = from
    this.hits[this.end + 1] = id
    this.hits[this.end + 2] = distance
    this.hits[this.end + 3] = last
    this.end += numbers
  }

  /** The hits of a key, by the features asked for and found. */
  of(key: number): { from: number; id: number }[] {
    const found: { from: number; id: number }[] = []
    for (let at = this.latest[key] ?? -1; at >= 0; at = this.hits[at + 3] ?? -1)
      found.push({ from: this.hits[at] ?? 0, id: this.hits[at + 1] ?? 0 })
    return found
  }

  /**
   * What hits of keys count for, by feature and distance: 1 for the image that has the feature nearest, 1 over k for the k-th.
   * What many images have tells none of them apart (as the inverse document frequency of Sivic and Zisserman, "Video
   * Google", ICCV 2003): of 240 cropped photos on white card 211 instead of 179 were then among the two that agree best.
   */
  votes(features: number): Float64Array {
    const votes = new Float64Array(features * cells)
    for (const key of this.keys) {
      for (let at = this.latest[key] ?? -1; at >= 0; at = this.hits[at + 3] ?? -1) {
        const cell = (this.hits[at] ?? 0) * cells + (this.hits[at + 2] ?? 0)
        votes[cell] = (votes[cell] ?? 0) + 1
      }
    }
    for (let feature = 0, cell = 0; feature < features; feature += 1) {
      let nearer = 0
      for (let distance = 0; distance < cells; distance += 1, cell += 1) {
        const here = votes[cell] ?? 0
        votes[cell] = 1 / (1 + nearer)
        nearer += here
      }
    }
    return votes
  }

  /**
   * The votes for a key that agree on one difference of direction and size.
   * @param own places of the features asked for, see `LocalFeatures`
   * @param places the same of those found, by their ids
   */
  weight(key: number, own: LocalFeatures['places'], places: Uint8Array, votes: Float64Array): number {
    const { hits } = this
    bins.fill(0)
    let most = 0
    for (let at = this.latest[key] ?? -1; at >= 0; at = hits[at + 3] ?? -1) {
      const from = 4 * (hits[at] ?? 0)
      const id = 4 * (hits[at + 1] ?? 0)
      const turn = (own[from + 3] ?? 0) * (key % 2 === 1 ? -1 : 1)
      const direction = (((places[id + 3] ?? 0) - turn + 2 * turns) % turns) >> 2
      const size = (places[id + 2] ?? 0) - (own[from + 2] ?? 0) + levels
      const vote = votes[(hits[at] ?? 0) * cells + (hits[at + 2] ?? 0)] ?? 0
      most = Math.max(most, addToBins(direction, size, vote))
    }
    return most
  }
}

/** Adds to the bins of a direction and a size, and returns the largest sum among them: neighbouring bins overlap by half. */
function addToBins(direction: number, size: number, vote: number): number {
  const row = direction * sizes + size
  const next = ((direction + 1) % directions) * sizes + size
  return Math.max(
    addToBin(row, vote),
    addToBin(row + 1, vote),
    addToBin(next, vote),
    addToBin(next + 1, vote),
  )
}

function addToBin(bin: number, vote: number): number {
  const sum = (bins[bin] ?? 0) + vote
  bins[bin] = sum
  return sum
}
