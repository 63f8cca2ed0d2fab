import { compile, instantiate, type WasmMemory } from '../../model/wasm.ts'
import type { Mask } from './covering.ts'
import { hashWords } from './dct-hash.ts'

/** `hash-join.wat`, compiled. */
const compiled =
  'AGFzbQEAAAABNwZgBH9/f38AYAl/f35+f39/f38AYAJ/fwBgBX9/f39/AGADf39/AX9gC39/f39/f39/f39/AX8DBwYAAQIDBAUFAwEAAQcmBQZtZW1vcnkCAANjdXQAAARmaWxlAAEEc29ydAADBXByb2JlAAUKrgYGPAEBfyAAIAJqIQAgAyABQQN0aiEEAkADQCADIARPDQEgAyAAKQMANwMAIABBIGohACADQQhqIQMMAAsLC9sBAQZ/IAdBACAIQQFqQQJ0/AsAIAUhCSAFIAFBAnRqIQoCQANAIAkgCk8NASAAKQMAIAKDQpX4qfqXt96bnn9+IAOIpyELIAkgCzYCACAHIAsgBHZBAnRqIQwgDCAMKAIAQQFqNgIAIABBCGohACAJQQRqIQkMAAsLIAcgCBACIAEhDgJAA0AgDkUNASAOQQFrIQ4gCUEEayEJIAkoAgAhCyAHIAsgBHZBAnRqIQwgDCgCAEEBayENIAwgDTYCACAGIA1BA3RqIQwgDCALNgIAIAwgDjYCBAwACwsLMAECfyAAIAFBAnRqIQMDQCACIAAoAgBqIQIgACACNgIAIABBBGohACAAIANNDQALC5gBAQR/QQEgAnRBAWshBiADQQAgBkECakECdPwLACAAIQUCQANAIAUgAU8NASAFIAYgAxAEIQcgByAHKAIAQQFqNgIAIAVBCGohBQwACwsgAyAGQQFqEAICQANAIAUgAE0NASAFQQhrIQUgBSAGIAMQBCEHIAcoAgBBAWshCCAHIAg2AgAgBCAIQQJ0aiAFKAIENgIADAALCwsQACACIAAoAgAgAXFBAnRqC7UCAgl/A3tBASAEdEEBayESIABBCGshAAJAA0AgAEEIaiEAIAAgAU8NASAAIBIgBRAEIQwgDCgCACENIAwoAgQhDiANIA5GDQAgCyAOIA1raiAKSw0BIBMgDiANa2ohEyAAKAIEIQ8gAiAPQQV0aiERIBH9AAQAIRQgEf0ABBAhFSAGIA1BAnRqIQ0gBiAOQQJ0aiEOAkADQCANIA5PDQEgDSgCACEQIA1BBGohDSAIIBAgD01xDQAgAyAQQQV0aiERIBQgEf0ABAD9Uf1iIBUgEf0ABBD9Uf1i/W4hFiAW/X39fyEWIBb9GwAgFv0bAWogFv0bAiAW/RsDamogB0sNACAJIA82AgAgCSAQNgIEIAlBCGohCSALQQFqIQsMAAsLDAALC0EAIAA2AgBBBCATNgIAIAsL'

/** What `hash-join.wat` exports. Addresses are in bytes. */
interface Exports {
  memory: WasmMemory
  cut(hashes: number, count: number, offset: number, out: number): void
  file(
    cuts: number,
    count: number,
    mask: bigint,
    shift: bigint,
    low: number,
    keys: number,
    items: number,
    starts: number,
    parts: number,
  ): void
  sort(at: number, end: number, low: number, table: number, sorted: number): void
  probe(
    at: number,
    end: number,
    left: number,
    right: number,
    low: number,
    table: number,
    sorted: number,
    radius: number,
    self: number,
    out: number,
    most: number,
  ): number
}

/** Hashes of one side and how they are filed: addresses. */
interface Side {
  count: number
  hashes: number
  /** The eight bytes of each that masks are laid on. */
  cuts: number
  /** Key and number of each hash. */
  items: number
  /** Where each group of items begins. */
  starts: number
}

