import { detailSide, halve, thumbSide as side } from '../decode/shrink.ts'
import { ones } from '../hashes/hamming.ts'
import type { Thumbnails } from './crops.ts'

/** Two images, by index, whose finest details agree where they are, `a < b`. */
export interface InPlace {
  a: number
  b: number
  /** Bits of 4096 in which their signs differ. */
  differing: number
}

/** Words of the signs of an image: a bit for each pixel at `side`. */
const words = (side * side) / 32
/** Words that are compared before the others, from all over the image, and the bits in which they may differ. */
const first = { words: words / 4, most: 460 }
/**
 * Bits of 4096 in which the signs of two images may differ. Half of them do by chance, at least 1803 of all 28,680 pairs of
 * different photos on white card; of their copies under a caption 688 in the median, 1372 at most where the frame is the same.
 */
const most = 1650
/**
 * An image of which more pixels than this share equal their surroundings is a drawing or covered: two of them agree in any case
 * and are not compared.
 */
const mostFlat = 0.1
/** Of one image, so many before it at most. */
const keptPerImage = 3

/**
 * Pairs of which the pixels are brighter or darker than their surroundings at the same places: copies that were moved
 * nowhere, but are covered in part, so that neither hashes nor local features bring them near. Every pair is compared.
 */
export function* alikeInPlace({ count, detail }: Pick<Thumbnails, 'count' | 'detail'>): Generator<InPlace[]> {
  const before: Signs[] = []
  for (let b = 0; b < count; b += 1) {
    const own = signsOf(halve(detail(b), detailSide))
    const found: InPlace[] = []
    for (let a = 0; a < b; a += 1) {
      const other = before[a]
      if (other === undefined || (own.isFlat && other.isFlat)) continue
      const differing = differenceOf(own.bits, other.bits)
      if (differing !== null) found.push({ a, b, differing })
    }
    before.push(own)
    yield found.sort((x, y) => x.differing - y.differing || x.a - y.a).slice(0, keptPerImage)
  }
}

interface Signs {
  bits: Int32Array
  isFlat: boolean
}

/** null where it is too large. */
function differenceOf(one: Int32Array, other: Int32Array): number | null {
  let differing = 0
  let word = 0
  for (; word < first.words; word += 1) differing += ones((one[word] ?? 0) ^ (other[word] ?? 0))
  if (differing > first.most) return null
  for (; word < words; word += 1) differing += ones((one[word] ?? 0) ^ (other[word] ?? 0))
  return differing <= most ? differing : null
}

/** Whether each pixel is brighter than the nine around and with it on the whole, every fourth row first. */
function signsOf(luma: Float32Array): Signs {
  const bits = new Int32Array(words)
  const sums = sumsOfNine(luma)
  let flat = 0
  for (let y = 0, k = 0; y < side; y += 1) {
    const row = (((y & 3) * side) / 4 + (y >> 2)) * (side / 32)
    for (let x = 0; x < side; x += 1, k += 1) {
      const over = 9 * (luma[k] ?? 0) - (sums[k] ?? 0)
      if (over === 0) flat += 1
      if (over > 0) bits[row + (x >> 5)] = (bits[row + (x >> 5)] ?? 0) | (1 << (x & 31))
    }
  }
  return { bits, isFlat: flat > mostFlat * side * side }
}

/** Over 3 x 3 pixels, those at the rim taken again instead of what lies beyond. */
function sumsOfNine(luma: Float32Array): Float32Array {
  const rows = new Float32Array(luma.length)
  for (let y = 0, k = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1, k += 1)
      rows[k] = (luma[x === 0 ? k : k - 1] ?? 0) + (luma[k] ?? 0) + (luma[x === side - 1 ? k : k + 1] ?? 0)
  const sums = new Float32Array(luma.length)
  for (let k = 0; k < sums.length; k += 1)
    sums[k] =
      (rows[k < side ? k : k - side] ?? 0) +
      (rows[k] ?? 0) +
      (rows[k + side < sums.length ? k + side : k] ?? 0)
  return sums
}
