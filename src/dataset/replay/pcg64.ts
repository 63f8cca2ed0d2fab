import { seedWords } from './seed-sequence.ts'

const multiplier = (2549297995355413924n << 64n) | 4865540595714422341n
const mask64 = (1n << 64n) - 1n
const mask128 = (1n << 128n) - 1n

/**
 * The generator behind `numpy.random.default_rng(seed)`: PCG XSL RR 128/64 (O'Neill, HMC-CS-2014-0905, 2014;
 * numpy/random/src/pcg64), seeded by a SeedSequence.
 */
export class Pcg64 {
  private state: bigint
  private readonly increment: bigint
  private half: number | null = null

  /** @param seed a non-negative integer */
  constructor(seed: bigint) {
    const [high, low, sequenceHigh, sequenceLow] = seedWords(seed)
    this.increment = ((((sequenceHigh << 64n) | sequenceLow) << 1n) | 1n) & mask128
    this.state = this.increment
    this.state = (this.state + ((high << 64n) | low)) & mask128
    this.step()
  }

  /** The next 32 bits: each draw of 64 serves two, the low half first. */
  next(): number {
    if (this.half !== null) {
      const { half } = this
      this.half = null
      return half
    }
    this.step()
    const word = (this.state >> 64n) ^ (this.state & mask64)
    const turn = this.state >> 122n
    const turned = ((word >> turn) | (word << (64n - turn))) & mask64
    this.half = Number(turned >> 32n)
    return Number(turned & 0xffffffffn)
  }

  private step(): void {
    this.state = (this.state * multiplier + this.increment) & mask128
  }
}
