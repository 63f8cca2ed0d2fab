import { compile, instantiate, type WasmMemory } from '../../model/wasm.ts'
import { thumbSide as side } from '../decode/shrink.ts'
import { orientations } from '../geometry/orientation.ts'

/** Coefficients kept per direction: the frequencies 1..16, without the constant ones. */
const kept = 16
const half = side / 2
export const hashWords = (kept * kept) / 32

/** DCT-II basis, one row per frequency 1..16. */
const basis = Float32Array.from({ length: kept * side }, (_, index) => {
  const frequency = Math.floor(index / side) + 1
  return Math.cos((Math.PI / (2 * side)) * frequency * (2 * (index % side) + 1))
})

/** `dct.wat`, compiled. */
const compiled =
  'AGFzbQEAAAABCQFgBX9/f39/AAMCAQAFAwEAAQcUAgZtZW1vcnkCAAdjb2x1bW5zAAAK8AEB7QECBX8DewNAIAAhBSACIQggAkGAAWohCQNAIAgqAgC7/RQhCiAEIQYgBUGAAmohBwNAIAX9AAQAIQsgBv0ABAAhDCAGIAz9XyAKIAv9X/3yAf3wAf1eIAwgDP0NCAkKCwwNDg8AAQIDBAUGB/1fIAogCyAL/Q0ICQoLDA0ODwABAgMEBQYH/V/98gH98AH9Xv0NAAECAwQFBgcQERITFBUWF/0LBAAgBkEQaiEGIAVBEGoiBSAHSQ0ACyAIQQRqIgggCUkNAAsgACEFIAEhACAFIQEgAkGAAmohAiAEQYACaiEEIANBAWsiAw0ACws='

/** What `dct.wat` exports. Addresses are in bytes. */
interface Exports {
  memory: WasmMemory
  columns(first: number, second: number, weights: number, count: number, out: number): void
}

const exported = instantiate<Exports>(compile(Buffer.from(compiled, 'base64')))
const numbers = (from: number, length: number) => new Float32Array(exported.memory.buffer, from, length)
/** The basis, the folded square and the sums of its columns lie one behind the other. */
const foldedAt = basis.byteLength
const columnsAt = foldedAt + 4 * side * side
numbers(0, basis.length).set(basis)
const square = numbers(foldedAt, side * side)
const columns = numbers(columnsAt, kept * side)
const cells = new Float32Array(side)

/**
 * 256-bit perceptual hashes of a 64 x 64 luma square in all eight orientations (see `orientations`), one after the
 * other: `8 * hashWords` words. As in PDQ (Facebook, "The TMK+PDQF video-hashing algorithm and the PDQ
 * image-hashing algorithm", 2019): the low frequencies of the DCT, each against their median; the orientations come
 * from transposing the coefficients and changing signs, without decoding again.
 */
export function dctHashes(luma: Float32Array): Int32Array {
  const low = lowFrequencies(luma)
  const hashes = new Int32Array(orientations.length * hashWords)
  // What is transposed, too, has its median in common with what is not.
  const medians = signs.map((sign) => medianOf(times(low, sign)))
  for (const [index, to] of orientations.entries()) {
    const which = to.transpose ? signsOf(to.columns, to.rows) : signsOf(to.rows, to.columns)
    const [sign, median] = [signs[which] ?? low, medians[which] ?? 0]
    const order = to.transpose ? transposed : straight
    for (let word = 0; word < hashWords; word += 1) {
      let bits = 0
      for (let bit = 0; bit < 32; bit += 1) {
        const from = order[32 * word + bit] ?? 0
        if ((low[from] ?? 0) * (sign[from] ?? 0) > median) bits |= 1 << bit
      }
      hashes[index * hashWords + word] = bits
    }
  }
  return hashes
}

const straight = Uint8Array.from({ length: kept * kept }, (_, index) => index)
const transposed = straight.map((index) => (index % kept) * kept + Math.floor(index / kept))

/** Which of `signs` an axis or both turned around make. */
const signsOf = (rows: boolean, columns: boolean) => Number(rows) + 2 * Number(columns)

/** Turning an axis around negates its odd frequencies; index 0 is frequency 1. */
const signs = [0, 1, 2, 3].map((which) =>
  Float32Array.from({ length: kept * kept }, (_, index) => {
    const [row, column] = [Math.floor(index / kept), index % kept]
    return ((which & 1) === 1 && row % 2 === 0) !== (which > 1 && column % 2 === 0) ? -1 : 1
  }),
)

const signed = new Float32Array(kept * kept)

/** Valid until the next call. */
function times(values: Float32Array, sign: Float32Array): Float32Array {
  for (let at = 0; at < signed.length; at += 1) signed[at] = (values[at] ?? 0) * (sign[at] ?? 0)
  return signed
}

/** Rearranges the values (Hoare, "Algorithm 65: find", CACM 4(7), 1961), which is half of what sorting them would take. */
function medianOf(values: Float32Array): number {
  const middle = values.length / 2
  for (let low = 0, high = values.length - 1; low < high; ) {
    const { left, right } = part(values, low, high, values[middle] ?? 0)
    if (right < middle) low = left
    if (left > middle) high = right
  }
  // None before the middle is larger than it.
  let before = values[0] ?? 0
  for (let at = 1; at < middle; at += 1) before = Math.max(before, values[at] ?? 0)
  return (before + (values[middle] ?? 0)) / 2
}

/** Moves values up to the pivot before `left` and those from it on behind `right`. */
function part(
  values: Float32Array,
  low: number,
  high: number,
  pivot: number,
): { left: number; right: number } {
  let [left, right] = [low, high]
  while (left <= right) {
    while ((values[left] ?? 0) < pivot) left += 1
    while ((values[right] ?? 0) > pivot) right -= 1
    if (left > right) break
    const value = values[left] ?? 0
    values[left] = values[right] ?? 0
    values[right] = value
    left += 1
    right -= 1
  }
  return { left, right }
}

function lowFrequencies(luma: Float32Array): Float32Array {
  fold(luma, side, square)
  columns.fill(0)
  // Frequencies 1, 3 and so on are odd.
  exported.columns(foldedAt + (4 * side * side) / 2, foldedAt, 0, kept, columnsAt)
  const low = new Float32Array(kept * kept)
  for (let row = 0; row < kept; row += 1) {
    fold(columns.subarray(row * side, (row + 1) * side), 1, cells)
    for (let column = 0; column < kept; column += 1) {
      const from = column % 2 === 0 ? half : 0
      let sum = 0
      for (let x = 0; x < half; x += 1) sum += (cells[from + x] ?? 0) * (basis[column * side + x] ?? 0)
      low[row * kept + column] = sum
    }
  }
  return low
}

/**
 * Rows of `width` values, the first plus the last and so on, then the first minus the last and so on: odd frequencies
 * are antisymmetric, even ones symmetric, so that half the products do.
 */
function fold(rows: Float32Array, width: number, folded: Float32Array): void {
  for (let y = 0; y < half; y += 1) {
    for (let x = 0, at = y * width, end = (side - 1 - y) * width; x < width; x += 1, at += 1, end += 1) {
      folded[at] = (rows[at] ?? 0) + (rows[end] ?? 0)
      folded[half * width + at] = (rows[at] ?? 0) - (rows[end] ?? 0)
    }
  }
}
