const size = 624
const shift = 397

/**
 * The Mersenne Twister that numpy's `RandomState`, Python's `random` and PyTorch's CPU generator draw from: Matsumoto
 * and Nishimura, ACM TOMACS 8(1), 1998; seeding as in mt19937ar.c of 2002
 * (http://www.math.sci.hiroshima-u.ac.jp/m-mat/MT/MT2002/emt19937ar.html).
 */
export class Mt19937 {
  private readonly state: Uint32Array
  private index = size

  private constructor(state: Uint32Array) {
    this.state = state
  }

  /** `init_genrand`: numpy's `RandomState(seed)` and PyTorch's `manual_seed`. Of the seed, the low 32 bits count. */
  static fromInteger(seed: number | bigint): Mt19937 {
    return new Mt19937(spread(Number(BigInt(seed) & 0xffffffffn)))
  }

  /** `init_by_array`: Python's `random.seed`. The key has at least one word of 32 bits, lowest first. */
  static fromWords(key: readonly number[]): Mt19937 {
    const state = spread(19650218)
    let at = 1
    const step = (multiplier: number, add: number) => {
      const before = state[at - 1] ?? 0
      state[at] = ((state[at] ?? 0) ^ Math.imul(before ^ (before >>> 30), multiplier)) + add
      at += 1
      if (at < size) return
      state[0] = state[size - 1] ?? 0
      at = 1
    }
    for (let k = 0; k < Math.max(size, key.length); k += 1) {
      step(1664525, (key[k % key.length] ?? 0) + (k % key.length))
    }
    for (let k = 0; k < size - 1; k += 1) step(1566083941, -at)
    state[0] = 0x80000000
    return new Mt19937(state)
  }

  /** The next 32 bits, as an integer of 0 to 2^32 - 1. */
  next(): number {
    if (this.index === size) this.twist()
    let word = this.state[this.index] ?? 0
    this.index += 1
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    return (word ^ (word >>> 18)) >>> 0
  }

  private twist(): void {
    const { state } = this
    for (let k = 0; k < size; k += 1) {
      const word = ((state[k] ?? 0) & 0x80000000) | ((state[(k + 1) % size] ?? 0) & 0x7fffffff)
      state[k] = (state[(k + shift) % size] ?? 0) ^ (word >>> 1) ^ (word & 1 ? 0x9908b0df : 0)
    }
    this.index = 0
  }
}

function spread(seed: number): Uint32Array {
  const state = new Uint32Array(size)
  state[0] = seed
  for (let k = 1; k < size; k += 1) {
    const before = state[k - 1] ?? 0
    state[k] = Math.imul(before ^ (before >>> 30), 1812433253) + k
  }
  return state
}
