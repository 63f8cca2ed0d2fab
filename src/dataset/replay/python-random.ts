import { Mt19937 } from './mt19937.ts'
import { wordsOf } from './seed-sequence.ts'
import { range, shuffleFromEnd } from './shuffle.ts'

/** Python's `random.Random(seed)`, also `random.seed(seed)` (Lib/random.py, Modules/_randommodule.c, 3.2 and later). */
export class PythonRandom {
  private readonly generator: Mt19937

  /** @param seed an integer of any size and sign */
  constructor(seed: number | bigint) {
    const whole = BigInt(seed)
    this.generator = Mt19937.fromWords(wordsOf(whole < 0n ? -whole : whole))
  }

  /** `shuffle`, in place. */
  shuffle<T>(items: T[]): T[] {
    return shuffleFromEnd(items, (most) => this.below(most + 1))
  }

  /** 0 to n - 1 as `shuffle` puts them. */
  permutation(n: number): number[] {
    return this.shuffle(range(n))
  }

  /** `sample(range(n), size)`: from a pool where many are drawn, else by redrawing what came before. */
  sample(n: number, size: number): number[] {
    const setSize = size > 5 ? 21 + 4 ** Math.ceil(Math.log(size * 3) / Math.log(4)) : 21
    if (n <= setSize) return this.fromPool(range(n), size)
    const drawn = new Set<number>()
    while (drawn.size < size) drawn.add(this.below(n))
    return [...drawn]
  }

  private fromPool(pool: number[], size: number): number[] {
    return range(size).flatMap((i) => {
      const at = this.below(pool.length - i)
      const item = pool.slice(at, at + 1)
      pool.splice(at, 1, ...pool.slice(pool.length - i - 1, pool.length - i))
      return item
    })
  }

  /** `_randbelow(bound)`: as many high bits as the bound has, drawn until they are below it. */
  private below(bound: number): number {
    const unused = Math.clz32(bound)
    for (;;) {
      const value = this.generator.next() >>> unused
      if (value < bound) return value
    }
  }
}
