import { descriptorWords } from '../features/descriptor.ts'
import { IndexMachine, type Met, mostFeatures } from '../features/index-machine.ts'
import { featuresKept, type LocalFeatures } from '../features/local-features.ts'

/**
 * Of one slot, so many features are looked at, those of the images that lie nearest in order. An image with fewer features than
 * are kept looks at more, with the same work: of photos with 40 features slots are full of others, and few may be missed. Of 240
 * cropped photos on white card among 2,125 images 226 are met among the first 12, with 100 221.
 */
const longest = { least: 160, most: 1600 }
/**
 * In sets that are searched within seconds all of a slot is compared. In larger ones two thirds of it are told apart by their
 * signs, and six of ten are left that would meet by 50 bits.
 */
const reaches = { small: { widest: 50, sign: 32 }, large: { widest: 35, sign: 3 } }
/** How many times fewer features an image has than are kept, 1 and up. */
export const scarcity = (features: number): number => featuresKept / Math.max(1, features)

/** The local features of all images, among which those that share some are looked for. */
export class FeatureIndex {
  private readonly machine: IndexMachine
  /** Width and height of the plane of each image. */
  private readonly planes: Uint8Array
  private images = 0

  /** `counts`: features of all images that will be added; `small`: whether all of a slot is compared. */
  constructor(counts: readonly number[], small: boolean) {
    const capacity = counts.reduce((sum, count) => sum + count, 0)
    const each = capacity <= mostFeatures ? featuresKept : Math.floor(mostFeatures / counts.length)
    this.machine = new IndexMachine(
      counts.map((count) => Math.min(count, each)),
      { ...(small ? reaches.small : reaches.large), longest: longest.most },
    )
    this.planes = new Uint8Array(2 * counts.length)
  }

  /** Makes the next image known; images are numbered in order. After the last one images may be asked for. */
  add({ width, height, places, descriptors }: LocalFeatures): void {
    const { machine } = this
    const start = machine.starts[this.images] ?? 0
    const count = (machine.starts[this.images + 1] ?? 0) - start
    this.planes.set([width, height], 2 * this.images)
    machine.places.set(places.subarray(0, 4 * count), 4 * start)
    machine.descriptors.set(descriptors.subarray(0, descriptorWords * count), descriptorWords * start)
    this.images += 1
    if (2 * this.images === this.planes.length) machine.build()
  }

  /** Of the images before one, or behind it, the `most` that share most with it. */
  meetings(image: number, side: 'before' | 'behind', most: number): Met[] {
    const count = (this.machine.starts[image + 1] ?? 0) - (this.machine.starts[image] ?? 0)
    const looked = Math.min(longest.most, Math.round(longest.least * scarcity(count)))
    return this.machine.meet(image, { behind: side === 'behind', longest: looked, most })
  }

  /** The features of an image that was added, where they stand. */
  features(image: number): LocalFeatures {
    const { starts, places, descriptors } = this.machine
    const [from, to] = [starts[image] ?? 0, starts[image + 1] ?? 0]
    return {
      count: to - from,
      width: this.planes[2 * image] ?? 0,
      height: this.planes[2 * image + 1] ?? 0,
      places: places.subarray(4 * from, 4 * to),
      descriptors: descriptors.subarray(descriptorWords * from, descriptorWords * to),
    }
  }
}
