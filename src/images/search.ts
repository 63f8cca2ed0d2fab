import { hashWords } from './dct-hash.ts'
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
 * Every pair is compared (about 100 ns with its orientations): at this radius no index is faster up to 10^5 images.
 */
export function* candidates(hashes: Hashes): Generator<Candidate[]> {
  const upright = uprightHashes(hashes)
  for (let a = 0; a < hashes.count; a += 1) {
    const found = new Map<number, Candidate>()
    for (let orientation = 0; orientation < orientations.length; orientation += 1) {
      const at = (a * orientations.length + orientation) * hashWords
      const turned = hashes.dct.subarray(at, at + hashWords)
      nearest(turned, upright, a + 1, dctRadius, (b, distance) => {
        if (distance < (found.get(b)?.distance ?? 257)) found.set(b, { a, b, orientation, distance })
      })
    }
    nearest(
      hashes.block.subarray(a * hashWords, (a + 1) * hashWords),
      hashes.block,
      a + 1,
      blockRadius,
      (b) => {
        if (found.has(b)) return
        found.set(b, { a, b, orientation: 0, distance: distanceOf(upright, a, b) })
      },
    )
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

/** Calls `found` for every hash of `all` from index `from` on that is within `radius` of `query`. */
function nearest(
  query: Int32Array,
  all: Int32Array,
  from: number,
  radius: number,
  found: (index: number, distance: number) => void,
): void {
  const [q0 = 0, q1 = 0, q2 = 0, q3 = 0, q4 = 0, q5 = 0, q6 = 0, q7 = 0] = query
  for (let at = from * hashWords; at < all.length; at += hashWords) {
    const first = onesPerByte(q0 ^ (all[at] ?? 0), q1 ^ (all[at + 1] ?? 0))
    const second = onesPerByte(q2 ^ (all[at + 2] ?? 0), q3 ^ (all[at + 3] ?? 0))
    const third = onesPerByte(q4 ^ (all[at + 4] ?? 0), q5 ^ (all[at + 5] ?? 0))
    const fourth = onesPerByte(q6 ^ (all[at + 6] ?? 0), q7 ^ (all[at + 7] ?? 0))
    const distance = sumOfBytes(first + second + third + fourth)
    if (distance <= radius) found(at / hashWords, distance)
  }
}

/** Hamming distance of two of the hashes. */
function distanceOf(all: Int32Array, a: number, b: number): number {
  let distance = 0
  for (let word = 0; word < hashWords; word += 1) {
    const differing = (all[a * hashWords + word] ?? 0) ^ (all[b * hashWords + word] ?? 0)
    distance += sumOfBytes(onesPerByte(differing, 0))
  }
  return distance
}

/** Bits set in two words, counted per byte of the result (at most 16 each). */
function onesPerByte(a: number, b: number): number {
  const x = a - ((a >>> 1) & 0x55555555)
  const y = b - ((b >>> 1) & 0x55555555)
  const nibbles = (x & 0x33333333) + ((x >>> 2) & 0x33333333) + (y & 0x33333333) + ((y >>> 2) & 0x33333333)
  return (nibbles & 0x0f0f0f0f) + ((nibbles >>> 4) & 0x0f0f0f0f)
}

/** Adds up the four bytes of a word; each is at most 64, so that 256 bits need more than a byte. */
function sumOfBytes(bytes: number): number {
  const halves = (bytes & 0x00ff00ff) + ((bytes >>> 8) & 0x00ff00ff)
  return (halves & 0xffff) + (halves >>> 16)
}
