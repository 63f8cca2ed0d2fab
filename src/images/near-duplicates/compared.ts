import type { CloseLook } from '../compare/close-look.ts'
import type { Verdict } from '../compare/verify.ts'
import { orientations } from '../geometry/orientation.ts'
import { hashWords } from '../hashes/dct-hash.ts'
import { ones } from '../hashes/hamming.ts'
import type { Hashes } from '../hashes/search.ts'
import type { DrawnDifference } from './drawing.ts'

/** Two images that were compared, by index, `a < b`. */
export interface Compared {
  a: number
  b: number
  /** Hamming distance of the DCT hashes in the best orientation, 0..256. */
  distance: number
  verdict: Verdict
  /** Taken of pairs that thumbnails leave open; null when the images are small or could not be read again. */
  look?: CloseLook | null
  /** Of pairs that `alikeInPlace` found. */
  inPlace?: true
  /** Of pairs of drawings. */
  drawn?: DrawnDifference
}

/** What comparing the pairs of a set has found so far: of each pair what scores best. */
export class ComparedPairs {
  private readonly hashes: Hashes
  private readonly pairs = new Map<number, Compared>()

  constructor(hashes: Hashes) {
    this.hashes = hashes
  }

  keep(pair: Compared): void {
    if (pair.verdict.score > this.scoreOf(pair.a, pair.b)) this.pairs.set(this.key(pair.a, pair.b), pair)
  }

  /** -1..1; less than all where the pair was not compared. */
  scoreOf(a: number, b: number): number {
    return this.pairs.get(this.key(a, b))?.verdict.score ?? Number.NEGATIVE_INFINITY
  }

  /** Of the DCT hashes, in the best orientation. */
  distanceOf(a: number, b: number): number {
    const { dct } = this.hashes
    let least = 32 * hashWords
    for (let orientation = 0; orientation < orientations.length; orientation += 1) {
      let bits = 0
      for (let word = 0; word < hashWords; word += 1) {
        const one = dct[(a * orientations.length + orientation) * hashWords + word] ?? 0
        bits += ones(one ^ (dct[b * orientations.length * hashWords + word] ?? 0))
      }
      least = Math.min(least, bits)
    }
    return least
  }

  all(): Compared[] {
    return [...this.pairs.values()]
  }

  private key(a: number, b: number): number {
    return a * this.hashes.count + b
  }
}
