import { orientations } from '../geometry/orientation.ts'
import { hashWords } from './dct-hash.ts'
import { HashTable } from './hamming.ts'

/** Two images worth comparing: indices `a < b`, and how `a` must be oriented to look like `b`. */
export interface Candidate {
  a: number
  b: number
  /** Index into `orientations`. */
  orientation: number
  /** Hamming distance of the DCT hashes in that orientation, 0..256. */
  distance: number
}

/** DCT distance up to which a pair is compared: up to 1 in 10^6 pairs of different photos comes so near by chance. */
const dctRadius = 90
/** The same for imghash's block hash, which has more chance neighbours at a distance. */
const blockRadius = 17

/** Of the pairs of one image, so many at most: in sets of look-alikes the rest would only cost time. */
const keptPerImage = 8

/** Hashes of all images side by side, `hashWords` words each (`dct`: eight times that). */
export interface Hashes {
  dct: Int32Array
  block: Int32Array
  count: number
}

/** What an earlier search found that still holds, by image. */
export interface KnownNeighbours {
  /** Between images that are not in `moved`; null for images whose neighbours must be looked for among all. */
  near: readonly (readonly Candidate[] | null)[]
  /** Images that are new or have changed places with others, in order: any image may have them for a neighbour. */
  moved: readonly number[]
}

/** Whether so many were found that some may have been left out. */
export const isCut = (found: readonly Candidate[]) => found.length >= keptPerImage

/**
 * The pairs that one of the two hashes brings near, image by image, so that the caller may stop or show progress.
 * Every pair is compared (about 20 ns with its orientations): at this radius no index is faster up to 10^5 images.
 * @param known by an earlier search: such images are compared with those that have moved alone
 */
export function* candidates(hashes: Hashes, known?: KnownNeighbours): Generator<Candidate[]> {
  const all = new Neighbours(hashes, [...Array(hashes.count).keys()])
  const moved = known === undefined ? all : new Neighbours(hashes, known.moved)
  for (let a = 0; a < hashes.count; a += 1) {
    const before = known?.near[a] ?? null
    yield keepNearest(before === null ? all.behind(a) : [...before, ...moved.behind(a)])
  }
}

/** Some of the images, among which the neighbours of any image are looked for. */
class Neighbours {
  private readonly hashes: Hashes
  private readonly images: readonly number[]
  private readonly upright: HashTable
  private readonly blocks: HashTable

  /** `images`: in order. */
  constructor(hashes: Hashes, images: readonly number[]) {
    this.hashes = hashes
    this.images = images
    this.upright = new HashTable(chosen(hashes.dct, images, orientations.length * hashWords))
    this.blocks = new HashTable(chosen(hashes.block, images, hashWords))
  }

  /** Those behind image `a`. */
  behind(a: number): Candidate[] {
    const { dct, block } = this.hashes
    const from = this.firstBehind(a)
    if (from === this.images.length) return []
    const found = new Map<number, Candidate>()
    const at = (index: number) => this.images[index] ?? 0
    for (let orientation = 0; orientation < orientations.length; orientation += 1) {
      const turned = hashOf(dct, a * orientations.length + orientation)
      this.upright.near(turned, { from, radius: dctRadius }, (index, distance) => {
        if (distance < (found.get(index)?.distance ?? 257))
          found.set(index, { a, b: at(index), orientation, distance })
      })
    }
    const asStored = hashOf(dct, a * orientations.length)
    this.blocks.near(hashOf(block, a), { from, radius: blockRadius }, (index) => {
      if (found.has(index)) return
      this.upright.near(asStored, { from: index, to: index + 1, radius: 256 }, (_, distance) => {
        found.set(index, { a, b: at(index), orientation: 0, distance })
      })
    })
    return [...found.values()]
  }

  private firstBehind(a: number): number {
    let [low, high] = [0, this.images.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.images[middle] ?? 0) <= a) low = middle + 1
      else high = middle
    }
    return low
  }
}

const hashOf = (all: Int32Array, index: number) => all.subarray(index * hashWords, (index + 1) * hashWords)

/** The first hash of each of some images, which have `stride` words each. */
function chosen(words: Int32Array, images: readonly number[], stride: number): Int32Array {
  const some = new Int32Array(images.length * hashWords)
  for (const [index, image] of images.entries())
    some.set(words.subarray(image * stride, image * stride + hashWords), index * hashWords)
  return some
}

function keepNearest(found: Candidate[]): Candidate[] {
  return found.sort((x, y) => x.distance - y.distance || x.b - y.b).slice(0, keptPerImage)
}
