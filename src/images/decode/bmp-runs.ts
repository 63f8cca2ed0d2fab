import { UndecodableImage } from './decoded.ts'

/** Numbers of the header that say how a BMP is packed: runs of 8-bit or 4-bit palette indices. */
const runsOf: ReadonlyMap<number, 4 | 8> = new Map([
  [1, 8],
  [2, 4],
])

/**
 * A BMP whose palette indices are packed as runs, without them; undefined for others.
 * https://learn.microsoft.com/windows/win32/gdi/bitmap-compression
 * @throws UndecodableImage when it ends before its end mark
 */
export function withoutRuns(bytes: Uint8Array): Uint8Array | undefined {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const bits = bytes.length < 54 ? undefined : runsOf.get(header.getUint32(30, true))
  if (bits === undefined || header.getUint16(28, true) !== bits) return undefined
  const [start, width, height] = [10, 18, 22].map((at) => header.getInt32(at, true))
  if (start === undefined || width === undefined || height === undefined || width < 1 || height < 1)
    return undefined
  const stride = Math.ceil((width * bits) / 32) * 4
  const plain = new Uint8Array(start + stride * height)
  plain.set(bytes.subarray(0, start))
  const about = new DataView(plain.buffer)
  about.setUint32(2, plain.length, true)
  about.setUint32(30, 0, true)
  about.setUint32(34, stride * height, true)
  unpack(bytes.subarray(start), bits, (x, y, index) => {
    if (x >= width || y >= height) return
    const at = start + y * stride + (bits === 8 ? x : x >> 1)
    plain[at] = bits === 8 ? index : (plain[at] ?? 0) | (index << (x % 2 === 0 ? 4 : 0))
  })
  return plain
}

/** Calls `put` with each palette index and its place; rows count from the bottom. */
function unpack(runs: Uint8Array, bits: 4 | 8, put: (x: number, y: number, index: number) => void): void {
  const read = new Bytes(runs)
  let [x, y] = [0, 0]
  for (;;) {
    const [count, value] = [read.next(), read.next()]
    if (count > 0) for (const index of indicesOf(value, count, bits)) put(x++, y, index)
    else if (value > 2) for (const index of read.literal(value, bits)) put(x++, y, index)
    else if (value === 2) [x, y] = [x + read.next(), y + read.next()]
    else if (value === 0) [x, y] = [0, y + 1]
    else return
  }
}

/** The indices of some pixels that one byte stands for: it, or its halves in turns. */
const indicesOf = (byte: number, count: number, bits: 4 | 8): number[] =>
  Array.from({ length: count }, (_, place) => (bits === 8 ? byte : place % 2 === 0 ? byte >> 4 : byte & 15))

class Bytes {
  private at = 0
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  next(): number {
    const byte = this.bytes[this.at]
    if (byte === undefined) throw new UndecodableImage('is cut short (truncated BMP)')
    this.at += 1
    return byte
  }

  /** Indices that stand one by one; such parts fill an even number of bytes. */
  literal(count: number, bits: 4 | 8): number[] {
    const size = Math.ceil((count * bits) / 8)
    const indices = Array.from({ length: size }, () => indicesOf(this.next(), 8 / bits, bits)).flat()
    this.at += size % 2
    return indices.slice(0, count)
  }
}
