/**
 * Seeded random numbers: xoshiro128** 1.1 (Blackman & Vigna 2018, https://prng.di.unimi.it), the same on every
 * machine. Streams with different names are independent of one another for all that a trial can notice.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #d: number

  /** `names` tell streams of one seed apart, e.g. `new Random(7, 'dropout', 'fixed')`. */
  constructor(seed: number, ...names: (string | number)[]) {
    const next = splitmix32(hash(`${seed}\0${names.join('\0')}`))
    this.#a = next()
    this.#b = next()
    this.#c = next()
    this.#d = next() | 1
  }

  /** An integer of 32 random bits, 0 .. 2^32 - 1. */
  bits(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9)
    const shifted = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= shifted
    this.#d = rotate(this.#d, 11)
    return result >>> 0
  }

  /** Uniform in [low, high). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.bits() / 2 ** 32)
  }

  /** Uniform integer in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.uniform(0, limit))
  }

  /** Mean 0, standard deviation 1 (Box & Muller 1958). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform())
  }

  /** A new array in random order (Fisher & Yates). */
  shuffled<T>(items: readonly T[]): T[] {
    const result = [...items]
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const [a, b] = [result[i], result[j]]
      if (a === undefined || b === undefined) continue
      result[i] = b
      result[j] = a
    }
    return result
  }
}

const rotate = (x: number, by: number) => (x << by) | (x >>> (32 - by))

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (const byte of Buffer.from(text)) state = Math.imul(state ^ byte, 0x01000193)
  return state
}

/** Spreads one word over the four of the state, as the authors of xoshiro advise. */
function splitmix32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x9e3779b9) | 0
    let z = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
    return z ^ (z >>> 16)
  }
}
