import { compile, instantiate, type WasmMemory } from '../../model/wasm.ts'
import { descriptorWords, turns } from './descriptor.ts'
import { levels } from './planes.ts'

/** What `feature-index.c` exports. Addresses are in bytes. */
interface Exports {
  memory: WasmMemory
  /** The first free address. */
  base(): number
  /** Where the masks of samples, what was found, sizes and addresses, and limits stand. */
  sampled(): number
  found(): number
  layout(): number
  limiting(): number
  build(): void
  meet(image: number, behind: number, longest: number, most: number): number
}

/** `feature-index.c`, compiled. */
const compiled = compile(
  Buffer.from(
    'AGFzbQEAAAABIQVgAAF/YAAAYAR/f39/AX9gBH9/f38AYAd/f39/f39/AAMKCQABAAAAAgMABAQFAXABAQEFAwEAFAYJAX8BQYCAwAALB0YIBm1lbW9yeQIABGJhc2UAAAdzYW1wbGVkAAcFZm91bmQAAgZsYXlvdXQAAwhsaW1pdGluZwAEBWJ1aWxkAAEEbWVldAAFCrAjCQgAQYDhzYAAC/MJAQl/AkBBACgCoKDAgABB/////wdxRQ0AQQAoAsigwIAAIQBBACEBA0AgAEF/NgIAIABBBGohACABQQFqIgFBACgCoKDAgABBAXRJDQALC0EgQQAoAqigwIAAayECAkBBACgCpKDAgAAiA0H/////AXFFDQBBACgCrKDAgAAhAEEAKAK8oMCAACEEQQAhAQNAIAQgAUEHcSIDQQJ0QYCAwIAAaigCACAAKAIAcUGx893xeWxBACgCqKDAgAAiBXZBAnRqIANBICAFa3RBAnRqIgMgAygCAEEBajYCACAAQQRqIQAgAUEBaiIBQQAoAqSgwIAAIgNBA3RJDQALCwJAIAJBHEsNAEEIIAJ0IgBBASAAQQFLGyIGQXhxIQdBACEBQQAoArygwIAAIgghAEEAIQMDQCAAKAIAIQUgACABNgIAIABBBGoiBCgCACECIAQgBSABaiIBNgIAIABBCGoiBSgCACEEIAUgAiABaiIBNgIAIABBDGoiBSgCACECIAUgBCABaiIBNgIAIAIgAWohASAAQRBqIQAgByADQQRqIgNHDQALAkAgBkEBcUUNACAIIANBAnRqIAE2AgALQQAoAqSgwIAAIQMLAkAgA0UNAEEAKAK8oMCAACEDQQAoAsCgwIAAIQVBACgCrKDAgAAhAEEAIQEDQCADQQAoAoCAwIAAIAAoAgBxQbHz3fF5bEEAKAKooMCAAHZBAnRqIgQgBCgCACIEQQFqNgIAIAUgBEEDdGoiBCABNgIAIAQgAEEEaigCACICNgIEIAMgAkEAKAKEgMCAAHFBsfPd8XlsQQAoAqigwIAAIgR2QQJ0akEBQSAgBGt0QQJ0aiIEIAQoAgAiBEEBajYCACAFIARBA3RqIgQgATYCACAEIABBCGooAgAiAjYCBCADIAJBACgCiIDAgABxQbHz3fF5bEEAKAKooMCAACIEdkECdGpBAkEgIARrdEECdGoiBCAEKAIAIgRBAWo2AgAgBSAEQQN0aiIEIAE2AgAgBCAAQQxqKAIAIgI2AgQgAyACQQAoAoyAwIAAcUGx893xeWxBACgCqKDAgAAiBHZBAnRqQQNBICAEa3RBAnRqIgQgBCgCACIEQQFqNgIAIAUgBEEDdGoiBCABNgIAIAQgAEEQaigCACICNgIEIAMgAkEAKAKQgMCAAHFBsfPd8XlsQQAoAqigwIAAIgR2QQJ0akEEQSAgBGt0QQJ0aiIEIAQoAgAiBEEBajYCACAFIARBA3RqIgQgATYCACAEIABBFGooAgAiAjYCBCADIAJBACgClIDAgABxQbHz3fF5bEEAKAKooMCAACIEdkECdGpBBUEgIARrdEECdGoiBCAEKAIAIgRBAWo2AgAgBSAEQQN0aiIEIAE2AgAgBCAAQRhqKAIAIgI2AgQgAyACQQAoApiAwIAAcUGx893xeWxBACgCqKDAgAAiBHZBAnRqQQZBICAEa3RBAnRqIgQgBCgCACIEQQFqNgIAIAUgBEEDdGoiBCABNgIAIAQgAEEcaigCACICNgIEIAMgAkEAKAKcgMCAAHFBsfPd8XlsQQAoAqigwIAAIgR2QQJ0akEHQSAgBGt0QQJ0aiIEIAQoAgAiBEEBajYCACAFIARBA3RqIgQgATYCACAEIAAoAgA2AgQgAEEgaiEAIAFBAWoiAUEAKAKkoMCAAEkNAAsLCwgAQaCAwIAACwgAQaCgwIAACwgAQdSgwIAAC+oPBwt/AnwMfwF8AX8BfAV9QQAhBEEAQQA2AuygwIAAQQBBADYC6KDAgAAgACABIAJBABCGgICAACAAIAEgAkEEEIaAgIAAAkBBACgC2KDAgABBAWoiAkEAKAK0oMCAACIFIABBAnRqIgBBBGooAgAiBiAAKAIAIgdrIghsIgBFDQAgAEEHcSEBAkAgAEEISQ0AIABBeHEhCUEAIQRBgKHBgAAhAANAIABCADcDACAAQThqQgA3AwAgAEEwakIANwMAIABBKGpCADcDACAAQSBqQgA3AwAgAEEYakIANwMAIABBEGpCADcDACAAQQhqQgA3AwAgAEHAAGohACAJIARBCGoiBEcNAAsLIAFFDQAgBEEDdEGAocGAAGohAANAIABCADcDACAAQQhqIQAgAUF/aiIBDQALCwJAQQAoAuygwIAAIgpFDQBBACgC0KDAgAAhBEEAKALIoMCAACELQQAoAtygwIAAIQxBACgCzKDAgAAhDUEAKALEoMCAACEOQQAhCQNAAkAgDiANIAlBAnRqKAIAQQJ0IgBqKAIAIAxJDQAgCyAAaigCACIAQQBIDQADQCAEIABBBHRqIgAoAgAgAmwgACgCCGpBA3RBgKHBgABqIgEgASsDAEQAAAAAAADwP6A5AwAgACgCDCIAQX9KDQALCyAJQQFqIgkgCkcNAAsLAkAgBiAHRg0AQQAhBANAAkAgBCACbCIAIARBAWoiBCACbCIBTg0AIAFBA3RBgKHBgABqIQEgAEEDdEGAocGAAGohAEQAAAAAAAAAACEPA0AgACsDACEQIABEAAAAAAAA8D8gD0QAAAAAAADwP6CjOQMAIA8gEKAhDyAAQQhqIgAgAUkNAAsLIAQgCEcNAAsLAkAgCg0AQQAPC0EAKALgoMCAACIMQQF0IRFBACgCuKDAgAAiEiAHQQJ0aiETIANBBHRBmIDAgABqIRRBACgC5KDAgAAiFUEFdEEQciEHIBVBAXRBAXIhDUEAKALQoMCAACEEQQAoAsigwIAAIRZBACgC3KDAgAAhF0EAKALEoMCAACEYQQAoAsygwIAAIRlBACEaQQAhGwNAAkAgGCAZIBtBAnRqKAIAIhxBAnQiAGooAgAgF0kNACAFIBxBAXRBfHFqIgFBBGooAgAgASgCAGu4nyEQRAAAAAAAAAAAIQ9EAAAAAAAAAAAhHQJAIBogA0kiHg0AIBAgFCsDAKIhHQsCQCAWIABqKAIAIglBAEgiDg0ARAAAAAAAAAAAIQ8gCSEAA0AgDyAEIABBBHRqIgAoAgAgAmwgACgCCGpBA3RBgKHBgABqKwMAoCEPIAAoAgwiAEF/Sg0ACyAPRHGsi9toAPA/oiEPC0QAAAAAAAAAACEfAkAgDyAdYw0AQQAhAUGAoc2AACEAA0AgAEIANwMAIABBGGpCADcDACAAQRBqQgA3AwAgAEEIakIANwMAIABBIGohACAHIAFBCGoiAUcNAAsgAUECdEGAoc2AAGpBADYCACAODQAgHEEBcSEGQwAAAAAhIANAIBUgEiAEIAlBBHRqIgAoAgRBAnRqIgEtAAJqIBMgACgCACIJQQJ0aiIOLQACayIIIBEgAS0AA2ogDi0AAyIBQQAgAWsgBhtqIAxwQQR0IAxuIgEgDWxqQQJ0Ig5BgKHNgABqIgsgCyoCACAAKAIIIAkgAmxqQQN0QYChwYAAaisDALYiIZIiIjgCACAOQYShzYAAaiIJIAkqAgAgIZIiIzgCACAIIAFBAWpBD3EgDWxqQQJ0IgFBgKHNgABqIgkgCSoCACAhkiIkOAIAIAFBhKHNgABqIgEgASoCACAhkiIhOAIAICEgJCAjICIgICAiICBeGyIgICMgIF4bIiAgJCAgXhsiICAhICBeGyEgIAAoAgwiCUF/Sg0ACyAguyEfCyAfIBCjIQ9BACEOAkAgGkUNACAaQQR0QZCAwIAAaiEAIBohAQNAAkAgAEEIaisDACIQIA9jDQACQCAQIA9hDQAgASEODAMLIAAoAgAgHEsNACABIQ4MAgsgAEFwaiEAIAFBf2oiAQ0ACwsgDiADTw0AAkAgGiAeaiIIQX9qIgkgDk0NACAaIB5qQX5qIQACQAJAIBpBf3MgHmogDmtBAXENACAJIQEgCCEJDAELIAlBBHQiC0GogMCAAGogCEF+aiIBQQR0IgZBqIDAgABqKQMANwMAIAtBoIDAgABqIAZBoIDAgABqKQMANwMACyAAIA5GDQAgAUEEdEGAgMCAAGohAANAIABBKGogCUEEdCIJQYiAwIAAaikDADcDACAAQSBqIAlBgIDAgABqKQMANwMAIABBEGogACkDADcDACAAQRhqIABBCGopAwA3AwAgAEFgaiEAIAFBf2ohCSABQX5qIgEgDksNAAsLIA5BBHQiAEGogMCAAGogDzkDACAAQaCAwIAAaiAcNgIAIAghGgsgG0EBaiIbIApHDQALQQAhAgJAAkAgCkEBRg0AIApBAXEhCSAKQX5xIQQgGSEAQQAhAgNAIBggACgCAEECdGpBADYCACAWIAAoAgBBAnRqQX82AgAgGCAAQQRqIgEoAgBBAnRqQQA2AgAgFiABKAIAQQJ0akF/NgIAIABBCGohACAEIAJBAmoiAkcNAAsgCUUNAQsgGCAZIAJBAnRqIgAoAgBBAnRqQQA2AgAgFiAAKAIAQQJ0akF/NgIACyAaC7EDAQ1/AkBBACgCtKDAgAAgAEECdGoiACgCACIEIABBBGooAgAiBU8NACAFIAQgARshBiAEIQcDQCAHIARrIQhBACgCrKDAgAAgB0EFdGohCUEAIQoDQEEAKAK8oMCAACEAQQAhCwJAIApBAnRBgIDAgABqKAIAIAkgCiADc0ECdGooAgBxQbHz3fF5bEEAKAKooMCAACIMdiAKQSAgDGt0aiIMRQ0AIAAgDEECdGpBfGooAgAhCwsCQAJAIAsgACAMQQJ0aigCACINRw0AIApBAWohCgwBC0EAKALAoMCAACEOIAshAAJAIAsgDU8NACALIQAgDSEMA0AgACAMakEBdiIPQQFqIAAgDiAPQQN0aigCACAGSSIQGyIAIAwgDyAQGyIMSQ0ACwsgDiAAQQN0aiEMIAkgCkEBaiIKQQdxIANzQQJ0aigCACEPAkAgAUUNACAMIA0gAGsiACACIAAgAkkbQQEgCCAJIA8gAxCIgICAAAwBCyAMQXhqIAAgC2siACACIAAgAkkbQX8gCCAJIA8gAxCIgICAAAsgCkEIRw0ACyAHQQFqIgcgBUcNAAsLCwgAQYCAwIAAC+wFAwV/BH4BfwJAIAFFDQBBACEHQQAoAtSgwIAAIQgCQAJAIAFBAUYNACABQQFxIQkgAkEDdCEKIAJBBHQhCyABQX5xIQJBACEHA0AgB0EDdEHwoMCAAGogACIBKAIANgIAIAcgAUEEaigCACAFc2kgCE1qIgdBA3RB8KDAgABqIAEgCmoiACgCADYCACAHIABBBGooAgAgBXNpIAhNaiEHIAAgCmohACACQX5qIgINAAsgCUUNASABIAtqIQALIAdBA3RB8KDAgABqIAAoAgA2AgAgByAAKAIEIAVzaSAITWohBwsgB0UNACAEIAZBAnRqIgEpAwghDCABKQMAIQ0gBCAGQQRzQQJ0aiIBKQMIIQ4gASkDACEPQQAoAqygwIAAIQhB8KDAgAAhASAHIQUDQCABQQRqIAggASgCAEEFdGoiACkDCCAMhXunIAApAwAgDYV7p2ogACkDECAPhXunaiAAKQMYIA6Fe6dqNgIAIAFBCGohASAFQX9qIgUNAAsgBkEARyEQQQAoAtigwIAAIQhBACgC7KDAgAAhC0EAKALooMCAACEFQfCgwIAAIQEDQAJAIAFBBGooAgAiACAISw0AAkACQEEAKALIoMCAAEEAKAKwoMCAACABKAIAIgZBAnRqKAIAQQF0IBByIgRBAnQiCmooAgAiAkEASA0AQQAoAtCgwIAAIgQgAkEEdGoiCSgCACADRw0BIAkoAgggAE0NAiAJQQhqIAA2AgAgCSAGNgIEDAILQQAgC0EBaiIINgLsoMCAAEEAKALMoMCAACALQQJ0aiAENgIAQQAoAtCgwIAAIQQgCCELCyAEIAVBBHRqIgggAjYCDCAIIAA2AgggCCAGNgIEIAggAzYCAEEAIAVBAWoiADYC6KDAgABBACgCyKDAgAAgCmogBTYCAEEAKALEoMCAACAKaiIFIAUoAgBBAWo2AgBBACgC2KDAgAAhCCAAIQULIAFBCGohASAHQX9qIgcNAAsLCw==',
    'base64',
  ),
)
const pageBytes = 65536
/** One hash table for each word of the descriptor. */
const tables = descriptorWords