const hashBytes = hashWords * 4
const itemBytes = 8
const pageBytes = 65536
/** Bits of a key that are sorted within a group: tables of 8 KB, groups of some 2000. */
const mostLow = 11

/** Finds pairs of 256-bit hashes on the left and on the right that agree in the bits of a mask. */
export class JoinMachine {
  private readonly exports: Exports
  private readonly left: Side
  private readonly right: Side
  private readonly keyBits: number
  private readonly low: number
  private readonly keys: number
  private readonly table: number
  private readonly sorted: number
  private readonly out: number
  /** Pairs that there is room for: as many as one hash may find, at least. */
  private readonly most: number
  /** Pairs that were compared so far. */
  compared = 0
  /** Where the eight bytes were cut from; -1 at first. */
  private offset = -1

  /** `hashWords` words for each hash. Without `right`, pairs within `left` are found, the lower index on the left. */
  constructor(left: Int32Array, right: Int32Array | null) {
    // The first bytes are for what `probe` tells.
    let end = 16
    const room = (bytes: number) => {
      const at = end
      end += Math.ceil(bytes / 16) * 16
      return at
    }
    const counts = [left, right ?? left].map((hashes) => hashes.length / hashWords)
    const most = Math.max(...counts)
    this.keyBits = Math.max(1, Math.ceil(Math.log2(most)))
    this.low = Math.min(this.keyBits, mostLow)
    const side = (hashes: Int32Array): Side => {
      const count = hashes.length / hashWords
      return {
        count,
        hashes: room(count * hashBytes),
        cuts: room(count * 8),
        items: room(count * itemBytes),
        starts: room((this.groups + 1) * 4),
      }
    }
    this.left = side(left)
    this.right = right === null ? this.left : side(right)
    this.keys = room(most * 4)
    this.table = room((2 ** this.low + 1) * 4)
    this.sorted = room(most * 4)
    this.most = Math.max(pageBytes, most)
    this.out = room(this.most * itemBytes)
    this.exports = instantiate<Exports>(compile(Buffer.from(compiled, 'base64')))
    this.exports.memory.grow(Math.ceil(end / pageBytes))
    this.words(this.left.hashes, left.length).set(left)
    if (right !== null) this.words(this.right.hashes, right.length).set(right)
  }

  /**
   * Pairs within `radius` bits that agree in all bits of the mask: left and right index in turn, valid until the next
   * step.
   */
  *pairsAgreeing({ offset, bits }: Mask, radius: number): Generator<Int32Array> {
    const { exports, low, keys, keyBits, groups } = this
    for (const { hashes, count, cuts, items, starts } of new Set([this.left, this.right])) {
      if (offset !== this.offset) exports.cut(hashes, count, offset, cuts)
      exports.file(cuts, count, bits, BigInt(64 - keyBits), low, keys, items, starts, groups)
    }
    this.offset = offset
    for (let group = 0; group < groups; group += 1) yield* this.pairsInGroup(group, radius)
  }

  private get groups(): number {
    return 2 ** (this.keyBits - this.low)
  }

  private *pairsInGroup(group: number, radius: number): Generator<Int32Array> {
    const { exports, low, table, sorted, out, most } = this
    const [left, right] = [this.groupOf(this.left, group), this.groupOf(this.right, group)]
    if (left.at === left.end || right.at === right.end) return
    exports.sort(right.at, right.end, low, table, sorted)
    const [one, other] = [this.left.hashes, this.right.hashes]
    const self = this.left === this.right ? 1 : 0
    for (let at = left.at; at < left.end; ) {
      const found = exports.probe(at, left.end, one, other, low, table, sorted, radius, self, out, most)
      const [stopped = left.end, compared = 0] = this.words(0, 2)
      at = stopped
      this.compared += compared
      if (found > 0) yield this.words(out, found * 2)
    }
  }

  private groupOf({ items, starts }: Side, group: number): { at: number; end: number } {
    const [from = 0, to = 0] = this.words(starts + group * 4, 2)
    return { at: items + from * itemBytes, end: items + to * itemBytes }
  }

  private words(address: number, length: number): Int32Array {
    return new Int32Array(this.exports.memory.buffer, address, length)
  }
}
