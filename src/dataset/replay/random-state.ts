import { Mt19937 } from './mt19937.ts'
import { randomInterval } from './random-interval.ts'
import { range, shuffleFromEnd } from './shuffle.ts'

/**
 * numpy's legacy generator `numpy.random.RandomState(seed)`, also `numpy.random.seed(seed)`: frozen since numpy 1.16
 * (NEP 19), so that one seed gives one order in every version (numpy/random/mtrand.pyx).
 */
export class RandomState {
  private readonly generator: Mt19937

  /** @param seed an integer of 0 to 2^32 - 1, as numpy insists */
  constructor(seed: number) {
    this.generator = Mt19937.fromInteger(seed)
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

/** Whether numpy takes this for a seed. */
export const isSeed = (seed: number) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32