/**
 * Bits of a word that have to agree: those that number the slots and some more, as the bits of one word go together and
 * few would crowd the same slots. With 27 bits and 240 cropped photos on white card 220 shared enough with their photo, with
 * 24 and fuller slots 228.
 */
const sample = { beyond: 10, most: 24 }

/** What meets, and how far a query goes. */
export interface Reach {
  /**
   * Bits of 256 in which descriptors may differ. Those of one place in two copies differ by 1 (JPEG) to 23 (random resized crop) in
   * the median, the nearest ones of another photo by 34 to 42, and by 16 in 1 of 100.
   */
  widest: number
  /** Bits of 32 in which the next word may differ, which stands in the slot: what differs more costs no way to its descriptor. */
  sign: number
  /** The most features of a slot that a query will look at, up to 2048. */
  longest: number
}

/** Fewer matches are left to chance. */
const leastMatches = 3

/** So many features fit in the 4 GiB of WebAssembly, beside tables of 2^24 slots. */
export const mostFeatures = 34e6

/** An image that was met, or its mirror image, and how much. */
export interface Met {
  image: number
  mirrored: boolean
  weight: number
}

/**
 * Local features of all images in hash tables, by locality-sensitive hashing: those that agree in all bits of one sample of a
 * word meet in its table (Indyk and Motwani, STOC 1998). Takes 104 bytes a feature.
 */
