import { descriptorWords } from '../features/descriptor.ts'
import { DescriptorTables, mostDescriptors } from '../features/descriptor-search.ts'
import { FeatureHits, widest } from '../features/feature-hits.ts'
import { featuresKept, type LocalFeatures } from '../features/local-features.ts'
import type { Match } from '../features/matching.ts'
import { searchedWhole } from './earlier-search.ts'

/** Matches of one image's features with those of another. */
export interface Meeting {
  image: number
  mirrored: boolean
  /** How much the matches that agree best weigh, over the root of how many features the image has. */
  weight: number
  matches: Match[]
}

/**
 * Of one slot, the latest so many are looked at, more in sets that are searched whole within seconds. An image with fewer
 * features than are kept looks at more, with the same work: of photos with 40 features slots are full of others, and few
 * may be missed.
 */
const longestChain = { small: { least: 60, most: 400 }, large: { least: 24, most: 240 } }
/** How many times fewer features an image has than are kept, 1 and up. */
export const scarcity = (features: number): number => featuresKept / Math.max(1, features)

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
  private readonly chain: { least: number; most: number }
  /** First feature of each image. */
  private readonly starts: number[] = []
  /** Of the last query. */
  private readonly hits: FeatureHits
  private used = 0

  /** `capacity`: features of all images that will be added. */
  constructor(images: number, capacity: number) {
    this.hits = new FeatureHits(images)
    this.each = capacity <= mostDescriptors ? featuresKept : Math.floor(mostDescriptors / images)
    const room = Math.min(capacity, mostDescriptors)
    this.chain = images <= searchedWhole ? longestChain.small : longestChain.large
    this.tables = new DescriptorTables(room, featuresKept, this.chain.most)
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
    const { hits } = this
    const votes = hits.votes(features.count)
    const weights = new Map<number, number>()
    for (const key of hits.keys) {
      // An image with many features is met by chance more often.
      const count = (this.starts[(key >> 1) + 1] ?? this.used) - (this.starts[key >> 1] ?? 0)
      weights.set(key, hits.weight(key, features.places, this.places, votes) / Math.sqrt(count))
    }
    const best = [...weights].sort(([x, ofX], [y, ofY]) => ofY - ofX || x - y).slice(0, most)
    return best.map(([key, weight]) => {
      const image = key >> 1
      const start = this.starts[image] ?? 0
      const matches = hits.of(key).map(({ from, id }): Match => ({ from, to: id - start }))
      return { image, mirrored: key % 2 === 1, weight, matches }
    })
  }

  private findHits(features: LocalFeatures): void {
    this.hits.clear(this.starts.length)
    const { least, most } = this.chain
    const longest = Math.min(most, Math.round(least * scarcity(features.count)))
    for (const mirrored of [false, true]) {
      this.tables.near(features.descriptors, { mirrored, most: widest, longest }, (from, id, distance) =>
        this.hits.add(2 * (this.owners[id] ?? 0) + Number(mirrored), from, id, distance),
      )
    }
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
