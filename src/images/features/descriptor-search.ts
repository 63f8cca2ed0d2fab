import { compile, instantiate, type WasmMemory } from '../../model/wasm.ts'
import { descriptorWords } from './descriptor.ts'

/** `descriptors.wat`, compiled. Its 64-bit popcount makes it several times as fast as JavaScript. */
const compiled = compile(
  Buffer.from(
    'AGFzbQEAAAABJQVgB39/f39/f38AYAR/f39/AGACf38Bf2ABfwBgBn9/f39/fwADBgUAAQIDBAUDAQABBhUEfwFBAAt/AUEAC38BQQALfwFBAAsHKQUGbWVtb3J5AgAHbmVhcmVzdAAABXBsYWNlAAEDYWRkAAMEbmVhcgAECv4EBcEBAgR+BX8CQANAIAAgAU8NASAAIARqIQwgDCkDACEHIAwpAwghCCAAQRBqIARrIQwgDCkDACEJIAwpAwghCiAFQQFqIQ1BfyEPQQAhCyACIQwCQANAIAsgA08NASAMKQMAIAeFeyAMKQMIIAiFe3wgDCkDECAJhXsgDCkDGCAKhXt8fKchDiAOIA1JBEAgDiENIAshDwsgDEEgaiEMIAtBAWohCwwACwsgBiAPNgIAIAZBBGohBiAAQSBqIQAMAAsLCxIAIAAkACABJAEgAiQCIAMkAwspACMCIABBIiMBa3RqIAEjACAAQQJ0aigCAHFBsfPd8XlsIwF2QQJ0agtHAQR/IwMgAEEGdGohBCAEQSBqIQEDQCACIAQoAgAQAiEDIAQgAygCADYCICADIAA2AgAgAkEBaiECIARBBGoiBCABSQ0ACwuzAgIEfgd/IAAgAWohDCAMKQMAIQYgDCkDCCEHIABBEGogAWshDCAMKQMAIQggDCkDCCEJIAQhDQNAIA1BADYCACANIAogACAKQQJ0IAFzaigCABACKAIANgIEIA0gBWohDSAKQQFqIQogCkEISQ0ACwJAA0AgAkUNASACQQFrIQIgBCENQQAhCkEBIRADQCANKAIEIQsgC0EATgRAQQAhECMDIAtBBnRqIQwgDSAMIApBAnRqKAIgNgIEIAwpAwAgBoV7IAwpAwggB4V7fCAMKQMQIAiFeyAMKQMYIAmFe3x8pyEOIA4gA00EQCANKAIAQQFqIQ8gDSAPNgIAIA0gD0EDdGohDCAMIAs2AgAgDCAONgIECwsgDSAFaiENIApBAWohCiAKQQhJDQALIBBFDQALCws=',
    'base64',
  ),
)

/** What `descriptors.wat` exports. Addresses are in bytes. */
interface Exports {
  memory: WasmMemory
  nearest(from: number, end: number, to: number, count: number, swap: number, most: number, out: number): void
  place(masks: number, shift: number, heads: number, records: number): void
  add(id: number): void
  near(query: number, swap: number, longest: number, most: number, out: number, room: number): void
}

const descriptorBytes = 4 * descriptorWords
const pageBytes = 65536
/** In a mirror, the halves of a descriptor change places. */
const swapOf = (mirrored: boolean) => (mirrored ? descriptorBytes / 2 : 0)

/** An instance with room for so many bytes. @throws RangeError when there is no such memory, or beyond 4 GiB */
function withRoom(bytes: number): Exports {
  const exports = instantiate<Exports>(compiled)
  exports.memory.grow(Math.ceil(bytes / pageBytes))
  return exports
}

let comparing: Exports | null = null

/** For each descriptor of `a` the number of the nearest one of `b`, if it is within `most` bits, else -1. */
export function nearestDescriptors(
  a: Int32Array,
  b: Int32Array,
  { mirrored, most }: { mirrored: boolean; most: number },
): Int32Array {
  const out = a.byteLength + b.byteLength
  const needed = out + a.byteLength / descriptorWords
  if (comparing === null || comparing.memory.buffer.byteLength < needed) comparing = withRoom(needed)
  const { memory, nearest } = comparing
  new Int32Array(memory.buffer, 0, a.length).set(a)
  new Int32Array(memory.buffer, a.byteLength, b.length).set(b)
  nearest(0, a.byteLength, a.byteLength, b.length / descriptorWords, swapOf(mirrored), most, out)
  return new Int32Array(memory.buffer, out, a.length / descriptorWords).slice()
}

/** One hash table for each word of the descriptor. */
const tables = descriptorWords
/** A descriptor with its link in every table. */
const recordWords = descriptorWords + tables

/**
 * Bits of a word that have to agree: those that number the slots and some more, as the bits of one word go together and
 * few would crowd the same slots. With 27 bits and 240 cropped photos on white card 220 shared enough with their photo, with
 * 24 and fuller slots 228.
 */
const sample = { beyond: 10, most: 24 }

/** So many descriptors fit in the 4 GiB of WebAssembly, beside tables of 2^24 heads. */
export const mostDescriptors = 50e6

/**
 * Descriptors in hash tables: those that agree in all bits of one sample of a word meet in its table. Takes 64 bytes a
 * descriptor.
 */