export class IndexMachine {
  private readonly exports: Exports
  /** `descriptorWords` words and, in the same order, four bytes for each feature, see `LocalFeatures`. */
  readonly descriptors: Int32Array
  readonly places: Uint8Array
  /** First feature of each image, and the end of all. */
  readonly starts: Int32Array
  private readonly found: DataView

  /**
   * @param counts features of each image, `mostFeatures` in all
   * @throws RangeError when there is no such memory
   */
  constructor(counts: readonly number[], { widest, sign, longest }: Reach) {
    const images = counts.length
    const features = counts.reduce((sum, count) => sum + count, 0)
    const queried = counts.reduce((most, count) => Math.max(most, count), 0)
    const bits = Math.min(24, Math.max(10, 1 + Math.ceil(Math.log2(Math.max(1, features)))))
    const exports = instantiate<Exports>(compiled)
    let end = exports.base()
    // What is taken begins with a line of the cache.
    const take = (bytes: number) => {
      const start = Math.ceil(end / 64) * 64
      end = start + bytes
      return start
    }
    const descriptors = take(4 * descriptorWords * features)
    const owners = take(4 * features)
    const starts = take(4 * (images + 1))
    const places = take(4 * features)
    const slots = [take(4 * tables * 2 ** bits), take(8 * tables * features)]
    const hits = 2 * queried * Math.min(tables * longest, images)
    const query = [take(8 * images), take(8 * images), take(8 * images), take(16 * hits)]
    exports.memory.grow(Math.ceil(end / pageBytes))
    const { buffer } = exports.memory
    this.exports = exports
    this.descriptors = new Int32Array(buffer, descriptors, descriptorWords * features)
    this.places = new Uint8Array(buffer, places, 4 * features)
    this.starts = new Int32Array(buffer, starts, images + 1)
    this.found = new DataView(buffer, exports.found())
    const owner = new Int32Array(buffer, owners, features)
    for (const [image, count] of counts.entries()) {
      const start = this.starts[image] ?? 0
      this.starts[image + 1] = start + count
      owner.fill(image, start, start + count)
    }
    const layout = [images, features, 32 - bits, descriptors, owners, starts, places, ...slots, ...query]
    new Uint32Array(buffer, exports.layout(), layout.length).set(layout)
    const limits = [sign, widest, leastMatches, turns, levels]
    new Uint32Array(buffer, exports.limiting(), limits.length).set(limits)
    const sampled = Math.min(sample.most, bits + sample.beyond)
    const masks = Array.from({ length: tables }, (_, i) => sampleOf(sampled, i + 1))
    new Int32Array(buffer, exports.sampled(), tables).set(masks)
  }

  /** To be called once all features stand in their places. */
  build(): void {
    this.exports.build()
  }

  /**
   * Of the images before one, or behind it, the `most` (up to 256) that share most similar features with one in one relation of direction and size, those
   * first (weak geometric consistency; Jegou, Douze and Schmid, "Hamming Embedding and Weak Geometric Consistency", ECCV 2008).
   * Each feature counts once for an image, with the most similar one there: 1 for the image that has it nearest, 1 over k for the
   * k-th. What many images have tells none of them apart (as the inverse document frequency of Sivic and Zisserman, "Video
   * Google", ICCV 2003): of 240 cropped photos on white card 211 instead of 179 were then among the two that agree best.
   * @param longest of one slot so many features are looked at, those of the images nearest in order
   */
  meet(image: number, { behind, longest, most }: { behind: boolean; longest: number; most: number }): Met[] {
    const count = this.exports.meet(image, Number(behind), longest, most)
    return Array.from({ length: count }, (_, i) => {
      const key = this.found.getUint32(16 * i, true)
      return { image: key >> 1, mirrored: key % 2 === 1, weight: this.found.getFloat64(16 * i + 8, true) }
    })
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
