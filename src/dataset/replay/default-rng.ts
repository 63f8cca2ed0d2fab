import { Pcg64 } from './pcg64.ts'
import { randomInterval } from './random-interval.ts'
import { range, shuffleFromEnd } from './shuffle.ts'

/**
 * `numpy.random.default_rng(seed)` (numpy/random/_generator.pyx); fewer than 2^32 items. Only `choice` and
 * `integers` draw by Lemire's method; shuffles do not.
 */
export class DefaultRng {
  private readonly generator: Pcg64

  /** @param seed a non-negative integer */
  constructor(seed: number | bigint) {
    this.generator = new Pcg64(BigInt(seed))
  }

  /** `shuffle`, in place. */
  shuffle<T>(items: T[]): T[] {
    return shuffleFromEnd(items, (most) => randomInterval(() => this.generator.next(), most))
  }

  /** `permutation(n)`: 0 to n - 1 in a new order. */
  permutation(n: number): number[] {
    return this.shuffle(range(n))
  }
}