export class DescriptorTables {
  private readonly exports: Exports
  private readonly records: Int32Array
  private readonly query: Int32Array
  /** Where what was found is told. */
  private readonly found: Int32Array
  private readonly longest: number
  private readonly masks: readonly number[]
  /** Bits of a hash beyond those that number the slots of a table. */
  private readonly shift: number
  /** A bit for each slot of each table that may be looked at; null for all. */
  private expected: Int32Array | null = null
  private used = 0

  /**
   * @param capacity descriptors that will be added, up to `mostDescriptors`
   * @param queried the most descriptors that are asked for at once
   * @param longest of one slot, the latest so many are looked at, or fewer if so asked
   */
  constructor(capacity: number, queried: number, longest: number) {
    const bits = Math.min(24, Math.max(10, 1 + Math.ceil(Math.log2(Math.max(1, capacity)))))
    const headBytes = tables * 4 * 2 ** bits
    const masks = queried * descriptorBytes
    const found = masks + 4 * tables
    const room = 8 * (longest + 1)
    const heads = found + tables * room
    // Records fill lines of the cache.
    const records = Math.ceil((heads + headBytes) / 64) * 64
    this.exports = withRoom(records + 4 * recordWords * capacity)
    const { buffer } = this.exports.memory
    this.query = new Int32Array(buffer, 0, queried * descriptorWords)
    this.found = new Int32Array(buffer, found, (tables * room) / 4)
    this.records = new Int32Array(buffer, records, capacity * recordWords)
    this.longest = longest
    new Int32Array(buffer, heads, headBytes / 4).fill(-1)
    const sampled = Math.min(sample.most, bits + sample.beyond)
    this.masks = Array.from({ length: tables }, (_, i) => sampleOf(sampled, i + 1))
    this.shift = 32 - bits
    new Int32Array(buffer, masks, tables).set(this.masks)
    this.exports.place(masks, this.shift, heads, records)
  }

  /**
   * From the first call on, only what meets one of these descriptors, or of their mirror images, is made known: all
   * others are spared the way to their slots, which is a way to memory.
   */
  expect(descriptors: Int32Array): void {
    this.expected ??= new Int32Array(tables << (27 - this.shift))
    for (let at = 0; at < descriptors.length; at += descriptorWords) {
      for (let table = 0; table < tables; table += 1) {
        for (const word of [table, table ^ (descriptorWords / 2)]) {
          const slot = this.slotOf(table, descriptors[at + word] ?? 0)
          this.expected[slot >> 5] = (this.expected[slot >> 5] ?? 0) | (1 << (slot & 31))
        }
      }
    }
  }

  private isExpected(descriptors: Int32Array, at: number): boolean {
    if (this.expected === null) return true
    for (let table = 0; table < tables; table += 1) {
      const slot = this.slotOf(table, descriptors[at + table] ?? 0)
      if ((this.expected[slot >> 5] ?? 0) & (1 << (slot & 31))) return true
    }
    return false
  }

  /** Among those of all tables; the same as `$head` of `descriptors.wat`. */
  private slotOf(table: number, word: number): number {
    const hash = Math.imul(word & (this.masks[table] ?? 0), 0x9e3779b1) >>> this.shift
    return (table << (32 - this.shift)) + hash
  }

  /** Makes descriptors known; they are numbered in order. */
  add(descriptors: Int32Array): void {
    for (let at = 0; at < descriptors.length; at += descriptorWords, this.used += 1) {
      this.records.set(descriptors.subarray(at, at + descriptorWords), this.used * recordWords)
      if (this.isExpected(descriptors, at)) this.exports.add(this.used)
    }
  }

  /** Those that were added from number `from` to before `to`. */
  slice(from: number, to: number): Int32Array {
    const descriptors = new Int32Array((to - from) * descriptorWords)
    for (let id = from; id < to; id += 1) {
      const at = id * recordWords
      descriptors.set(this.records.subarray(at, at + descriptorWords), (id - from) * descriptorWords)
    }
    return descriptors
  }

  /** Calls `found` for every descriptor within `most` bits that meets the one with number `from` of a query, in each table. */
  near(
    query: Int32Array,
    { mirrored, most, longest }: { mirrored: boolean; most: number; longest: number },
    found: (from: number, id: number, distance: number) => void,
  ): void {
    this.query.set(query)
    const room = this.found.length / tables
    for (let from = 0; from < query.length / descriptorWords; from += 1) {
      const out = this.found.byteOffset
      this.exports.near(
        from * descriptorBytes,
        swapOf(mirrored),
        Math.min(this.longest, longest),
        most,
        out,
        4 * room,
      )
      for (let at = 0; at < this.found.length; at += room) {
        const end = at + 2 * (this.found[at] ?? 0)
        for (let i = at + 2; i <= end; i += 2) found(from, this.found[i] ?? 0, this.found[i + 1] ?? 0)
      }
    }
  }
}

/** A word with `bits` ones, from a fixed xorshift32. */
function sampleOf(bits: number, seed: number): number {
  let state = Math.imul(seed, 0x9e3779b1)
  let mask = 0
  for (let ones = 0; ones < bits; ) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const bit = 1 << (state & 31)
    if ((mask & bit) !== 0) continue
    mask |= bit
    ones += 1
  }
  return mask
}
