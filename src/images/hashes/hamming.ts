import { compile, instantiate, type WasmMemory } from '../../model/wasm.ts'
import { hashWords } from './dct-hash.ts'

/** `hamming.wat`, compiled. 128-bit SIMD makes it some five times as fast as JavaScript: about 2 ns a hash. */
const compiled =
  'AGFzbQEAAAABCgFgBX9/f39/AX8DAgEABQMBAAEHEQIGbWVtb3J5AgAEbmVhcgAACpIBAY8BAgN7An8gAP0ABAAhBSAA/QAEECEGAkADQCABIAJPDQEgBSAB/QAEAP1R/WIgBiAB/QAEEP1R/WL9biEHIAf9ff1/IQcgB/0bACAH/RsBaiAH/RsCIAf9GwNqaiEIIAggA00EQCAEIAE2AgAgBCAINgIEIARBCGohBCAJQQFqIQkLIAFBIGohAQwACwsgCQs='

/** What `hamming.wat` exports. Addresses are in bytes. */
interface Exports {
  memory: WasmMemory
  near(query: number, at: number, end: number, radius: number, out: number): number
}

const hashBytes = hashWords * 4
/** Address and distance of one found hash. */
const foundBytes = 8
const pageBytes = 65536

/** Many 256-bit hashes to be compared with one at a time. Takes 40 bytes for each. */
export class HashTable {
  private readonly exports: Exports
  /** The query lies at address 0, the hashes behind it, what was found behind them. */
  private readonly end: number

  /** `hashes`: `hashWords` words each, one after the other. */
  constructor(hashes: Int32Array) {
    this.exports = instantiate<Exports>(compile(Buffer.from(compiled, 'base64')))
    this.end = hashBytes + hashes.byteLength
    const needed = this.end + (hashes.length / hashWords) * foundBytes
    this.exports.memory.grow(Math.ceil(needed / pageBytes))
    new Int32Array(this.exports.memory.buffer, hashBytes, hashes.length).set(hashes)
  }

  /** Calls `found` for every hash from index `from` to before `to` within `radius` bits of `query`, in their order. */
  near(
    query: Int32Array,
    range: { from: number; to?: number; radius: number },
    found: (index: number, distance: number) => void,
  ): void {
    const { memory, near } = this.exports
    new Int32Array(memory.buffer, 0, hashWords).set(query)
    const start = hashBytes * (range.from + 1)
    const end = range.to === undefined ? this.end : hashBytes * (range.to + 1)
    const count = near(0, start, end, range.radius, this.end)
    const results = new Int32Array(memory.buffer, this.end, count * 2)
    for (let i = 0; i < results.length; i += 2) {
      found((results[i] ?? 0) / hashBytes - 1, results[i + 1] ?? 0)
    }
  }
}

/** Bits that are set in a 32-bit word. */
export function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
