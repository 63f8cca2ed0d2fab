import { hashWords } from './dct-hash.ts'
import { HashTable } from './hamming.ts'
import { orientations } from './orientation.ts'

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

/**
 * The pairs that one of the two hashes brings near, image by image, so that the caller may stop or show progress.
 * Every pair is compared (about 20 ns with its orientations): at this radius no index is faster up to 10^5 images.
 */
export function* candidates(hashes: Hashes): Generator<Candidate[]> {
  const upright = new HashTable(uprightHashes(hashes))
  const blocks = new HashTable(hashes.block)
  const hashOf = (all: Int32Array, index: number) => all.subarray(index * hashWords, (index + 1) * hashWords)
  for (let a = 0; a < hashes.count; a += 1) {
    const found = new Map<number, Candidate>()
    for (let orientation = 0; orientation < orientations.length; orientation += 1) {
      const turned = hashOf(hashes.dct, a * orientations.length + orientation)
      upright.near(turned, { from: a + 1, radius: dctRadius }, (b, distance) => {
        if (distance < (found.get(b)?.distance ?? 257)) found.set(b, { a, b, orientation, distance })
      })
    }
    const asStored = hashOf(hashes.dct, a * orientations.length)
    blocks.near(hashOf(hashes.block, a), { from: a + 1, radius: blockRadius }, (b) => {
      if (found.has(b)) return
      upright.near(asStored, { from: b, to: b + 1, radius: 256 }, (_, distance) => {
        found.set(b, { a, b, orientation: 0, distance })
      })
    })
    yield keepNearest([...found.values()])
  }
}

function keepNearest(found: Candidate[]): Candidate[] {
  if (found.length <= keptPerImage) return found
  return found.sort((x, y) => x.distance - y.distance || x.b - y.b).slice(0, keptPerImage)
}

function uprightHashes({ dct, count }: Hashes): Int32Array {
  const upright = new Int32Array(count * hashWords)
  const stride = orientations.length * hashWords
  for (let i = 0; i < count; i += 1)
    upright.set(dct.subarray(i * stride, i * stride + hashWords), i * hashWords)
  return upright
}
