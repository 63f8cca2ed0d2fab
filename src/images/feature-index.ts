import { descriptorWords, turns } from './descriptor.ts'
import { DescriptorTables, mostDescriptors } from './descriptor-search.ts'
import { featuresKept, type LocalFeatures } from './local-features.ts'
import type { Match } from './matching.ts'
import { levels } from './planes.ts'

/** Matches of one image's features with those of another. */
export interface Meeting {
  image: number
  mirrored: boolean
  /** How much the matches that agree best weigh, over the root of how many features the image has. */
  weight: number
  matches: Match[]
}

/**
 * Bits of 256 in which descriptors that meet may differ. Those of one place in two copies differ by 1 (JPEG) to 23
 * (random resized crop) in the median, the nearest ones of another photo by 34 to 42, and by 16 in 1 of 100.
 */
const widest = 40
/**
 * Of one slot, the latest so many are looked at: what is everywhere tells nothing apart. An image with fewer features than
 * are kept looks at more, with the same work: of photos with 40 features slots are full of others, and few may be missed.
 */
const longestChain = { least: 24, most: 120 }
/** How many times fewer features an image has than are kept, 1 and up. */
export const scarcity = (features: number): number => featuresKept / Math.max(1, features)

/** Bins of the differences of direction and of size (levels of the pyramid) between two features. */
const directions = turns / 4
const sizes = 2 * levels + 1
const bins = new Int32Array(directions * sizes + 1)
/** Fewer matches are left to chance. */
const leastMatches = 3

/**
 * Finds similar descriptors by locality-sensitive hashing (Indyk and Motwani, STOC 1998). Images are asked for and added
 * one after the other, so that every pair is seen once. Takes 72 bytes a feature.
 */
export class FeatureIndex {
  private readonly tables: DescriptorTables
  private readonly places: Uint8Array
  private readonly owners: Int32Array
  /** Width and height of the plane of each image. */
  private readonly planes: Uint8Array
  /** Of an image, the strongest so many features. */
  private readonly each: number
  /** First feature of each image. */
  private readonly starts: number[] = []
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

  /** `capacity`: features of all images that will be added. */
  constructor(images: number, capacity: number) {
    this.votes = new Int32Array(2 * images)
    this.latest = new Int32Array(2 * images)
    this.each = capacity <= mostDescriptors ? featuresKept : Math.floor(mostDescriptors / images)
    const room = Math.min(capacity, mostDescriptors)
    this.tables = new DescriptorTables(room, featuresKept, longestChain.most)
    this.places = new Uint8Array(4 * room)
    this.owners = new Int32Array(room)
    this.planes = new Uint8Array(2 * images)
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
      const weight = weightOf(key)
      const meeting: Meeting = { image: key >> 1, mirrored: key % 2 === 1, weight, matches: [] }
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
    const { least, most: longestOfAll } = longestChain
    const longest = Math.min(longestOfAll, Math.round(least * scarcity(features.count)))
    for (const mirrored of [false, true]) {
      this.tables.near(features.descriptors, { mirrored, most: widest, longest }, (from, id, distance) =>
        this.keepHit(2 * (this.owners[id] ?? 0) + Number(mirrored), from, id, distance),
      )
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
      const from = 4 * (hits[at] ?? 0)
      const id = 4 * (hits[at + 1] ?? 0)
      const turn = (places[from + 3] ?? 0) * (key % 2 === 1 ? -1 : 1)
      const direction = (((this.places[id + 3] ?? 0) - turn + 2 * turns) % turns) >> 2
      const size = (this.places[id + 2] ?? 0) - (places[from + 2] ?? 0) + levels
      most = Math.max(most, addToBins(direction, size, (widest + 4 - (hits[at + 2] ?? 0)) ** 2))
    }
    return most
  }

  /** From the first call on, what is added can be met by these features only. */
  expect({ descriptors }: LocalFeatures): void {
    this.tables.expect(descriptors)
  }

  /** Makes the next image known; images are numbered in order. */
  add({ count, width, height, places, descriptors }: LocalFeatures): void {
    const image = this.starts.length
    const end = this.used + Math.min(count, this.each)
    this.starts.push(this.used)
    this.planes.set([width, height], 2 * image)
    this.tables.add(descriptors.subarray(0, (end - this.used) * descriptorWords))
    this.places.set(places.subarray(0, 4 * (end - this.used)), 4 * this.used)
    this.owners.fill(image, this.used, end)
    this.used = end
  }

  /** The features of an image that was added. */
  features(image: number): LocalFeatures {
    const { tables } = this
    const [from, to] = [this.starts[image] ?? 0, this.starts[image + 1] ?? this.used]
    return {
      count: to - from,
      width: this.planes[2 * image] ?? 0,
      height: this.planes[2 * image + 1] ?? 0,
      places: this.places.subarray(4 * from, 4 * to),
      // Copied only where it is asked for.
      get descriptors() {
        return tables.slice(from, to)
      },
    }
  }
}

/** Adds to the bins of a direction and a size, and returns the largest sum among them: neighbouring bins overlap by half. */
function addToBins(direction: number, size: number, weight: number): number {
  const row = direction * sizes + size
  const next = ((direction + 1) % directions) * sizes + size
  return Math.max(
    addToBin(row, weight),
    addToBin(row + 1, weight),
    addToBin(next, weight),
    addToBin(next + 1, weight),
  )
}

function addToBin(bin: number, weight: number): number {
  const sum = (bins[bin] ?? 0) + weight
  bins[bin] = sum
  return sum
}
